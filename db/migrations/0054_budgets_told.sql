-- Owners hear once in a period that a budget is used up; and a file of budgets or rules needs no instant of its making.
ALTER TABLE "company_budget_period" ADD COLUMN "exhausted_at" timestamp with time zone;--> statement-breakpoint
UPDATE "company_budget_period" SET "exhausted_at" = now() WHERE "amount_minor" > 0 AND "reserved_minor" + "spent_minor" >= "amount_minor";--> statement-breakpoint
ALTER TABLE "company_budget" ALTER COLUMN "created_at" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "approval_rule" ALTER COLUMN "created_at" SET DEFAULT now();
