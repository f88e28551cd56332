-- Programmes that run: published versions, where each walk stands, what was done at each step, and mails that a walk sends.
ALTER TABLE "ma_program" ADD COLUMN "reentry_days" integer DEFAULT 0;--> statement-breakpoint
ALTER TABLE "ma_program" ADD COLUMN "entry_list_id" bigint REFERENCES "ma_list"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "ma_program" ADD COLUMN "entry_topic" text;--> statement-breakpoint
ALTER TABLE "ma_program" ADD COLUMN "exit_topics" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "ma_program" ADD COLUMN "exit_question" jsonb;--> statement-breakpoint
ALTER TABLE "ma_program" ADD COLUMN "running_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ma_program" ADD COLUMN "draft_number" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ma_program" ADD COLUMN "undo" jsonb DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "ma_program" ADD COLUMN "redo" jsonb DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "ma_program" ADD CONSTRAINT "ma_program_reentry" CHECK ("reentry_days" BETWEEN 0 AND 3650);--> statement-breakpoint
CREATE INDEX "ma_program_entry_list" ON "ma_program" ("entry_list_id") WHERE "entry_list_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE "ma_program_version" (
	"program_id" bigint NOT NULL REFERENCES "ma_program"("id") ON DELETE CASCADE,
	"version" integer NOT NULL,
	"steps" jsonb NOT NULL,
	"first_key" text,
	"published_at" timestamp with time zone NOT NULL,
	"published_by" bigint REFERENCES "crm_user"("id"),
	PRIMARY KEY ("program_id", "version")
);--> statement-breakpoint
ALTER TABLE "ma_enrolment" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "ma_enrolment" ADD COLUMN "hops" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "ma_enrolment_of_program" ON "ma_enrolment" ("program_id", "state", "step_key");--> statement-breakpoint
CREATE TABLE "ma_enrolment_step" (
	"enrolment_id" bigint NOT NULL REFERENCES "ma_enrolment"("id") ON DELETE CASCADE,
	"hop" integer NOT NULL,
	"program_id" bigint NOT NULL REFERENCES "ma_program"("id") ON DELETE CASCADE,
	"step_key" text NOT NULL,
	"kind" text NOT NULL,
	"outcome" text,
	"at" timestamp with time zone NOT NULL,
	PRIMARY KEY ("enrolment_id", "hop")
);--> statement-breakpoint
CREATE INDEX "ma_enrolment_step_of_program" ON "ma_enrolment_step" ("program_id", "step_key");--> statement-breakpoint
ALTER TABLE "ma_send" ADD COLUMN "kind" text DEFAULT 'send' NOT NULL;--> statement-breakpoint
ALTER TABLE "ma_send" ADD COLUMN "scheduled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ma_send" DROP CONSTRAINT "ma_send_status";--> statement-breakpoint
ALTER TABLE "ma_send" ADD CONSTRAINT "ma_send_status" CHECK ("status" in ('draft','scheduled','sending','sent'));--> statement-breakpoint
ALTER TABLE "ma_send" ADD CONSTRAINT "ma_send_kind" CHECK ("kind" in ('send','programme'));--> statement-breakpoint
ALTER TABLE "ma_send" ADD CONSTRAINT "ma_send_scheduled" CHECK ("status" <> 'scheduled' or "scheduled_at" is not null);--> statement-breakpoint
CREATE INDEX "ma_send_due" ON "ma_send" ("scheduled_at") WHERE "status" = 'scheduled';--> statement-breakpoint
ALTER TABLE "ma_send_recipient" ADD COLUMN "walk" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "ma_send_recipient" ADD COLUMN "enrolment_id" bigint;--> statement-breakpoint
ALTER TABLE "ma_send_recipient" ADD COLUMN "opened_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ma_send_recipient" DROP CONSTRAINT "ma_send_recipient_once";--> statement-breakpoint
ALTER TABLE "ma_send_recipient" ADD CONSTRAINT "ma_send_recipient_once" UNIQUE ("send_id", "prospect_id", "walk");--> statement-breakpoint
CREATE INDEX "ma_send_recipient_walk" ON "ma_send_recipient" ("enrolment_id") WHERE "enrolment_id" IS NOT NULL;
