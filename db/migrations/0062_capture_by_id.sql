-- Rows are joined by their number and turned into documents once: each was compared with every other, 0.4 ms a row in sets of 500.
CREATE OR REPLACE FUNCTION sync_capture_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	why record;
	seen_at timestamptz := clock_timestamp();
begin
	select * into why from sync_mark_why();
	with n as materialized (
		select t.id, to_jsonb(t) as j from new_rows t
	), o as materialized (
		select t.id, to_jsonb(t) as j from old_rows t
	), changed as materialized (
		select n.id::text as record_id, d.fields
		from n join o on o.id = n.id
		cross join lateral (
			select array_agg(f.field) as fields from (
				select c as field from unnest(TG_ARGV[2:]) c where c <> 'custom' and n.j -> c is distinct from o.j -> c
				union all
				select 'custom.' || k from jsonb_object_keys(coalesce(nullif(n.j -> 'custom', 'null'), '{}') || coalesce(nullif(o.j -> 'custom', 'null'), '{}')) k
				where 'custom' = any(TG_ARGV[2:]) and n.j -> 'custom' -> k is distinct from o.j -> 'custom' -> k
			) f
		) d
		where n.j <> o.j and d.fields is not null
	), states as (
		insert into sync_field_state as s (system, object, record_id, fields)
		select TG_ARGV[0], TG_ARGV[1], c.record_id, (select jsonb_object_agg(f, jsonb_build_array(seen_at, why.actor)) from unnest(c.fields) f)
		from changed c order by c.record_id
		on conflict (system, object, record_id) do update set fields = s.fields || excluded.fields
	)
	insert into sync_change (system, object, record_id, kind, fields, cause, actor, trace, at)
	select TG_ARGV[0], TG_ARGV[1], c.record_id, 'update', c.fields, why.cause, why.actor, why.trace, seen_at from changed c;
	if found then perform pg_notify('sync', ''); end if;
	return null;
end $$;
