-- Tasks and cases are kept with other systems, and follow the person whom marketing comes to know.
CREATE TRIGGER sync_insert AFTER INSERT ON "crm_task" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_insert('embedded_crm', 'task', 'subject', 'due_on', 'priority', 'status', 'owner_user_id', 'account_id', 'contact_id', 'prospect_id', 'lead_id');--> statement-breakpoint
CREATE TRIGGER sync_update AFTER UPDATE ON "crm_task" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_update('embedded_crm', 'task', 'subject', 'due_on', 'priority', 'status', 'owner_user_id', 'account_id', 'contact_id', 'prospect_id', 'lead_id');--> statement-breakpoint
CREATE TRIGGER sync_delete AFTER DELETE ON "crm_task" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_delete('embedded_crm', 'task');--> statement-breakpoint
CREATE TRIGGER sync_insert AFTER INSERT ON "support_case" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_insert('embedded_crm', 'support_case', 'subject', 'description', 'status', 'priority', 'kind', 'owner_user_id', 'contact_id');--> statement-breakpoint
CREATE TRIGGER sync_update AFTER UPDATE ON "support_case" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_update('embedded_crm', 'support_case', 'subject', 'description', 'status', 'priority', 'kind', 'owner_user_id', 'contact_id');--> statement-breakpoint
CREATE TRIGGER sync_delete AFTER DELETE ON "support_case" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_delete('embedded_crm', 'support_case');--> statement-breakpoint
CREATE INDEX "crm_task_contact" ON "crm_task" ("contact_id") WHERE "contact_id" is not null;--> statement-breakpoint
CREATE INDEX "crm_task_lead" ON "crm_task" ("lead_id") WHERE "lead_id" is not null;--> statement-breakpoint
CREATE INDEX "support_case_contact" ON "support_case" ("contact_id") WHERE "contact_id" is not null;--> statement-breakpoint
CREATE OR REPLACE FUNCTION sync_capture_player() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	why record;
	before text := current_setting('kontor.migrates', true);
begin
	select * into why from sync_mark_why();
	perform set_config('kontor.migrates', 'on', true);
	insert into sync_change (system, object, record_id, kind, fields, cause, actor, trace, at)
	select 'embedded_crm', p.object, p.record_id, 'update', array[p.field], why.cause, why.actor, why.trace, clock_timestamp() from (
		select 'contact_role' as object, r.id::text as record_id, 'contact_id' as field from crm_opp_contact_role r where r.contact_id = new.contact_id
		union all select 'campaign_member', m.id::text, 'contact_id' from crm_campaign_member m where m.contact_id = new.contact_id
		union all select 'campaign_member', m.id::text, 'lead_id' from crm_campaign_member m where m.lead_id = new.lead_id
		union all select 'task', t.id::text, 'contact_id' from crm_task t where t.contact_id = new.contact_id and t.status = 'open'
		union all select 'task', t.id::text, 'lead_id' from crm_task t where t.lead_id = new.lead_id and t.status = 'open'
		union all select 'support_case', k.id::text, 'contact_id' from support_case k where k.contact_id = new.contact_id and k.status <> 'closed'
	) p;
	perform set_config('kontor.migrates', coalesce(before, ''), true);
	return null;
end $$;
