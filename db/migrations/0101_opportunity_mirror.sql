-- What marketing sees of an opportunity besides (sync-core.md A8): how likely it is, of what type, and that it was deleted. It stands as long as its order does.
ALTER TABLE "crm_opportunity" ADD COLUMN "probability" smallint;--> statement-breakpoint
ALTER TABLE "crm_opportunity" ADD COLUMN "type" text;--> statement-breakpoint
ALTER TABLE "crm_opportunity" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "crm_opportunity" ADD CONSTRAINT "crm_opportunity_probability" CHECK ("probability" BETWEEN 0 AND 100);--> statement-breakpoint
CREATE OR REPLACE VIEW "ma_opportunity" WITH (security_invoker = true) AS
	select o.id, o.account_id, p.id as prospect_id, o.name, o.amount_minor, o.currency, o.stage, o.close_on, o.created_at, o.closed_at, o.is_won,
		o.closed_at is not null and not o.is_won as is_lost, o.crm_campaign_id, r.role,
		coalesce(o.probability, case when o.is_won then 100 when o.closed_at is not null then 0 end) as probability, o.type, o.deleted_at is not null as is_deleted, o.order_id,
		exists (select from quote q where q.account_id = o.account_id and q.opportunity_id = o.id) as is_quoted
	from "crm_opportunity" o join "crm_opp_contact_role" r on r.account_id = o.account_id and r.opportunity_id = o.id join "ma_prospect" p on p.contact_id = r.contact_id;--> statement-breakpoint
-- Who takes part no longer, or whose opportunity goes, is looked at anew as well.
CREATE FUNCTION ma_touch_left_opportunity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	before text := current_setting('kontor.migrates', true);
BEGIN
	PERFORM set_config('kontor.migrates', 'on', true);
	INSERT INTO ma_touch (prospect_id) SELECT p.id FROM old_rows o JOIN ma_prospect p ON p.contact_id = o.contact_id;
	PERFORM set_config('kontor.migrates', coalesce(before, ''), true);
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER ma_touch_delete AFTER DELETE ON "crm_opp_contact_role" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ma_touch_left_opportunity();--> statement-breakpoint
-- Pardot's defaults (sync-core.md B14) that were missing: what a session of a visitor and an opportunity are worth.
INSERT INTO ma_score_rule (activity, score, daily_maximum, once_per) VALUES
	('visitor.session', 3, NULL, NULL),
	('opportunity.created', 50, NULL, 'opportunity')
ON CONFLICT DO NOTHING;
