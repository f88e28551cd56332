import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { Db } from '../../db/client.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { told, withoutIndexes } from './fill.ts'

/**
 * `links` contacts, ten to an account, each linked to its prospect with everything agreed on. The links are as the core leaves them: by
 * field map, the value that both have.
 */
export async function fillLinks(db: Db, links: number): Promise<void> {
	const accounts = Math.ceil(links / 10)
	await db.unsafe(`insert into seller_entity (id, code, name, currency, country) values (1, 'BENCH', 'Bench Roasters', 'USD', 'US')`)
	await openHouseConnections(asHouse(db), new Date('2026-03-02T09:00:00Z'))
	for (const table of ['account', 'contact', 'ma_prospect']) await db.unsafe(`alter table ${table} disable trigger user`)
	await db.unsafe(
		`insert into account (id, seller_entity_id, number, name, currency) select i, 1, 'A-' || i, 'Coffeehaus ' || i, 'USD' from generate_series(1, ${accounts}) i`,
	)
	await told('  people', () => withoutIndexes(db, ['contact', 'ma_prospect'], () => fillPeople(db, links)))
	for (const table of ['account', 'contact', 'ma_prospect']) await db.unsafe(`alter table ${table} enable trigger user`)
	await told('  links', () => fillAgreed(db))
	await db.unsafe('delete from sync_job')
	for (const table of ['account', 'contact', 'ma_prospect'])
		await db.unsafe(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`)
	await db.unsafe('vacuum analyze')
}

async function fillPeople(db: Db, links: number): Promise<void> {
	await db.unsafe(`
		insert into contact (account_id, id, first_name, last_name, email, phone, title, score, grade) select 1 + (i - 1) / 10, i, 'First' || i, 'Last' || i, 'p' || i || '@bench.test', '+1 701 ' || i, 'Buyer', 0, 'D'
		from generate_series(1, ${links}) i`)
	await db.unsafe(`
		insert into ma_prospect (id, seller_entity_id, email, first_name, last_name, company, phone, title, contact_id)
		select c.id, 1, c.email, c.first_name, c.last_name, a.name, c.phone, c.title, c.id from contact c join account a on a.id = c.account_id order by c.id`)
}

async function fillAgreed(db: Db): Promise<void> {
	await db.unsafe(`
		insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id, agreed)
		select m.connection_id, m.id, 'contact', c.id::text, 'prospect', c.id::text, (
			select jsonb_object_agg(f.id::text, case f.crm_field when 'email' then to_jsonb(c.email) when 'has_opted_out' then 'false'::jsonb when 'first_name' then to_jsonb(c.first_name)
				when 'last_name' then to_jsonb(c.last_name) when 'phone' then to_jsonb(c.phone) when 'title' then to_jsonb(c.title) when 'locale' then '"en"'::jsonb
				when 'company' then to_jsonb(a.name) when 'score' then '"0"'::jsonb when 'grade' then '"D"'::jsonb else 'null'::jsonb end)
			from sync_field_map f where f.object_map_id = m.id)
		from sync_object_map m cross join contact c join account a on a.id = c.account_id where m.crm_object = 'contact' and m.ma_object = 'prospect' order by c.id`)
}
