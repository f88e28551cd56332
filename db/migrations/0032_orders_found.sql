-- Orders of an account are found by what is in them, where they go and when they were wanted. Words are kept small, so that
-- a search compares and never folds: ilike costs twenty times as much for each of the lines of a long history.
ALTER TABLE "sales_order" ADD COLUMN "words" text GENERATED ALWAYS AS (lower(coalesce("number", '') || ' ' || coalesce("po_number", ''))) STORED;--> statement-breakpoint
ALTER TABLE "order_line" ADD COLUMN "words" text GENERATED ALWAYS AS (lower(coalesce("sku", '') || ' ' || coalesce("name", ''))) STORED;--> statement-breakpoint
CREATE INDEX "order_line_words" ON "order_line" ("account_id", "order_id", "words");--> statement-breakpoint
CREATE INDEX "delivery_group_found" ON "delivery_group" ("account_id", "order_id", "status", "requested_on", "location_id");--> statement-breakpoint
DROP INDEX "sales_order_placed";--> statement-breakpoint
CREATE INDEX "sales_order_placed" ON "sales_order" ("account_id", "placed_at", "id");--> statement-breakpoint
CREATE INDEX "sales_order_largest" ON "sales_order" ("account_id", "total_minor", "id") WHERE "placed_at" IS NOT NULL;
