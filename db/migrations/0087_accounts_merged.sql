-- Two accounts become one. Keys that carry the account are checked row by row as ever, and at the end alone where a merge asks for it: so every
-- table can be moved by itself, in any order, and the database still refuses a half merge.
DO $$
DECLARE
	key record;
BEGIN
	FOR key IN SELECT c.conrelid::regclass AS "table", c.conname FROM pg_constraint c
		WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND NOT c.condeferrable AND c.conparentid = 0
			AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND a.attname ~ '(^|_)account_id$')
	LOOP
		EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY IMMEDIATE', key."table", key.conname);
	END LOOP;
END $$;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "merged_into_id" bigint REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_merged_into_another" CHECK ("merged_into_id" <> "id");--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_merged_is_closed" CHECK ("merged_into_id" IS NULL OR "status" = 'closed');--> statement-breakpoint
CREATE INDEX "account_merged_into" ON "account" ("merged_into_id") WHERE "merged_into_id" IS NOT NULL;--> statement-breakpoint
-- Whoever is called by a number: an account that became another is found as that one.
CREATE VIEW "account_by_number" WITH (security_invoker = true) AS SELECT "seller_entity_id", "number", coalesce("merged_into_id", "id") AS "account_id" FROM "account";--> statement-breakpoint
-- Where a location hung before two accounts were one, and what it was called there.
ALTER TABLE "location" ADD COLUMN "merged_from_id" bigint REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "location" ADD COLUMN "former_code" text;--> statement-breakpoint
ALTER TABLE "location" ADD CONSTRAINT "location_merged_from" CHECK (("merged_from_id" IS NULL) = ("former_code" IS NULL));--> statement-breakpoint
CREATE INDEX "location_merged_from" ON "location" ("merged_from_id", "former_code") WHERE "merged_from_id" IS NOT NULL;--> statement-breakpoint
-- Whichever location is called by an account's number and its code: of an account that became another, its own first, then the other's.
CREATE VIEW "location_by_code" WITH (security_invoker = true) AS
	SELECT a."seller_entity_id", a."number", l."code", l."account_id", l."id" AS "location_id" FROM "location" l JOIN "account" a ON a."id" = l."account_id"
	UNION ALL SELECT f."seller_entity_id", f."number", l."former_code", l."account_id", l."id" FROM "location" l JOIN "account" f ON f."id" = l."merged_from_id"
	UNION ALL SELECT f."seller_entity_id", f."number", l."code", l."account_id", l."id" FROM "account" f JOIN "location" l ON l."account_id" = f."merged_into_id"
		WHERE NOT EXISTS (SELECT FROM "location" o WHERE o."merged_from_id" = f."id" AND o."former_code" = l."code");--> statement-breakpoint
-- What an order has shipped and nobody was billed for yet: beside what it still holds, so that an order's whole part of a credit line can be told from its own row.
ALTER TABLE "credit_reservation" ADD COLUMN "unbilled_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "record_merge" DROP CONSTRAINT "record_merge_object";--> statement-breakpoint
ALTER TABLE "record_merge" ADD CONSTRAINT "record_merge_object" CHECK ("object" in ('prospect','lead','contact','account'));--> statement-breakpoint
-- What stays as it was said may follow its account, with every word of it the same.
CREATE FUNCTION follow_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND current_setting('kontor.merges', true) = 'on' AND to_jsonb(NEW) - 'account_id' = to_jsonb(OLD) - 'account_id' THEN RETURN NEW; END IF;
	IF TG_TABLE_NAME = 'order_version' THEN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation'; END IF;
	RAISE EXCEPTION 'A version of a quote is never changed' USING ERRCODE = 'restrict_violation';
END $$;--> statement-breakpoint
DROP TRIGGER "order_version_stays" ON "order_version";--> statement-breakpoint
CREATE TRIGGER "order_version_stays" BEFORE UPDATE OR DELETE ON "order_version" FOR EACH ROW EXECUTE FUNCTION follow_account();--> statement-breakpoint
DROP TRIGGER "quote_version_stays" ON "quote_version";--> statement-breakpoint
CREATE TRIGGER "quote_version_stays" BEFORE UPDATE OR DELETE ON "quote_version" FOR EACH ROW EXECUTE FUNCTION follow_account();--> statement-breakpoint
DROP TRIGGER "quote_line_stays" ON "quote_line";--> statement-breakpoint
CREATE TRIGGER "quote_line_stays" BEFORE UPDATE OR DELETE ON "quote_line" FOR EACH ROW EXECUTE FUNCTION follow_account();
