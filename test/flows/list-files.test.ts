import { expect, test } from 'vitest'
import { exportCases, exportDeskCases } from '../../app/flows/case/open-cases.ts'
import { exportQueued } from '../../app/flows/crm/open-queues.ts'
import { exportAccounts, listAccounts } from '../../app/flows/desk/list-accounts.ts'
import { exportTasks } from '../../app/flows/desk/open-tasks.ts'
import { exportLeads } from '../../app/flows/lead/open-leads.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { csvStream } from '../../app/platform/csv.ts'
import { makeCompany } from '../support/company.ts'
import { morning as at, makeStaff } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'jasper')
const stranger = await makeCompany(db, 'onyx')
const { sellerId, accountId } = company
const userId = await makeStaff(db, company, ['head_office'], 'Tomás')
const staff = {
	...{
		kind: 'staff',
		userId,
		name: 'Tomás',
		email: '',
		locale: 'en',
		roles: ['head_office'],
		seller: company.shopper.seller,
		sessionHash: '',
		actingFor: null,
	},
} as StaffMember

/** 21 rows: three whole pages of seven, or six of them and a rest at a page of four. */
const ROWS = 21
const numbers = db`generate_series(1, ${ROWS}) n`
await db`insert into crm_lead (seller_entity_id, first_name, last_name, company) select ${sellerId}, 'Signe', 'Lead ' || n, 'Mill ' || n from ${numbers}`
await db`insert into crm_lead (seller_entity_id, last_name, company) values (${stranger.sellerId}, 'Elsewhere', 'Other')`
await db`insert into support_case (account_id, number, kind, subject, created_at, changed_at) select ${accountId}, 'K-' || n, 'missing', 'Where is it ' || n, ${at}, ${at}::timestamptz + make_interval(mins => n) from ${numbers}`
await db`insert into support_case (account_id, number, kind, subject) values (${stranger.accountId}, 'X-1', 'missing', 'Elsewhere')`
await db`insert into crm_task (idempotency_key, owner_user_id, account_id, subject, due_on) select 'file:' || n, ${userId}, ${accountId}, 'call', ${at}::date + n from ${numbers}`
await db`insert into account (seller_entity_id, number, name, currency) select ${sellerId}, 'J-' || n, 'Jasper ' || lpad(n::text, 3, '0'), 'USD' from ${numbers}`
/** What three of them bought and owe: J-7 most, J-5 last, J-9 is overdue. */
await db`
	insert into sales_order (account_id, seller_entity_id, stage, number, currency, net_minor, total_minor, placed_at)
	select a.id, ${sellerId}, 'closed', 'S-' || a.id, 'USD', x.net, x.net, ${at}::timestamptz - make_interval(days => x.days)
	from (values ('J-7', 900, 30), ('J-5', 100, 2), ('J-9', 500, 400)) x (number, net, days) join account a on a.number = x.number`
await db`
	insert into invoice (account_id, seller_entity_id, number, currency, issued_on, due_on, net_minor, total_minor)
	select a.id, ${sellerId}, 'I-9', 'USD', '2026-01-01', '2026-02-01', 500, 500 from account a where a.number = 'J-9'`
const [queue] = await db<{ id: number }[]>`insert into crm_queue (seller_entity_id, name) values (${sellerId}, 'West') returning id`
await db`
	insert into ma_prospect (seller_entity_id, email, last_name, assigned_queue_id, assigned_at)
	select ${sellerId}, 'q' || n || '@jasper.test', 'Waits ' || n, ${queue?.id ?? 0}, ${at}::timestamptz + make_interval(mins => n) from ${numbers}`

/** All of a file, and how many pages it came in; `meanwhile` happens after the first. */
async function read<T>(pages: AsyncIterable<readonly T[]>, meanwhile: () => Promise<unknown> = async () => {}): Promise<{ rows: T[]; pages: number }> {
	const rows: T[] = []
	let count = 0
	for await (const page of pages) {
		rows.push(...page)
		count += 1
		if (count === 1) await meanwhile()
	}
	return { rows, pages: count }
}
const none = { text: null, status: null, rating: null, kind: null, whose: null, due: null, queueId: null }
const sorted = (names: readonly string[]) => [...names].sort()

test.each([4, 7])('files of leads, cases, tasks and queues have their last row at %i rows a page, each once, and no other seller’s', async (limit) => {
	const pages = Math.ceil(ROWS / limit)
	const leads = await read(await exportLeads(db, staff, { ...none, limit }))
	expect([leads.pages, new Set(leads.rows.map(({ name }) => name)).size, leads.rows.at(-1)?.name]).toEqual([pages, ROWS, 'Signe Lead 1'])
	const cases = await read(exportDeskCases(db, staff, { ...none, limit }))
	expect([cases.rows.length, cases.rows.at(-1)?.number]).toEqual([ROWS, 'K-1'])
	const own = exportCases(db, company.shopper, { ...none, limit })
	expect(own && (await read(own)).rows.map(({ number }) => number)).toEqual(cases.rows.map(({ number }) => number))
	const tasks = await read(exportTasks(db, staff, { filter: { ...none, limit }, at }))
	expect([tasks.rows.length, new Set(tasks.rows.map(({ id }) => id)).size]).toEqual([ROWS, ROWS])
	const queued = await read(exportQueued(db, staff, { ...none, limit }))
	expect([queued.rows.length, queued.rows.at(-1)?.name]).toEqual([ROWS, `Waits ${ROWS}`])
})

test('what is answered, handed on or given another day while its file is read is in the file once', async () => {
	const cases = await read(
		exportDeskCases(db, staff, { ...none, limit: 4 }),
		() => db`update support_case set changed_at = now() where number in ('K-1', 'K-9')`,
	)
	expect(sorted(cases.rows.map(({ number }) => number))).toEqual(sorted(Array.from({ length: ROWS }, (_, n) => `K-${n + 1}`)))
	const tasks = await read(
		exportTasks(db, staff, { filter: { ...none, limit: 4 }, at }),
		() => db`update crm_task set due_on = due_on - 40 where id % 2 = 0 and owner_user_id = ${userId}`,
	)
	expect([tasks.rows.length, new Set(tasks.rows.map(({ id }) => id)).size]).toEqual([ROWS, ROWS])
	const queued = await read(
		exportQueued(db, staff, { ...none, limit: 4 }),
		() => db`update ma_prospect set assigned_at = assigned_at + interval '1 day' where seller_entity_id = ${sellerId} and id % 2 = 0`,
	)
	expect([queued.rows.length, new Set(queued.rows.map(({ id }) => id)).size]).toEqual([ROWS, ROWS])
})

test.each(['name', 'revenue', 'last_order', 'overdue'] as const)(
	'the file of accounts by %s has the order of the list and its last row, whatever is billed meanwhile',
	async (sort) => {
		const filter = { search: '', standing: null, sort, at }
		const whole = (await read(await exportAccounts(db, staff, { ...filter, limit: 100 }))).rows.map(({ id }) => id)
		expect(whole).toHaveLength(ROWS + 1)
		const first = { name: `A-JASPER`, revenue: 'J-7', last_order: 'J-5', overdue: 'J-9' }[sort]
		expect((await listAccounts(db, staff, { ...filter, after: null, limit: 2 })).accounts[0]?.number).toBe(first)
		const file = await read(
			await exportAccounts(db, staff, { ...filter, limit: 4 }),
			() => db`update account set name = 'Zz ' || name where seller_entity_id = ${sellerId} and name like 'Jasper 00%'`,
		)
		await db`update account set name = substr(name, 4) where seller_entity_id = ${sellerId} and name like 'Zz %'`
		expect([file.rows.map(({ id }) => id), file.pages]).toEqual([whole, 6])
	},
)

test('a file comes page by page, with the mark of its encoding and a formula made harmless', async () => {
	const answer = csvStream(
		'names.csv',
		['Name', 'At'],
		(async function* (): AsyncGenerator<{ name: string; at: Date | null }[]> {
			yield [{ name: '=1+1', at: new Date('2026-03-02T09:00:00Z') }]
			yield [{ name: '', at: null }]
		})(),
		(rows) => rows.map(({ name, at: when }) => [name, when]),
	)
	expect(answer.headers.get('content-disposition')).toBe('attachment; filename="names.csv"')
	expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer())).toBe("\uFEFFName,At\r\n'=1+1,2026-03-02T09:00:00.000Z\r\n,\r\n")
})
