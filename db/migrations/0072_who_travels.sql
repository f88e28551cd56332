-- Who travels between the sides (sync-core.md A10, A26, A27): how a prospect came, what a mapping does with whom it got through each source in either
-- direction, and since when it makes prospects by itself: who was there before is left alone.
ALTER TABLE "ma_prospect" ADD COLUMN "acquired_by" text;--> statement-breakpoint
ALTER TABLE "ma_prospect" ADD CONSTRAINT "prospect_acquired_by" CHECK ("acquired_by" in ('form','event','import','hand','crm'));--> statement-breakpoint
ALTER TABLE "sync_object_map" ADD COLUMN "creates_ma_since" timestamp with time zone;--> statement-breakpoint
DROP TABLE "sync_source_policy";--> statement-breakpoint
CREATE TABLE "sync_source_policy" (
	"object_map_id" bigint NOT NULL REFERENCES "sync_object_map"("id") ON DELETE CASCADE,
	"side" text NOT NULL,
	"source" text NOT NULL,
	"policy" text NOT NULL,
	PRIMARY KEY ("object_map_id", "side", "source"),
	CONSTRAINT "sync_source_policy_side" CHECK ("side" in ('crm','ma')),
	CONSTRAINT "sync_source_policy_known" CHECK ("policy" in ('create','match_only','never'))
);
