-- A contract period counts each unit by itself: a case is not a piece.
ALTER TABLE "period_counter" ADD COLUMN "unit_code" text;--> statement-breakpoint
UPDATE "period_counter" c SET "unit_code" = p."unit_code" FROM "product" p WHERE p."id" = c."product_id";--> statement-breakpoint
ALTER TABLE "period_counter" ALTER COLUMN "unit_code" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "period_counter" ADD CONSTRAINT "period_counter_unit_code_unit_of_measure_code_fk" FOREIGN KEY ("unit_code") REFERENCES "public"."unit_of_measure"("code");--> statement-breakpoint
ALTER TABLE "period_counter" DROP CONSTRAINT "period_counter_account_id_price_book_id_product_id_period_start_pk";--> statement-breakpoint
ALTER TABLE "period_counter" ADD CONSTRAINT "period_counter_pk" PRIMARY KEY("account_id","price_book_id","product_id","unit_code","period_start");--> statement-breakpoint

-- What an order added to the counters of contract periods, so that a cancel takes exactly that away.
CREATE TABLE "period_commitment" (
	"account_id" bigint NOT NULL,
	"order_id" bigint NOT NULL,
	"price_book_id" bigint NOT NULL REFERENCES "public"."price_book"("id"),
	"product_id" bigint NOT NULL REFERENCES "public"."product"("id"),
	"unit_code" text NOT NULL REFERENCES "public"."unit_of_measure"("code"),
	"period_start" date NOT NULL,
	"quantity" numeric(14, 4) NOT NULL,
	CONSTRAINT "period_commitment_pk" PRIMARY KEY("account_id","order_id","price_book_id","product_id","unit_code"),
	CONSTRAINT "period_commitment_order" FOREIGN KEY ("account_id","order_id") REFERENCES "public"."sales_order"("account_id","id") ON DELETE cascade,
	CONSTRAINT "period_commitment_positive" CHECK ("quantity" > 0)
);--> statement-breakpoint

-- A line may carry an accepted quote: { quoteId, version, quantity, minimum, unitPrice }.
ALTER TABLE "order_line" ADD COLUMN "quoted" jsonb;--> statement-breakpoint
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_quoted_whole" CHECK ("quoted" IS NULL OR "quoted" ?& array['quoteId', 'version', 'quantity', 'minimum', 'unitPrice']);--> statement-breakpoint

-- How far under cost plus margin a member of the house may never go; null: only the product's own floor counts.
ALTER TABLE "crm_user" ADD COLUMN "min_margin_percent" smallint;--> statement-breakpoint
ALTER TABLE "crm_user" ADD CONSTRAINT "user_min_margin" CHECK ("min_margin_percent" BETWEEN 0 AND 99);--> statement-breakpoint

-- A price that nobody has: first met, asked for by a person, and settled by the price manager.
ALTER TABLE "price_request" ADD COLUMN "last_seen_at" timestamp with time zone;--> statement-breakpoint
UPDATE "price_request" SET "last_seen_at" = "first_seen_at";--> statement-breakpoint
ALTER TABLE "price_request" ALTER COLUMN "last_seen_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "price_request" ALTER COLUMN "last_seen_at" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "price_request" ADD COLUMN "asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "price_request" ADD COLUMN "settled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "price_request" ADD COLUMN "settled_by" bigint REFERENCES "public"."crm_user"("id");
