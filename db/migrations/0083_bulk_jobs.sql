-- Bulk jobs at another system: what of a resync or a backfill goes there in one file (sync-core.md B7, B12).
CREATE TABLE "sync_bulk" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	"connection_id" bigint NOT NULL REFERENCES "sync_connection"("id") ON DELETE CASCADE,
	"side" text NOT NULL,
	"state" text NOT NULL,
	"object" text,
	"is_new" boolean,
	"outside_id" text,
	"outcome" text,
	"message" text,
	"part_rows" integer DEFAULT 0 NOT NULL,
	"part_done" integer DEFAULT 0 NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"landed" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"look_at" timestamp with time zone NOT NULL,
	"leased_until" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "sync_bulk_side" CHECK ("side" in ('crm','ma')),
	CONSTRAINT "sync_bulk_state" CHECK ("state" in ('gathering','sorted','direct','opened','filled','started','ended','done','refused')),
	CONSTRAINT "sync_bulk_outcome" CHECK ("outcome" in ('done','failed','aborted','gone'))
);--> statement-breakpoint
CREATE UNIQUE INDEX "sync_bulk_open" ON "sync_bulk" ("connection_id") WHERE "ended_at" is null;--> statement-breakpoint
CREATE INDEX "sync_bulk_newest" ON "sync_bulk" ("connection_id", "id");--> statement-breakpoint
ALTER TABLE "sync_write" ADD COLUMN "bulk_id" bigint;--> statement-breakpoint
ALTER TABLE "sync_write" ADD COLUMN "job_id" bigint;--> statement-breakpoint
CREATE INDEX "sync_write_bulk" ON "sync_write" ("bulk_id", "state") WHERE "bulk_id" is not null;--> statement-breakpoint
ALTER TABLE "sync_job" ADD COLUMN "bulk_id" bigint;--> statement-breakpoint
CREATE INDEX "sync_job_bulk" ON "sync_job" ("bulk_id") WHERE "bulk_id" is not null;
