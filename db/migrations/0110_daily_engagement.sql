-- What somebody did on a day is told once, as done: it is nobody's to do, and is never opened.
ALTER TABLE "crm_task" ADD COLUMN "is_log" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "crm_task" ADD CONSTRAINT "crm_task_log" CHECK (not "is_log" or "status" = 'done');--> statement-breakpoint
-- Rows come in the order of their time, so the last days are found without an index of every row.
CREATE INDEX "ma_activity_days" ON "ma_activity" USING brin ("occurred_at");
