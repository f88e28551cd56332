-- A record that waits for its parent says for which one (sync-core.md B7, B8 DEPENDENCY): the parent's link wakes it.
ALTER TABLE "sync_job" ADD COLUMN "waits_on" text[];
--> statement-breakpoint
CREATE INDEX "sync_job_waits_on" ON "sync_job" USING gin ("waits_on") WHERE "waits_on" IS NOT NULL;
