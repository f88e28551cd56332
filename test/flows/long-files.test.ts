import { expect, test } from 'vitest'
import { exportSubmissions } from '../../app/flows/capture/open-forms.ts'
import { exportWalks } from '../../app/flows/marketing/open-programmes.ts'
import { exportCoverage } from '../../app/flows/merchandising/open-coverage.ts'
import { exportDraft } from '../../app/flows/merchandising/open-draft.ts'
import { exportDeskQuotes } from '../../app/flows/quote/open-quotes.ts'
import { exportSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { makeCapture } from '../support/capture.ts'
import { makeCompany } from '../support/company.ts'
import { morning as at, makeStaff } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'agate')
const stranger = await makeCompany(db, 'flint')
const { sellerId, accountId } = company
const userId = await makeStaff(db, company, ['administrator'], 'Ada')
const staff = { kind: 'staff', userId, roles: ['administrator'], seller: company.shopper.seller } as unknown as StaffMember
const outsider = { ...staff, seller: stranger.shopper.seller } as StaffMember

/** 21 rows: three whole pages of seven, or five of four and a rest. */
const ROWS = 21
const numbers = db`generate_series(1, ${ROWS}) n`
const idOf = async (rows: Promise<readonly { id?: unknown }[]>) => Number((await rows)[0]?.id)

await openHouseConnections(db, at)
const connectionId = await idOf(db`select id from sync_connection where seller_entity_id = ${sellerId} order by id limit 1`)
await db`
	insert into sync_error (connection_id, side, object, record_id, code, class, value, first_at, last_at)
	select ${connectionId}, 'crm', 'contact', (900000 + n)::text, 'STRING_TOO_LONG', 'data', to_jsonb('Long ' || n), ${at}, ${at} from ${numbers}`
await db`insert into ma_campaign (seller_entity_id, name) select ${sellerId}, 'Spring' where not exists (select from ma_campaign where seller_entity_id = ${sellerId})`
await makeCapture(db, company)
await db`insert into ma_prospect (seller_entity_id, email, last_name) select ${sellerId}, 'p' || n || '@agate.test', 'Prospect ' || n from ${numbers}`
const formId = await idOf(db`select id from ma_form where seller_entity_id = ${sellerId} order by id limit 1`)
await db`
	insert into ma_form_submission (form_id, key, prospect_id, values, locale, at)
	select ${formId}, 'k' || p.id, p.id, jsonb_build_object('email', p.email), 'en', ${at} from ma_prospect p where p.seller_entity_id = ${sellerId} order by p.id`
const programmeId = await idOf(db`insert into ma_program (seller_entity_id, name, state, version) values (${sellerId}, 'Welcome', 'running', 1) returning id`)
await db`
	insert into ma_enrolment (program_id, version, prospect_id, due_at, cause, entered_at)
	select ${programmeId}, 1, p.id, ${at}, 'test', ${at} from ma_prospect p where p.seller_entity_id = ${sellerId} order by p.id`
await db`insert into quote (account_id, seller_entity_id, currency, contact_id, asked_at, changed_at) select ${accountId}, ${sellerId}, 'USD', ${company.contactId}, ${at}, ${at} from ${numbers}`
await db`insert into quote_version (account_id, quote_id, version, kind, total_minor, created_at) select account_id, id, 1, 'asked', 100, ${at} from quote where seller_entity_id = ${sellerId}`
const draftId = await idOf(db`
	insert into price_draft (price_book_id, base_version, source_name, source, decimal_comma, is_whole, jump_percent, price_count, state, made_by, made_at)
	select id, version, 'prices.csv', '', false, false, 50, ${ROWS}, 'ready', ${userId}, ${at} from price_book where id = ${company.books.base} returning id`)
await db`
	insert into price_draft_row (price_draft_id, row_number, line, status, sku, product_id, unit_code, entry_id, tier_from, tier_price, old_tier_from, old_tier_price)
	select ${draftId}, n, n + 1, 'changed', ${company.skus.bean}, e.product_id, e.unit_code, e.id, '{1}', '{19.5}', e.tier_from, e.tier_price
	from price_book_entry e, ${numbers} where e.price_book_id = ${company.books.base} and e.product_id = ${company.products.bean}`
await db`
	insert into price_book (seller_entity_id, code, name, rung, currency, status, valid_from, valid_to)
	select ${sellerId}, 'NOBODY' || n, 'Nobody ' || n, 'contract', 'USD', 'published', '2026-01-01', ${at}::timestamptz + interval '10 days' from ${numbers}`

/** All of a file, and how many pages it came in; `meanwhile` happens after the first. */
async function read<T>(pages: AsyncIterable<readonly T[]> | null | undefined, meanwhile: () => Promise<unknown> = async () => {}) {
	const rows: T[] = []
	let count = 0
	for await (const page of pages ?? []) {
		rows.push(...page)
		count += 1
		if (count === 1) await meanwhile()
	}
	return { rows, pages: count }
}
const once = ({ rows, pages }: { rows: readonly unknown[]; pages: number }, key: (row: never) => unknown) => ({
	...{ rows: rows.length, different: new Set(rows.map((row) => key(row as never))).size, pages },
})
const any = { text: null, state: null }

test.each([4, 7])('long files have their last row at %i rows a page, each once', async (limit) => {
	const whole = { rows: ROWS, different: ROWS, pages: Math.ceil(ROWS / limit) }
	const byId = ({ id }: { id: number }) => id
	const errors = await read(await exportSyncErrors(db, staff, connectionId, { group: null, code: null, text: null, limit }))
	expect([once(errors, byId), errors.rows.at(-1)?.recordId]).toEqual([whole, '900001'])
	const sent = await exportSubmissions(db, staff, formId, limit)
	const submissions = await read(sent?.pages)
	expect([once(submissions, byId), submissions.rows.at(-1)?.values, sent?.labels.length]).toEqual([whole, { email: 'p1@agate.test' }, 1])
	const walks = await read(await exportWalks(db, staff, { id: programmeId, filter: { ...any, step: null, after: null, limit } }))
	expect([once(walks, byId), walks.rows.at(-1)?.name]).toEqual([whole, 'Prospect 1'])
	const draft = await exportDraft(db, staff, {
		...{ bookId: company.books.base, draftId, status: null, warned: false, search: '', limit, locale: 'en' },
	})
	const rows = await read(draft?.pages)
	expect([once(rows, ({ rowNumber }: { rowNumber: number }) => rowNumber), rows.rows.at(-1)?.rowNumber]).toEqual([whole, ROWS])
	for (const kind of ['dead', 'ending'] as const) {
		const findings = await read(exportCoverage(db, staff, kind, { at, search: 'Nobody', limit, locale: 'en', days: 60 }))
		expect(once(findings, ({ key }: { key: string }) => key)).toEqual(whole)
	}
})

test('the file of quotes has each once, the newest first, though offers get another day while it is read', async () => {
	const quotes = await read(
		exportDeskQuotes(db, staff, { ...any, limit: 4, at }, 'en'),
		() => db`update quote set valid_on = '2026-03-01' where seller_entity_id = ${sellerId} and id % 2 = 0`,
	)
	expect([quotes.rows.length, quotes.pages]).toEqual([ROWS, 6])
	const ids = quotes.rows.map(({ id }) => id)
	expect(ids).toEqual([...ids].sort((a, b) => b - a))
	expect(await read(exportDeskQuotes(db, outsider, { ...any, limit: 4, at }, 'en'))).toEqual({ rows: [], pages: 0 })
})

test('nobody takes along what is another seller’s', async () => {
	expect(await exportSyncErrors(db, outsider, connectionId, { group: null, code: null, text: null, limit: 4 })).toBeNull()
	expect(await exportSubmissions(db, outsider, formId, 4)).toBeNull()
	expect(await exportWalks(db, outsider, { id: programmeId, filter: { ...any, step: null, after: null, limit: 4 } })).toBeNull()
	const draft = { bookId: company.books.base, draftId, status: null, warned: false, search: '', limit: 4, locale: 'en' }
	expect(await exportDraft(db, outsider, draft)).toBeNull()
})
