-- What hangs off accounts, contacts and opportunities, as each person of marketing has it (sync-core.md A42, B1): a view, so nothing there can write it and nothing can disagree.
-- Of an account it is everybody's who is there, of a contact hers alone, of an opportunity theirs who take part in it as long as it stands.
CREATE VIEW "ma_custom_row" WITH (security_invoker = true) AS
	select r.id, o.code as object, p.id as prospect_id, r.name, r.custom from "crm_custom_row" r join "crm_custom_object" o on o.id = r.custom_object_id
		join "contact" c on c.account_id = r.account_id join "ma_prospect" p on p.contact_id = c.id where r.contact_id is null and r.opportunity_id is null
	union all select r.id, o.code, p.id, r.name, r.custom from "crm_custom_row" r join "crm_custom_object" o on o.id = r.custom_object_id join "ma_prospect" p on p.contact_id = r.contact_id
		where r.contact_id is not null
	union all select r.id, o.code, p.id, r.name, r.custom from "crm_custom_row" r join "crm_custom_object" o on o.id = r.custom_object_id
		join "crm_opportunity" w on w.account_id = r.account_id and w.id = r.opportunity_id and w.deleted_at is null
		join "crm_opp_contact_role" k on k.account_id = w.account_id and k.opportunity_id = w.id join "ma_prospect" p on p.contact_id = k.contact_id where r.opportunity_id is not null;--> statement-breakpoint
-- Few of an object hang off a contact or an opportunity, and of one person they are asked for by it.
CREATE INDEX "crm_custom_row_of_contact" ON "crm_custom_row" ("contact_id") WHERE "contact_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "crm_custom_row_of_opportunity" ON "crm_custom_row" ("account_id", "opportunity_id") WHERE "opportunity_id" IS NOT NULL;--> statement-breakpoint
-- Whose they are is looked at anew when one comes, changes or goes.
CREATE FUNCTION ma_touch_custom_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	before text := current_setting('kontor.migrates', true);
BEGIN
	PERFORM set_config('kontor.migrates', 'on', true);
	INSERT INTO ma_touch (prospect_id)
		SELECT p.id FROM changed_rows n JOIN contact c ON c.account_id = n.account_id JOIN ma_prospect p ON p.contact_id = c.id WHERE n.contact_id IS NULL AND n.opportunity_id IS NULL
		UNION SELECT p.id FROM changed_rows n JOIN ma_prospect p ON p.contact_id = n.contact_id
		UNION SELECT p.id FROM changed_rows n JOIN crm_opp_contact_role k ON k.account_id = n.account_id AND k.opportunity_id = n.opportunity_id JOIN ma_prospect p ON p.contact_id = k.contact_id;
	PERFORM set_config('kontor.migrates', coalesce(before, ''), true);
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER ma_touch_insert AFTER INSERT ON "crm_custom_row" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION ma_touch_custom_row();--> statement-breakpoint
CREATE TRIGGER ma_touch_update AFTER UPDATE ON "crm_custom_row" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION ma_touch_custom_row();--> statement-breakpoint
CREATE TRIGGER ma_touch_delete AFTER DELETE ON "crm_custom_row" REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION ma_touch_custom_row();
