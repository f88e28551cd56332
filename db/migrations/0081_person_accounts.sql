-- A person who buys for herself is an account and a contact that are one record to people (sync-core.md A24): exactly one contact, no family, her name on both.
ALTER TABLE "account" ADD CONSTRAINT "account_person_alone" CHECK (not "is_person" or ("parent_id" is null and coalesce("bill_to_account_id", "id") = "id"));--> statement-breakpoint
CREATE INDEX "account_person" ON "account" ("id") WHERE "is_person";--> statement-breakpoint
-- Looked at when all is written: the account is there before its contact is. Row-level security binds the owner of these functions too.
CREATE FUNCTION refuse_half_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	before text := current_setting('kontor.migrates', true);
	bad boolean;
begin
	perform set_config('kontor.migrates', 'on', true);
	select exists (select from account a where a.id = NEW.id and a.is_person and (
			exists (select from account o where o.parent_id = a.id or (o.bill_to_account_id = a.id and o.id <> a.id))
			or coalesce((select array_agg(trim(concat_ws(' ', nullif(c.first_name, ''), c.last_name))) from contact c where c.account_id = a.id and c.merged_into_id is null), '{}') <> array[a.name]))
		or exists (select from account a join account p on p.id in (a.parent_id, a.bill_to_account_id) and p.id <> a.id where a.id = NEW.id and p.is_person) into bad;
	perform set_config('kontor.migrates', coalesce(before, ''), true);
	if bad then
		raise exception 'account.person: % is one person, with one contact of the same name and no family', NEW.id using errcode = 'check_violation', constraint = 'account_person_whole';
	end if;
	return null;
end $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER account_person_made AFTER INSERT ON "account" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
	WHEN (NEW.is_person or NEW.parent_id is not null or NEW.bill_to_account_id is not null) EXECUTE FUNCTION refuse_half_person();--> statement-breakpoint
CREATE CONSTRAINT TRIGGER account_person_changed AFTER UPDATE ON "account" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
	WHEN ((NEW.is_person, NEW.name, NEW.parent_id, NEW.bill_to_account_id) is distinct from (OLD.is_person, OLD.name, OLD.parent_id, OLD.bill_to_account_id))
	EXECUTE FUNCTION refuse_half_person();--> statement-breakpoint
-- Whoever writes the contact writes the name of the account: forms, imports and the sync all do (decision 0445).
CREATE FUNCTION keep_person_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
declare
	before text := current_setting('kontor.migrates', true);
	bad bigint;
begin
	perform set_config('kontor.migrates', 'on', true);
	select a.id into bad from (select distinct account_id from new_rows) n join account a on a.id = n.account_id and a.is_person
		where (select count(*) from contact c where c.account_id = a.id and c.merged_into_id is null) <> 1 limit 1;
	if bad is null and exists (select from new_rows n join account a on a.id = n.account_id and a.is_person where a.name <> trim(concat_ws(' ', nullif(n.first_name, ''), n.last_name))) then
		update account a set name = trim(concat_ws(' ', nullif(n.first_name, ''), n.last_name)) from new_rows n
			where a.id = n.account_id and a.is_person and n.merged_into_id is null and a.name <> trim(concat_ws(' ', nullif(n.first_name, ''), n.last_name));
	end if;
	perform set_config('kontor.migrates', coalesce(before, ''), true);
	if bad is not null then
		raise exception 'account.person: % is one person and has one contact', bad using errcode = 'check_violation', constraint = 'account_person_whole';
	end if;
	return null;
end $$;--> statement-breakpoint
CREATE TRIGGER contact_of_person_made AFTER INSERT ON "contact" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_person_whole();--> statement-breakpoint
CREATE TRIGGER contact_of_person_changed AFTER UPDATE ON "contact" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_person_whole();
