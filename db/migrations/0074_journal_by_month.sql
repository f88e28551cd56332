-- The journal by months: the worker, which owns no table, asks for the months ahead and for those that nobody is answered from any more.
-- A month whose lines stand in the rest already stays there until they are forgotten one by one.
CREATE FUNCTION sync_decision_months(seen_at timestamptz, ahead integer, kept interval, OUT made integer, OUT dropped integer) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET lock_timeout = '3s' SET timezone = 'UTC' AS $$
declare
	month timestamptz;
	part record;
begin
	made := 0;
	dropped := 0;
	for month in select generate_series(date_trunc('month', seen_at), date_trunc('month', seen_at) + make_interval(months => ahead), interval '1 month') loop
		continue when to_regclass('sync_decision_' || to_char(month, 'YYYY_MM')) is not null;
		continue when exists (select from sync_decision_rest where at >= month and at < month + interval '1 month');
		execute format('create table %I partition of sync_decision for values from (%L) to (%L)', 'sync_decision_' || to_char(month, 'YYYY_MM'), month, month + interval '1 month');
		made := made + 1;
	end loop;
	for part in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
		where i.inhparent = 'sync_decision'::regclass and c.relname ~ '^sync_decision_\d{4}_\d\d$' and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= seen_at - kept loop
		execute format('drop table %I', part.relname);
		dropped := dropped + 1;
	end loop;
end $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION sync_decision_months(timestamptz, integer, interval) FROM public;
