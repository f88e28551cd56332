-- A promotion's budget may be one location's: what of the benefit falls there is held against it.
ALTER TABLE "promotion_budget" ADD COLUMN "location_id" bigint;
--> statement-breakpoint
ALTER TABLE "promotion_budget" ADD CONSTRAINT "promotion_budget_location" FOREIGN KEY ("account_id", "location_id") REFERENCES "location"("account_id", "id");
--> statement-breakpoint
ALTER TABLE "promotion_budget" ADD CONSTRAINT "budget_of_one" CHECK (num_nonnulls("account_id", "buyer_group_id") <= 1 and ("location_id" is null or "account_id" is not null));
--> statement-breakpoint
DROP INDEX "promotion_budget_once";
--> statement-breakpoint
CREATE UNIQUE INDEX "promotion_budget_once" ON "promotion_budget" ("promotion_id", coalesce("account_id", 0), coalesce("buyer_group_id", 0), coalesce("location_id", 0));
