-- How likely an opportunity is follows its stage until somebody says otherwise, and once it is closed nobody does (sync-core.md A8). A test holds that this and app/engine/crm/opportunity.ts agree.
CREATE OR REPLACE VIEW "ma_opportunity" WITH (security_invoker = true) AS
	select o.id, o.account_id, p.id as prospect_id, o.name, o.amount_minor, o.currency, o.stage, o.close_on, o.created_at, o.closed_at, o.is_won,
		o.closed_at is not null and not o.is_won as is_lost, o.crm_campaign_id, r.role,
		(case when o.is_won then 100 when o.closed_at is not null then 0 else coalesce(o.probability::int, case o.stage when 'prospecting' then 10 when 'qualification' then 10 when 'proposal' then 75 when 'negotiation' then 90 end) end) as probability,
		o.type, o.deleted_at is not null as is_deleted, o.order_id,
		exists (select from quote q where q.account_id = o.account_id and q.opportunity_id = o.id) as is_quoted
	from "crm_opportunity" o join "crm_opp_contact_role" r on r.account_id = o.account_id and r.opportunity_id = o.id join "ma_prospect" p on p.contact_id = r.contact_id;--> statement-breakpoint
-- What a person says of it travels like everything else.
DROP TRIGGER sync_insert ON "crm_opportunity";--> statement-breakpoint
DROP TRIGGER sync_update ON "crm_opportunity";--> statement-breakpoint
CREATE TRIGGER sync_insert AFTER INSERT ON "crm_opportunity" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_insert('embedded_crm', 'opportunity', 'name', 'stage', 'amount_minor', 'currency', 'close_on', 'closed_at', 'is_won', 'owner_user_id', 'crm_campaign_id', 'probability', 'type', 'custom');--> statement-breakpoint
CREATE TRIGGER sync_update AFTER UPDATE ON "crm_opportunity" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_update('embedded_crm', 'opportunity', 'name', 'stage', 'amount_minor', 'currency', 'close_on', 'closed_at', 'is_won', 'owner_user_id', 'crm_campaign_id', 'probability', 'type', 'custom');--> statement-breakpoint
-- One that is deleted keeps its line, so nothing falls with it; it is an event that can be taken back like every other deletion, whoever writes it, and to the sync it is gone until then.
CREATE FUNCTION keep_deleted_opportunity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	why record;
	seen_at timestamptz := clock_timestamp();
begin
	if not exists (select from new_rows n join old_rows o on o.id = n.id where (o.deleted_at is null) <> (n.deleted_at is null)) then return null; end if;
	select * into why from sync_mark_why();
	with gone as materialized (
		select n.id, n.name, a.seller_entity_id from new_rows n join old_rows o on o.id = n.id join account a on a.id = n.account_id where o.deleted_at is null and n.deleted_at is not null
	), told as (
		insert into deletion (seller_entity_id, xact, cause, actor, at)
		select distinct seller_entity_id, pg_current_xact_id()::text, why.cause, why.actor, seen_at from gone
		on conflict (seller_entity_id, xact) do update set at = excluded.at returning id, seller_entity_id
	)
	insert into deletion_record (deletion_id, object, record_id, name) select t.id, 'opportunity', g.id::text, g.name from gone g join told t using (seller_entity_id)
	on conflict (deletion_id, object, record_id) do update set name = excluded.name, state = 'gone', reason = null;
	insert into sync_change (system, object, record_id, kind, fields, cause, actor, trace, at)
	select 'embedded_crm', 'opportunity', n.id::text, case when n.deleted_at is null then 'insert' else 'delete' end, '{}', why.cause, why.actor, why.trace, clock_timestamp()
	from new_rows n join old_rows o on o.id = n.id where (o.deleted_at is null) <> (n.deleted_at is null);
	perform pg_notify('sync', '');
	return null;
end $$;--> statement-breakpoint
CREATE TRIGGER keep_deleted AFTER UPDATE ON "crm_opportunity" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_deleted_opportunity();
