-- By what people and accounts are found, in one text each: the same expression in the index and in the question (db/queries/said.ts).
CREATE FUNCTION person_words(text, text, text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN coalesce($1, '') || ' ' || coalesce($2, '') || ' ' || coalesce($3, '') || ' ' || coalesce($4, '');--> statement-breakpoint
CREATE INDEX "contact_words" ON "contact" USING gin (person_words("first_name", "last_name", "email", null) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "ma_prospect_words" ON "ma_prospect" USING gin (person_words("first_name", "last_name", "email", "company") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "crm_lead_words" ON "crm_lead" USING gin (person_words("first_name", "last_name", "email", "company" || ' ' || coalesce("source", '')) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "account_words" ON "account" USING gin (person_words("name", "number", null, null) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "location_city" ON "location" USING gin ("city" gin_trgm_ops);--> statement-breakpoint
-- Lists of accounts go by name, and a lead's company is looked up by it.
CREATE INDEX "account_name" ON "account" ("seller_entity_id", lower("name"), "id");--> statement-breakpoint
-- What an account bought lately, summed up from the index alone.
CREATE INDEX "sales_order_bought" ON "sales_order" ("account_id", "placed_at") INCLUDE ("net_minor") WHERE "stage" IN ('placed', 'closed');--> statement-breakpoint
-- Who may be there twice: walked in the order of what they have in common, so that a page reads as far as it shows. The columns behind let the index answer alone.
CREATE INDEX "ma_prospect_twin" ON "ma_prospect" ("seller_entity_id", (lower(coalesce("first_name" || ' ', '') || "last_name") || '|' || lower(coalesce("company", '')))) INCLUDE ("first_name", "last_name", "company") WHERE "merged_into_id" IS NULL AND "last_name" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "crm_lead_twin" ON "crm_lead" ("seller_entity_id", lower("email")) INCLUDE ("email") WHERE "merged_into_id" IS NULL AND "email" IS NOT NULL AND "status" <> 'converted';--> statement-breakpoint
CREATE INDEX "contact_twin" ON "contact" (("account_id"::text || ':' || lower("email"))) INCLUDE ("account_id", "email") WHERE "merged_into_id" IS NULL AND "email" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "account_twin_name" ON "account" ("seller_entity_id", lower(regexp_replace("name", '[^[:alnum:]]+', '', 'g'))) INCLUDE ("id", "name") WHERE "status" = 'active' AND "merged_into_id" IS NULL;--> statement-breakpoint
CREATE INDEX "account_twin_website" ON "account" ("seller_entity_id", lower(regexp_replace("website", '^(https?://)?(www\.)?([^/:?#]+).*$', '\3', 'i'))) INCLUDE ("id", "website") WHERE "status" = 'active' AND "merged_into_id" IS NULL AND "website" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "location_twin" ON "location" (lower(regexp_replace("line1" || '|' || "postal_code" || '|' || "city" || '|' || "country"::text, '[^[:alnum:]|]+', '', 'g'))) INCLUDE ("account_id", "line1", "postal_code", "city", "country");--> statement-breakpoint
-- How many records of a connection are in which state, counted from the index alone.
CREATE INDEX "sync_link_of_state" ON "sync_link" ("connection_id", "object_map_id", "state");
