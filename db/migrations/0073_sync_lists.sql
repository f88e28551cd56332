-- What a dry run would write, what a comparison found apart, what an undo gives back: lists that a worker makes in batches.
ALTER TABLE "sync_run" ADD COLUMN "stage" text;--> statement-breakpoint
ALTER TABLE "sync_run" ADD COLUMN "cursor" jsonb DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_run" ADD COLUMN "looked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_stage" CHECK ("stage" in ('listing','listed','applying','done','cancelled'));--> statement-breakpoint
CREATE INDEX "sync_run_at_work" ON "sync_run" ("id") WHERE "stage" in ('listing','applying');--> statement-breakpoint
CREATE TABLE "sync_run_line" (
	"run_id" bigint NOT NULL REFERENCES "sync_run"("id") ON DELETE CASCADE,
	"id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
	"link_id" bigint,
	"field_map_id" bigint,
	"name" text NOT NULL,
	"side" text NOT NULL,
	"object" text NOT NULL,
	"record_id" text,
	"field" text NOT NULL,
	"from_value" jsonb,
	"to_value" jsonb,
	"rule" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	PRIMARY KEY ("run_id", "id"),
	CONSTRAINT "sync_run_line_side" CHECK ("side" in ('crm','ma')),
	CONSTRAINT "sync_run_line_state" CHECK ("state" in ('open','done','refused'))
);--> statement-breakpoint
CREATE INDEX "sync_run_line_open" ON "sync_run_line" ("run_id", "link_id") WHERE "state" = 'open';--> statement-breakpoint
CREATE INDEX "sync_decision_run" ON "sync_decision" ("run_id");
