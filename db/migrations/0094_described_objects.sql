-- What the side that is not ours last said of a mapped object's fields, for who needs it without asking: a form is checked against it while it is built (sync-core.md A16 to A19).
ALTER TABLE "sync_object_map" ADD COLUMN "described" jsonb;--> statement-breakpoint
ALTER TABLE "sync_object_map" ADD COLUMN "described_as" text;
