-- Who buys for herself is one record to other systems: what her contact, her account and her main location say is captured under the account's id, and a change of
-- kind is seen under both names (app/decisions/0425). Row-level security binds the owner of these functions too.
CREATE FUNCTION sync_mark_people(people jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	why record;
	seen_at timestamptz := clock_timestamp();
begin
	if people is null then return; end if;
	select * into why from sync_mark_why();
	with changed as materialized (
		select p.id as record_id, array_agg(distinct f.field) filter (where f.field is not null) as fields
		from jsonb_to_recordset(people) p(id text, fields text[]) left join lateral unnest(p.fields) f(field) on true group by p.id
	), states as (
		insert into sync_field_state as s (system, object, record_id, fields)
		select 'embedded_crm', 'person_account', c.record_id, (select jsonb_object_agg(f, jsonb_build_array(seen_at, why.actor)) from unnest(c.fields) f) from changed c where c.fields is not null order by c.record_id
		on conflict (system, object, record_id) do update set fields = s.fields || excluded.fields
	)
	insert into sync_change (system, object, record_id, kind, fields, cause, actor, trace, at)
	select 'embedded_crm', 'person_account', c.record_id, 'update', coalesce(c.fields, '{}'), why.cause, why.actor, why.trace, seen_at from changed c;
	perform pg_notify('sync', '');
end $$;--> statement-breakpoint
CREATE FUNCTION sync_capture_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	before text := current_setting('kontor.migrates', true);
	people jsonb;
begin
	perform set_config('kontor.migrates', 'on', true);
	if TG_OP = 'INSERT' then
		select jsonb_agg(jsonb_build_object('id', n.account_id::text, 'fields', array(select f.key from jsonb_each(to_jsonb(n)) f where f.key = any(TG_ARGV) and f.value <> 'null'))) into people
			from new_rows n join account a on a.id = n.account_id and a.is_person;
	else
		select jsonb_agg(jsonb_build_object('id', n.account_id::text, 'fields', d.fields)) into people
			from new_rows n join old_rows o using (id) join account a on a.id = n.account_id and a.is_person
			cross join lateral (select array(select f.key from jsonb_each(to_jsonb(n)) f where f.key = any(TG_ARGV) and f.value is distinct from to_jsonb(o) -> f.key) as fields) d
			where d.fields <> '{}' or n.merged_into_id is distinct from o.merged_into_id;
	end if;
	perform sync_mark_people(people);
	perform set_config('kontor.migrates', coalesce(before, ''), true);
	return null;
end $$;--> statement-breakpoint
CREATE TRIGGER sync_person_insert AFTER INSERT ON "contact" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_person('first_name', 'last_name', 'email', 'phone', 'title', 'locale', 'has_opted_out');--> statement-breakpoint
CREATE TRIGGER sync_person_update AFTER UPDATE ON "contact" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_person('first_name', 'last_name', 'email', 'phone', 'title', 'locale', 'has_opted_out');--> statement-breakpoint
CREATE FUNCTION sync_capture_kind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	why record;
	people jsonb;
begin
	select jsonb_agg(jsonb_build_object('id', n.id::text, 'fields', case when n.owner_user_id is distinct from o.owner_user_id then array['owner_user_id'] else '{}' end)) into people
		from new_rows n join old_rows o using (id)
		where n.is_person <> o.is_person or (n.is_person and (n.owner_user_id, n.merged_into_id) is distinct from (o.owner_user_id, o.merged_into_id));
	if people is null then return null; end if;
	perform sync_mark_people(people);
	select * into why from sync_mark_why();
	insert into sync_change (system, object, record_id, kind, fields, cause, actor, trace, at)
	select 'embedded_crm', 'account', n.id::text, 'update', '{}', why.cause, why.actor, why.trace, clock_timestamp() from new_rows n join old_rows o using (id) where n.is_person <> o.is_person;
	return null;
end $$;--> statement-breakpoint
CREATE TRIGGER sync_kind_update AFTER UPDATE ON "account" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_kind();--> statement-breakpoint
CREATE FUNCTION sync_capture_home() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	before text := current_setting('kontor.migrates', true);
	people jsonb;
begin
	perform set_config('kontor.migrates', 'on', true);
	select jsonb_agg(jsonb_build_object('id', n.account_id::text, 'fields', array['mailing_street', 'mailing_city', 'mailing_region', 'mailing_postal_code', 'mailing_country'])) into people
		from (select distinct account_id from new_rows where is_default) n join account a on a.id = n.account_id and a.is_person;
	perform sync_mark_people(people);
	perform set_config('kontor.migrates', coalesce(before, ''), true);
	return null;
end $$;--> statement-breakpoint
CREATE TRIGGER sync_home_insert AFTER INSERT ON "location" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_home();--> statement-breakpoint
CREATE TRIGGER sync_home_update AFTER UPDATE ON "location" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_home();
