-- A connection that began with all its records is past its ramp (sync-core.md A21): what it goes on as after a stop is told by its step alone.
UPDATE "sync_connection" SET "canary_stage" = 3 WHERE "state" <> 'canary' AND "started_at" IS NOT NULL AND "canary_done" = 0;
