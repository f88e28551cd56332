-- Who joins a campaign, leaves it or comes to another status is looked at by the sync (A29): a mark for the person, which says so where
-- nobody said anything else. A mark is a hint: where both sides agree already, nothing is written.
CREATE FUNCTION sync_capture_members() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	why record;
begin
	select * into why from sync_mark_why();
	insert into sync_change (system, object, record_id, kind, fields, cause, actor, trace, at)
	select 'embedded_crm', t.object, t.record_id, 'update', array['campaigns'], coalesce(nullif(current_setting('kontor.cause', true), ''), 'campaign_member'), why.actor, why.trace, clock_timestamp()
	from (select distinct case when m.contact_id is null then 'lead' else 'contact' end as object, coalesce(m.contact_id, m.lead_id)::text as record_id from touched m) t;
	if found then perform pg_notify('sync', ''); end if;
	return null;
end $$;--> statement-breakpoint
CREATE FUNCTION sync_capture_member_status() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	why record;
begin
	select * into why from sync_mark_why();
	insert into sync_change (system, object, record_id, kind, fields, cause, actor, trace, at)
	select 'embedded_crm', t.object, t.record_id, 'update', array['campaigns'], coalesce(nullif(current_setting('kontor.cause', true), ''), 'member_status'), why.actor, why.trace, clock_timestamp()
	from (select distinct case when n.contact_id is null then 'lead' else 'contact' end as object, coalesce(n.contact_id, n.lead_id)::text as record_id
		from new_rows n join old_rows o on o.id = n.id where n.status <> o.status) t;
	if found then perform pg_notify('sync', ''); end if;
	return null;
end $$;--> statement-breakpoint
CREATE TRIGGER sync_member_insert AFTER INSERT ON "crm_campaign_member" REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_members();--> statement-breakpoint
CREATE TRIGGER sync_member_delete AFTER DELETE ON "crm_campaign_member" REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_members();--> statement-breakpoint
CREATE TRIGGER sync_member_update AFTER UPDATE ON "crm_campaign_member" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_member_status();
