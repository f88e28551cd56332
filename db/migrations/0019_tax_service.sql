-- Tax by an outside service, chosen per seller: what it quoted for a cart before submit, with the hash of its bases, and what
-- was reported to it of each invoice.
ALTER TABLE "seller_entity" ADD COLUMN "tax_service" text;
ALTER TABLE "seller_entity" ADD COLUMN "tax_company_code" text;
ALTER TABLE "seller_entity" ADD COLUMN "tax_on_failure" text DEFAULT 'refuse' NOT NULL;
ALTER TABLE "seller_entity" ADD COLUMN "tax_service_codes" jsonb DEFAULT '{}' NOT NULL;
ALTER TABLE "seller_entity" ADD CONSTRAINT "seller_tax_service" CHECK ("tax_service" in ('avatax'));
ALTER TABLE "seller_entity" ADD CONSTRAINT "seller_tax_service_whole" CHECK ("tax_service" is null or "tax_company_code" is not null);
ALTER TABLE "seller_entity" ADD CONSTRAINT "seller_tax_on_failure" CHECK ("tax_on_failure" in ('refuse','table'));
CREATE TABLE "tax_quote" (
	"account_id" bigint NOT NULL,
	"order_id" bigint NOT NULL,
	"bases_hash" text NOT NULL,
	"source" text NOT NULL,
	"lines" jsonb NOT NULL,
	"quoted_at" timestamptz NOT NULL,
	CONSTRAINT "tax_quote_pk" PRIMARY KEY("account_id","order_id"),
	CONSTRAINT "tax_quote_order" FOREIGN KEY ("account_id","order_id") REFERENCES "sales_order"("account_id","id") ON DELETE CASCADE,
	CONSTRAINT "tax_quote_source" CHECK ("source" in ('service','table'))
);
CREATE TABLE "tax_document" (
	"account_id" bigint NOT NULL,
	"invoice_id" bigint NOT NULL,
	"order_id" bigint,
	"code" text NOT NULL,
	"company_code" text NOT NULL,
	"state" text NOT NULL,
	"tax_minor" bigint NOT NULL,
	"reported_at" timestamptz NOT NULL,
	"voided_at" timestamptz,
	CONSTRAINT "tax_document_pk" PRIMARY KEY("account_id","invoice_id"),
	CONSTRAINT "tax_document_invoice" FOREIGN KEY ("account_id","invoice_id") REFERENCES "invoice"("account_id","id"),
	CONSTRAINT "tax_document_state" CHECK ("state" in ('committed','voided')),
	CONSTRAINT "tax_document_voided" CHECK (("state" = 'voided') = ("voided_at" is not null))
);
CREATE INDEX "tax_document_order" ON "tax_document" ("account_id","order_id");
