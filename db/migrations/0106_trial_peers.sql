-- Of a record that a dry run would make or link: for which record of the other side. Its children, listed later, find it by that.
ALTER TABLE "sync_run_line" ADD COLUMN "peer_object" text;--> statement-breakpoint
ALTER TABLE "sync_run_line" ADD COLUMN "peer_id" text;--> statement-breakpoint
CREATE INDEX "sync_run_line_peer" ON "sync_run_line" ("run_id", "peer_object", "peer_id") WHERE "peer_id" IS NOT NULL;
