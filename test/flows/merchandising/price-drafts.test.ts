import { expect, test } from 'vitest'
import { compareDrafts } from '../../../app/flows/merchandising/compare-drafts.ts'
import { exportPriceBook, openDraft } from '../../../app/flows/merchandising/open-draft.ts'
import { publishDraft } from '../../../app/flows/merchandising/publish-draft.ts'
import { rollBackVersion } from '../../../app/flows/merchandising/roll-back-version.ts'
import { settleDraft } from '../../../app/flows/merchandising/settle-draft.ts'
import { stagePrices } from '../../../app/flows/merchandising/stage-prices.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { makeCompany } from '../../support/company.ts'
import { ask, testHouse } from '../../support/house.ts'
import { buyerCookie, makeStaff } from '../../support/staff.ts'
import { expectStatements, statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T09:00:00Z')
const company = await makeCompany(db, 'draft')
const other = await makeCompany(db, 'rival')
const { sellerId, books, products, skus } = company
const { userId } = await makeStaff(db, sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const tomas = { userId, seller: { id: sellerId, timeZone: 'America/Chicago' } } as StaffMember
const luka = await buyerCookie(db, 'luka@draft.test')

type File = { bookId?: number; beginsOn?: string | null; isWhole?: boolean; decimalComma?: boolean }
const asked = { at, requestId: 'test-request' }

async function stage(source: string, given: File = {}) {
	const file = {
		bookId: books.base,
		sourceName: 'prices.csv',
		source,
		decimalComma: false,
		beginsOn: null,
		isWhole: false,
		jumpPercent: 20,
		...asked,
		...given,
	}
	const staged = await stagePrices(db, tomas, file)
	if (!staged?.ok) throw new Error(staged?.refusals.map(({ code }) => code).join() ?? 'no book')
	while ((await compareDrafts(db, at)) > 0);
	return { bookId: file.bookId, draftId: staged.draftId }
}

async function rowsOf(key: { bookId: number; draftId: number }) {
	const open = await openDraft(db, tomas, { ...key, status: null, warned: false, search: '', after: null, limit: 50, locale: 'en' })
	return (open?.rows ?? []).map(({ status, sku, oldTierPrice, tierPrice, changeBp }) => [status, sku, oldTierPrice, tierPrice, changeBp])
}

const publish = (key: { bookId: number; draftId: number }, when = at) => publishDraft(db, tomas, { ...key, ...asked, at: when })
const entriesOf = (bookId: number) =>
	db`select p.sku, e.unit_code, e.tier_from, e.tier_price, e.mix_group, nullif(e.valid_from, '-infinity') as valid_from, e.valid_to
		from price_book_entry e join product p on p.id = e.product_id where e.price_book_id = ${bookId} order by p.sku, e.unit_code, e.valid_from`
const versionOf = async (bookId: number) => (await db<{ version: number }[]>`select version from price_book where id = ${bookId}`)[0]?.version ?? 0
const back = async (bookId: number, version: number) => rollBackVersion(db, tomas, { bookId, version, seenVersion: await versionOf(bookId), ...asked })

async function shopSays(price: string): Promise<boolean> {
	const page = await ask(testHouse(db, { at }), `/catalog/cof-${skus.bean.toLowerCase()}`, { cookie: luka })
	return (await page.text()).replaceAll('<!-- -->', '').includes(price)
}

test('a file is compared with the book, seen by nobody, then published at once for everybody, then taken back', async () => {
	const before = await entriesOf(books.sale)
	const key = await stage(`sku,price\n${skus.bean},17.25\n${skus.tamper},45\nNONE,3\n`, { bookId: books.sale })
	expect(await rowsOf(key)).toEqual(
		[
			['changed', skus.bean, '18', '17.25', -417],
			['new', skus.tamper, null, '45', null],
			['rejected', 'NONE', null, null, null],
		].sort((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1)),
	)
	expect(await entriesOf(books.sale)).toEqual(before)
	expect([await shopSays('$18.00'), await shopSays('$17.25')]).toEqual([true, false])

	const published = await publish(key)
	expect(published).toMatchObject({ ok: true, version: 2, made: 1, changed: 1, ended: 0, removed: 0 })
	expect(await shopSays('$17.25')).toBe(true)
	expect(
		await db`select p.sku, c.book_version, c.old_tier_price, c.new_tier_price, c.changed_by from price_change c join product p on p.id = c.product_id where c.price_book_id = ${books.sale} order by p.sku`,
	).toEqual(
		[
			{ sku: skus.bean, bookVersion: 2, oldTierPrice: ['18.000000'], newTierPrice: ['17.250000'], changedBy: userId },
			{ sku: skus.tamper, bookVersion: 2, oldTierPrice: null, newTierPrice: ['45.000000'], changedBy: userId },
		].sort((a, b) => (a.sku < b.sku ? -1 : 1)),
	)
	const audit = await db`select action, after->>'made' as made from audit_entry where subject = ${`price_book:${books.sale}`} order by id`
	expect(audit).toEqual([
		{ action: 'prices.staged', made: null },
		{ action: 'prices.published', made: '1' },
	])
	expect(await publish(key)).toMatchObject({ ok: false, refusals: [{ code: 'DRAFT_NOT_READY' }] })

	expect(await back(books.sale, 2)).toMatchObject({ ok: true, version: 3, restored: 1, removed: 1 })
	expect(await entriesOf(books.sale)).toEqual(before)
	expect(await shopSays('$18.00')).toBe(true)
	// Taking back is a version too: what was taken back comes again.
	expect(await back(books.sale, 3)).toMatchObject({ ok: true, version: 4, restored: 2, removed: 0 })
	expect(await shopSays('$17.25')).toBe(true)
	expect(await back(books.sale, 2)).toMatchObject({ ok: true })
	expect(await entriesOf(books.sale)).toEqual(before)
})

test('a version that begins later ends today’s prices on that day and not before, and can be taken back whole', async () => {
	const before = await entriesOf(books.base)
	const key = await stage(`sku,price\n${skus.bean},21.00\n`, { beginsOn: '2026-06-01', isWhole: true })
	const june = new Date('2026-06-01T05:00:00Z')
	expect(await publish(key)).toMatchObject({ ok: true, made: 1, changed: 0, ended: 4, removed: 0 })
	const beans = (await entriesOf(books.base)).filter(({ sku }) => sku === skus.bean)
	expect(beans.map(({ tierPrice, validFrom, validTo }) => [tierPrice, validFrom, validTo])).toEqual([
		[['20.000000'], null, june],
		[['21.000000'], june, null],
	])
	expect((await entriesOf(books.base)).filter(({ validTo }) => validTo === null)).toHaveLength(1)
	expect(await back(books.base, await versionOf(books.base))).toMatchObject({ ok: true, restored: 4, removed: 1 })
	expect(await entriesOf(books.base)).toEqual(before)
})

test('the whole book in a file: what it does not name leaves, a rejected row keeps its product', async () => {
	const before = await entriesOf(books.base)
	const key = await stage(`sku,price\n${skus.bean},20\n${skus.jug},x\n`, { isWhole: true })
	const rows = await rowsOf(key)
	expect(rows.filter(([status]) => status === 'removed').map(([, sku]) => sku)).toEqual([skus.machine, skus.tamper].sort())
	expect(await publish(key)).toMatchObject({ ok: true, removed: 2, changed: 0, made: 0 })
	expect((await entriesOf(books.base)).map(({ sku }) => sku).sort()).toEqual([skus.bean, skus.jug].sort())
	expect(await back(books.base, await versionOf(books.base))).toMatchObject({ ok: true, restored: 2 })
	expect(await entriesOf(books.base)).toEqual(before)
})

test('an exported book imports again without loss: windows to the millisecond, tiers, units, mix groups', async () => {
	await db`insert into unit_of_measure (code) values ('case') on conflict do nothing`
	await db`insert into product_unit (product_id, unit_code, factor_numerator) values (${products.jug}, 'case', 12)`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price, mix_group, valid_from, valid_to) values
		(${books.group}, ${products.jug}, 'case', '{1,2.0,10}', '{200,190.123456,0}', '=jugs, "all"', '2026-01-01T06:00:00Z', '2026-05-04T03:02:01.987Z'),
		(${books.group}, ${products.jug}, 'case', '{1}', '{180}', null, '2026-05-04T03:02:01.987Z', null)`
	const before = await entriesOf(books.group)
	const house = testHouse(db, { at })
	const merchandiser = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Reyes', roles: ['merchandiser'] })
	const answer = await ask(house, `/merchandising/books/${books.group}/prices.csv`, { cookie: merchandiser.cookie })
	expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
	const file = await answer.text()
	expect(file.split('\r\n').length - 2).toBe(6)
	const same = await stage(file, { bookId: books.group, isWhole: true })
	expect(await rowsOf(same)).toEqual([])
	// Into an empty book it makes the same book.
	await db`delete from price_book_entry where price_book_id = ${books.group}`
	const again = await stage(file, { bookId: books.group, isWhole: true })
	expect(await publish(again)).toMatchObject({ ok: true, made: before.length })
	expect(await entriesOf(books.group)).toEqual(before)
	const exported = await exportPriceBook(db, tomas, books.group)
	expect(exported?.rows[0]?.length).toBe(7)
})

test('a draft compared with an older book is refused until it is compared again', async () => {
	const key = await stage(`sku,price\n${skus.bean},19\n`)
	await db`update price_book set version = version + 1 where id = ${books.base}`
	expect(await publish(key)).toMatchObject({ ok: false, refusals: [{ code: 'DRAFT_STALE' }] })
	await settleDraft(db, tomas, { ...key, act: 'compare', ...asked })
	expect(await publish(key)).toMatchObject({ ok: false, refusals: [{ code: 'DRAFT_NOT_READY' }] })
	while ((await compareDrafts(db, at)) > 0);
	expect(await rowsOf(key)).toEqual([['changed', skus.bean, '20', '19', -500]])
	await settleDraft(db, tomas, { ...key, act: 'discard', ...asked })
	expect(await publish(key)).toMatchObject({ ok: false, refusals: [{ code: 'DRAFT_NOT_READY' }] })
})

test('what cannot be staged is refused by name, and another seller’s book is not there', async () => {
	const refused = async (source: string, given: File = {}) => {
		const file = { bookId: books.base, sourceName: 'x', source, decimalComma: false, beginsOn: null, isWhole: false, jumpPercent: 20, ...asked, ...given }
		const answer = await stagePrices(db, tomas, file)
		return answer && !answer.ok ? answer.refusals.map(({ code }) => code) : answer
	}
	expect(await refused('')).toEqual(['PRICE_FILE_EMPTY'])
	expect(await refused('name\nBean')).toEqual(['PRICE_FILE_COLUMNS'])
	expect(await refused('sku,price\n"BEAN,1')).toEqual(['PRICE_FILE_UNREADABLE'])
	expect(await refused('sku,price\nBEAN,\u0000')).toEqual(['PRICE_FILE_UNREADABLE'])
	expect(await refused(`sku,price\n${'x'.repeat(6_000_001)}`)).toEqual(['PRICE_FILE_TOO_LARGE'])
	expect(await refused('sku,price\nBEAN,1', { beginsOn: '2026-03-02' })).toEqual(['BEGINS_NOT_LATER'])
	expect(await refused('sku,price\nBEAN,1', { bookId: other.books.base })).toBeNull()
	expect(await rollBackVersion(db, tomas, { bookId: other.books.base, version: 1, seenVersion: 1, ...asked })).toBeNull()
	expect(await rollBackVersion(db, tomas, { bookId: books.base, version: 1, seenVersion: 999, ...asked })).toMatchObject({
		refusals: [{ code: 'BOOK_CHANGED' }],
	})
})

test('ten thousand prices: compared in rounds that can be cancelled, published and taken back in as few statements as one', async () => {
	const made = await db<{ sku: string }[]>`
		insert into product (seller_entity_id, sku, slug, product_class) select ${sellerId}, 'BULK-' || n, 'bulk-draft-' || n, 'goods' from generate_series(1, 10000) n returning sku`
	const source = (cents: number) => `sku\tfrom\tprice\n${made.map(({ sku }, row) => `${sku}\t1\t${10 + (row % 90)}.${cents}`).join('\n')}`
	const file = {
		bookId: books.contract,
		sourceName: 'bulk',
		source: source(10),
		decimalComma: false,
		beginsOn: null,
		isWhole: false,
		jumpPercent: 20,
		...asked,
	}
	const cancelled = await stagePrices(db, tomas, file)
	if (!cancelled?.ok) throw new Error('not staged')
	expect(await compareDrafts(db, at)).toBe(2000)
	const key = { bookId: books.contract, draftId: cancelled.draftId }
	const half = await openDraft(db, tomas, { ...key, status: null, warned: false, search: '', after: null, limit: 1, locale: 'en' })
	expect(half?.draft).toMatchObject({ state: 'checking', checkedCount: 2000, priceCount: 10_000, counts: { new: 2000 } })
	await settleDraft(db, tomas, { ...key, act: 'discard', ...asked })
	expect(await compareDrafts(db, at)).toBe(0)

	const whole = await stage(source(10), { bookId: books.contract })
	const many = await statementsOf(db, () => publish(whole))
	expect(many.result).toMatchObject({ ok: true, made: 10_000 })
	const one = await stage(`sku,price\n${skus.bean},18.40\n`, { bookId: books.contract })
	await expectStatements(db, many.statements.length, () => publish(one))
	const next = await stage(source(20), { bookId: books.contract })
	expect(await publish(next)).toMatchObject({ ok: true, changed: 10_000 })
	expect(await expectStatements(db, 5, () => rollBackVersion(db, tomas, { ...asked, bookId: books.contract, version: 4, seenVersion: 4 }))).toMatchObject({
		restored: 10_000,
	})
	await expectStatements(db, 5, () => rollBackVersion(db, tomas, { ...asked, bookId: books.contract, version: 2, seenVersion: 5 }))
	expect(await db`select count(*)::int as rows from price_book_entry where price_book_id = ${books.contract}`).toEqual([{ rows: 1 }])
}, 60_000)
