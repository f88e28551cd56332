-- Rows are turned into documents once: each was turned anew for every field that is watched, 0.15 to 0.25 ms a row and most of what bringing people in took.
CREATE OR REPLACE FUNCTION sync_capture_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	why record;
	seen_at timestamptz := clock_timestamp();
begin
	select * into why from sync_mark_why();
	with n as materialized (
		select to_jsonb(t) as j from new_rows t
	), made as materialized (
		select n.j ->> 'id' as record_id, d.fields
		from n
		cross join lateral (
			select coalesce(array_agg(f.field), '{}') as fields from (
				select c as field from unnest(TG_ARGV[2:]) c where c <> 'custom' and n.j -> c <> 'null'
				union all
				select 'custom.' || k from jsonb_object_keys(coalesce(nullif(n.j -> 'custom', 'null'), '{}')) k where 'custom' = any(TG_ARGV[2:])
			) f
		) d
	), states as (
		insert into sync_field_state as s (system, object, record_id, fields)
		select TG_ARGV[0], TG_ARGV[1], m.record_id, coalesce((select jsonb_object_agg(f, jsonb_build_array(seen_at, why.actor)) from unnest(m.fields) f), '{}')
		from made m order by m.record_id
		on conflict (system, object, record_id) do update set fields = s.fields || excluded.fields
	)
	insert into sync_change (system, object, record_id, kind, fields, cause, actor, trace, at)
	select TG_ARGV[0], TG_ARGV[1], m.record_id, 'insert', m.fields, why.cause, why.actor, why.trace, seen_at from made m;
	if found then perform pg_notify('sync', ''); end if;
	return null;
end $$;
