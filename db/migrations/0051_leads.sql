-- A lead's quote stands in an account that nobody can sign in to yet; it opens by a link that is kept as a hash.
ALTER TABLE "crm_lead" ADD COLUMN "locale" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "crm_lead" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "crm_lead" ADD COLUMN "prospect_account_id" bigint REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "crm_lead" ADD COLUMN "prospect_contact_id" bigint;--> statement-breakpoint
ALTER TABLE "crm_lead" ADD CONSTRAINT "crm_lead_prospect_contact" FOREIGN KEY ("prospect_account_id", "prospect_contact_id") REFERENCES "contact"("account_id", "id");--> statement-breakpoint
ALTER TABLE "crm_lead" ADD CONSTRAINT "crm_lead_prospect_whole" CHECK (("prospect_account_id" is null) = ("prospect_contact_id" is null));--> statement-breakpoint
ALTER TABLE "crm_lead" ADD CONSTRAINT "crm_lead_converted" CHECK (("status" = 'converted') = ("converted_account_id" is not null));--> statement-breakpoint
CREATE UNIQUE INDEX "crm_lead_prospect" ON "crm_lead" ("prospect_account_id");--> statement-breakpoint
CREATE INDEX "crm_lead_of_seller" ON "crm_lead" ("seller_entity_id", "id");--> statement-breakpoint
ALTER TABLE "quote" ADD COLUMN "lead_id" bigint REFERENCES "crm_lead"("id");--> statement-breakpoint
ALTER TABLE "quote" ADD COLUMN "opportunity_id" bigint;--> statement-breakpoint
ALTER TABLE "quote" ADD CONSTRAINT "quote_opportunity" FOREIGN KEY ("account_id", "opportunity_id") REFERENCES "crm_opportunity"("account_id", "id");--> statement-breakpoint
CREATE INDEX "quote_of_lead" ON "quote" ("lead_id") WHERE "lead_id" is not null;--> statement-breakpoint
CREATE TABLE "quote_link" (
	"account_id" bigint NOT NULL,
	"quote_id" bigint NOT NULL,
	"token_hash" text NOT NULL,
	"email" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "quote_link_pk" PRIMARY KEY ("token_hash"),
	CONSTRAINT "quote_link_quote" FOREIGN KEY ("account_id", "quote_id") REFERENCES "quote"("account_id", "id")
);--> statement-breakpoint
CREATE INDEX "quote_link_of_quote" ON "quote_link" ("account_id", "quote_id");
