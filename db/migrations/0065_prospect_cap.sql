-- How near a connection is to its cap of prospects (sync-core.md A9): administrators hear of each crossing once, so the last one is remembered.
ALTER TABLE "sync_connection" ADD COLUMN "cap_warned" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_connection" ADD CONSTRAINT "sync_connection_cap_warned" CHECK ("cap_warned" in (0, 80, 95));
