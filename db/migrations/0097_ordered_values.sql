-- What a person ordered of a field on the side that only the worker speaks to: a revert, a mended value, an undo (sync-core.md A4, B8, section e). By field map; gone once it is done or refused.
ALTER TABLE "sync_link" ADD COLUMN "wishes" jsonb DEFAULT '{}' NOT NULL;
