-- From which day after its last one an unpaid invoice makes an account watched, and from which it holds its terms (app/decisions/0452).
ALTER TABLE "seller_entity" ADD COLUMN "watch_from_days" integer DEFAULT 10 NOT NULL;--> statement-breakpoint
ALTER TABLE "seller_entity" ADD COLUMN "hold_from_days" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "seller_entity" ADD CONSTRAINT "seller_overdue_days" CHECK ("watch_from_days" BETWEEN 1 AND "hold_from_days" AND "hold_from_days" <= 365);
