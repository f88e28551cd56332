import { verify } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { loadPriceCandidates } from '../../app/flows/pricing/load-price-candidates.ts'
import type { Db } from '../../db/client.server.ts'
import { demoSignIns, papers, seedDemo } from '../../db/seed/index.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb({ seeded: true })
const again = await testDb()

/** Every row of every table but those that say when they were migrated, or by which moment the capture of the sync saw them, as one digest each. */
async function digests(of: Db): Promise<Record<string, string>> {
	const tables = await of<{ name: string }[]>`
		select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'schema_migration' and table_name not like 'sync\\_%' order by 1`
	const found: Record<string, string> = {}
	for (const { name } of tables) {
		const rows = await of.unsafe(`select md5(coalesce(string_agg(r::text, E'\\n' order by r::text collate "C"), '')) as digest from "${name}" r`)
		found[name] = rows[0]?.['digest'] as string
	}
	return found
}

test('two databases seeded at the same moment hold the same rows', async () => {
	const began = performance.now()
	await seedDemo(again.db, new Date('2026-03-02T09:00:00Z'))
	expect(performance.now() - began).toBeLessThan(15_000)
	expect(await digests(again.db)).toEqual(await digests(db))
})

test('the planner knows what was filled: no table is left that nobody has counted', async () => {
	expect(
		await again.db`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0 and reltuples < 0`,
	).toEqual([])
	const [counted] =
		await again.db`select reltuples::int as counted, (select count(*)::int from order_line) as lines from pg_class where oid = 'order_line'::regclass`
	expect(counted?.['counted']).toBe(counted?.['lines'])
})

test('the first night of a year and a leap day make as good a company', async () => {
	const other = await testDb()
	await seedDemo(other.db, new Date('2028-01-01T03:00:00Z'))
	const [row] = await other.db`
		select (select target_minor - achieved_minor from sales_goal order by id limit 1) as missing, (select max(placed_at) < '2028-01-01T03:00:00Z' from sales_order) as in_the_past,
			(select limit_minor - open_invoice_minor - reserved_minor > 25000 from credit_profile order by account_id limit 1) as has_room,
			(select count(*)::int from invoice i join account a on a.id = i.account_id where a.standing = 'good' and i.settled_minor < i.total_minor and i.due_on < '2027-12-31') as overdue`
	expect(row).toEqual({ missing: 12_000, inThePast: true, hasRoom: true, overdue: 0 })
})

test('the inbox is empty: nothing has happened that the story tells', async () => {
	const [row] = await db`select
		(select count(*)::int from alert) as alerts, (select count(*)::int from crm_task) as tasks, (select count(*)::int from campaign_touch) as touches,
		(select count(*)::int from ma_activity) as activities, (select count(*)::int from notice) as notices, (select count(*)::int from outbox_event) as events,
		(select count(*)::int from crm_timeline_entry) as timeline, (select count(*)::int from outgoing_mail) as mails`
	expect(row).toEqual({ alerts: 0, tasks: 0, touches: 0, activities: 0, notices: 0, events: 0, timeline: 0, mails: 0 })
})

test('every case says what was said, and waits for whoever did not speak last', async () => {
	const cases = await db<{ status: string; acts: string[]; last: string; inTime: boolean }[]>`
		select k.status, array_agg(m.act order by m.id) as acts, (array_agg(case when m.user_id is null then 'buyer' else 'house' end order by m.id desc))[1] as last,
			bool_and(m.created_at between k.created_at and k.changed_at) and k.changed_at = max(m.created_at) and k.changed_at < '2026-03-02T09:00:00Z' as in_time
		from support_case k left join case_message m on m.account_id = k.account_id and m.case_id = k.id group by k.account_id, k.id, k.status`
	expect(cases).toHaveLength(7)
	for (const { status, acts, last, inTime } of cases) {
		expect([acts[0], inTime]).toEqual(['open', true])
		if (status === 'closed') expect(acts.at(-1)).toBe('close')
		else expect([status, last]).toEqual(status === 'open' ? ['open', 'buyer'] : ['waiting', 'house'])
	}
})

test('a certificate waits for the house, with its paper', async () => {
	const waiting =
		await db`select a.name, c.jurisdiction, c.file_key from exemption_certificate c join account a on a.id = c.account_id where c.state = 'waiting'`
	expect(waiting).toMatchObject([{ name: 'Harbor Clinics', jurisdiction: 'US-MN', fileKey: papers[0]?.key }])
	expect(Buffer.from(papers[0]?.bytes ?? []).toString('latin1')).toMatch(/^%PDF-1\.4.*startxref\n\d+\n%%EOF\n$/s)
})

test('every product, category and promotion reads in five languages, none a copy of the English description', async () => {
	const missing = await db`
		select p.sku, t.locale from product p cross join unnest(array['en','fr-CA','es','ja','cs']) as t(locale)
			left join product_text x on x.product_id = p.id and x.locale = t.locale
		where x.name is null or x.summary is null or x.description is null or length(x.description) < 12`
	expect(missing).toEqual([])
	const copies = await db`
		select x.locale, x.description from product_text x join product_text e on e.product_id = x.product_id and e.locale = 'en'
		where x.locale <> 'en' and (x.description = e.description or x.summary = e.summary or x.name = e.name)`
	expect(copies).toEqual([])
	const [counts] =
		await db`select (select count(*)::int from product) as products, (select count(*)::int from product where picture is null or art is null) as undrawn,
		(select count(*)::int from account where status = 'active') as accounts, (select count(*)::int from account where status = 'prospect') as waiting, (select count(distinct slug)::int from product) as slugs,
		(select count(*)::int from category_text) / 5 as categories, (select count(*)::int from promotion_text) / 5 as promotions`
	expect(counts).toMatchObject({ undrawn: 0, accounts: 60, waiting: 1, categories: 22, promotions: 10 })
	expect(counts?.['products']).toBeGreaterThanOrEqual(200)
	expect(counts?.['slugs']).toBe(counts?.['products'])
})

test('every active product has a price in US dollars, some have none in Canadian', async () => {
	const without = (currency: string) => db`
		select p.sku from product p where p.status = 'active' and p.kind <> 'parent' and not exists (
			select 1 from price_book_entry e join price_book b on b.id = e.price_book_id and b.rung = 'base' and b.currency = ${currency} where e.product_id = p.id and e.unit_code = p.unit_code)`
	expect(await without('USD')).toEqual([])
	const canadian = (await without('CAD')).map(({ sku }) => sku)
	expect(canadian).toContain('COF-NEW-1KG')
	expect(canadian.length).toBeLessThan(15)
})

test('the new roast stands in four books for Fargo, at the figures of P1', async () => {
	const [account] = await db<
		{ id: number; groups: number[] }[]
	>`select id, (select array_agg(buyer_group_id::int) from buyer_group_member where account_id = id) as groups from account where name = 'Fargo Coffeehaus'`
	const [bean] = await db<{ id: number }[]>`select id from product where sku = 'COF-NEW-1KG'`
	const candidates = await loadPriceCandidates(
		db,
		{ sellerEntityId: 1, accountId: account?.id ?? 0, ancestorIds: [], buyerGroupIds: account?.groups ?? [], currency: 'USD' } as never,
		{ productIds: [bean?.id ?? 0], at: new Date('2026-03-02T09:00:00Z'), liveOnly: true },
	)
	const books = (candidates.get(bean?.id ?? 0) ?? [])
		.filter(({ unit }) => unit === 'each')
		.map(({ rung, policy, basis, tiers }) => [rung, policy, basis, tiers.map(({ from, unitPriceMicros }) => `${from / 10_000}: ${unitPriceMicros}`).join(', ')])
	expect(books.sort()).toEqual([
		['base', 'best_of', 'order', '1: 20000000'],
		['contract', 'best_of', 'order', '1: 18500000, 5: 17750000'],
		['group', 'best_of', 'order', '1: 18900000, 10: 18200000'],
		['sale', 'best_of', 'order', '1: 18000000'],
	])
})

test('everyone on the start screen can sign in', async () => {
	const found = await db<
		{ email: string; passwordHash: string }[]
	>`select email, password_hash from login where email = any(${demoSignIns.map(({ email }) => email)}::text[])`
	expect(found).toHaveLength(demoSignIns.length)
	const hashes = new Set(found.map(({ passwordHash }) => passwordHash))
	expect(hashes.size).toBe(1)
	expect(await verify([...hashes][0] ?? '', demoSignIns[0]?.password ?? '')).toBe(true)
})
