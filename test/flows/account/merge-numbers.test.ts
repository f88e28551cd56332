import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runImport } from '../../../app/cli/import.ts'
import { mergeAccounts } from '../../../app/flows/account/merge-accounts.ts'
import { placeOrder } from '../../../app/flows/checkout/place-order.ts'
import { listAccounts } from '../../../app/flows/desk/list-accounts.ts'
import { importExact } from '../../../app/flows/exchange/import-exact.ts'
import { exchangeKindOf } from '../../../app/flows/exchange/read-kind.ts'
import { findAccounts } from '../../../db/queries/inspector.ts'
import { readMeantAudience } from '../../../db/queries/price-book-save.ts'
import { makeAccountPair, shopperOf } from '../../support/account-pair.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { morning as at } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const folder = await mkdtemp(join(tmpdir(), 'merged-'))
const made = await makeAccountPair(db, 'willow')
const { winner, loser, ada, pair } = made
const sellerId = winner.sellerId
const [seller] = await db<{ code: string; name: string }[]>`select code, name from seller_entity where id = ${sellerId}`
const [winnerNumber = '', loserNumber = ''] = (
	await db<{ number: string }[]>`select number from account where id in (${pair.winnerId}, ${pair.loserId}) order by id`
).map(({ number }) => number)
await mergeAccounts(db, ada, pair)

async function bring(what: string, text: string) {
	const [file, map] = [join(folder, `${what}.csv`), join(folder, `${what}.json`)]
	await writeFile(file, text)
	await writeFile(map, JSON.stringify({ seller: { code: seller?.code, name: seller?.name, currency: 'USD', country: 'US' } }))
	const answer = await runImport(db, { what, file, map, rejects: join(folder, 'rejects.csv'), at })
	if (!answer.ok) throw new Error(JSON.stringify(answer.refusals))
	const rejects = await db<{ outcome: string; reason: string }[]>`select outcome, reason from import_reject where run_id = ${answer.runId} order by row_number`
	return { counts: answer.counts, rejects }
}

test('(A45) files that name the loser’s number reach the winner: a place by its code of then, people, groups; the account’s own row is left out and said', async () => {
	const places = `account,code,name,line1,city,country\n${loserNumber},A,Old Mill,9 Mill Rd,Fargo,US\n${loserNumber},NEW,New Mill,10 Mill Rd,Fargo,US\n${winnerNumber},A-2,Other,1 Any St,Fargo,US\n`
	expect(await bring('locations', places)).toMatchObject({ counts: { created: 1, updated: 1 }, rejects: [{ reason: 'key.duplicate' }] })
	expect(await db`select account_id, code, name from location where id = ${loser.locations.a} or code = 'NEW' order by code`).toEqual([
		{ accountId: pair.winnerId, code: 'A-2', name: 'Other' },
		{ accountId: pair.winnerId, code: 'NEW', name: 'New Mill' },
	])
	await bring('contacts', `account,firstName,lastName,email\n${loserNumber},Ines,Ruiz,ines@willow.test\n`)
	expect(await db`select account_id from contact where email = 'ines@willow.test'`).toEqual([{ accountId: pair.winnerId }])
	expect(await bring('accounts', `number,name\n${loserNumber},Somebody else\n${winnerNumber},Harbor\n`)).toMatchObject({
		counts: { skipped: 1, updated: 1 },
		rejects: [{ outcome: 'skipped', reason: 'account.merged' }],
	})
	expect(await db`select name, status from account where id = ${pair.loserId}`).toEqual([{ name: 'Beside willow', status: 'closed' }])
})

test('(A45) the house’s own files, too; an old copy of the account does not open it again', async () => {
	const take = async (name: string, lines: string[][]) => {
		const kind = exchangeKindOf(name)
		if (!kind) throw new Error(name)
		return await importExact(db, {
			kind,
			sellerId,
			lines: (async function* () {
				yield* lines
			})(),
		})
	}
	const columns = (await db<{ name: string }[]>`select a.attname as name from pg_attribute a where a.attrelid = 'location'::regclass and a.attnum > 0`).map(
		({ name }) => name,
	)
	expect(columns).toContain('former_code')
	const head = ['account', 'code', 'name', 'line1', 'line2', 'city', 'region', 'postal_code', 'country', 'phone', 'is_active', 'is_default', 'instructions']
	const row = [loserNumber, 'X', 'Annex', '5 Annex Way', '', 'Fargo', 'ND', '58102', 'US', '', 'true', 'false', '']
	expect(await take('locations', [head, row])).toMatchObject({ ok: true })
	expect(await db`select account_id, name from location where id = ${loser.locations.b}`).toEqual([{ accountId: pair.winnerId, name: 'Annex' }])
	const kept = await db`select number, name, status, merged_into_id from account where id = ${pair.loserId}`
	const accountHead = (
		await db<{ name: string }[]>`
		select case when a.attname ~ '_id$' and a.attname <> 'external_id' then replace(a.attname, '_id', '') else a.attname end as name from pg_attribute a where a.attrelid = 'account'::regclass and a.attnum > 0 and not a.attisdropped
			and a.attname not in ('id', 'seller_entity_id', 'merged_into_id') order by (a.attname <> 'number'), a.attnum`
	).map(({ name }) => name)
	const old: Record<string, string> = {
		number: loserNumber,
		name: 'Again',
		currency: 'USD',
		status: 'active',
		standing: 'good',
		is_person: 'false',
		stops_inheriting: 'false',
	}
	const taken = await take('accounts', [accountHead, accountHead.map((name) => old[name] ?? '')])
	expect(taken).toMatchObject({ ok: true, counts: { rejected: 1 } })
	expect(await db`select number, name, status, merged_into_id from account where id = ${pair.loserId}`).toEqual(kept)
})

test('(A45) whoever asks for the old number is led to the winner: the desk’s search, the inspector, the audience of a book', async () => {
	const found = await listAccounts(db, ada, { search: loserNumber, standing: null, sort: 'name', after: null, limit: 10, at })
	expect(found.accounts.map(({ id }) => id)).toEqual([pair.winnerId])
	expect((await findAccounts(db, { sellerEntityId: sellerId, text: loserNumber })).map(({ id }) => id)).toEqual([pair.winnerId])
	const meant = await readMeantAudience(db, { sellerEntityId: sellerId, accounts: [loserNumber, `${loserNumber}/Y`, `${loserNumber}/NOWHERE`], groupIds: [] })
	expect(new Map(meant.map(({ given, accountId, locationId }) => [given, [accountId, locationId]]))).toEqual(
		new Map([
			[loserNumber, [pair.winnerId, null]],
			[`${loserNumber}/Y`, [pair.winnerId, loser.locations.c]],
			[`${loserNumber}/NOWHERE`, [null, null]],
		]),
	)
})

test('(A45) an order on its way while its account becomes another: it is placed and stands with the winner, or is refused by name with the cart there', async () => {
	for (const lot of ['aspen', 'beech', 'rowan']) {
		const one = await makeAccountPair(db, lot)
		const payment = { method: 'po' as const, poNumber: `PO-${lot}`, cardPartMinor: 0, cardReference: null }
		const place = () =>
			placeOrder(asShopper(db, one.loser.shopper), one.loser.shopper, {
				...one.cart,
				payment,
				seen: null,
				consentedHash: null,
				idempotencyKey: lot,
				locale: 'en',
				at,
			})
		// Once at the same moment, once the merge first, once the order first.
		const placed = lot === 'rowan' ? place() : null
		if (placed) await placed.then(() => db`update outbox_delivery set state = 'done', delivered_at = ${at}`)
		const merged = mergeAccounts(db, one.ada, one.pair)
		if (lot === 'beech') await merged
		const [order, merge] = await Promise.all([placed ?? place(), merged])
		const [row] = await db<{ accountId: number; stage: string }[]>`select account_id, stage from sales_order where id = ${one.cart.cartId}`
		if (merge?.ok) {
			expect(row?.accountId).toBe(one.pair.winnerId)
			expect(order).toMatchObject(row?.stage === 'cart' ? { ok: false, refusals: [{ code: 'ACCOUNT_MERGED' }] } : { ok: true })
		} else {
			// Its order was told to nobody yet.
			expect(merge).toMatchObject({ refusals: [{ code: 'MERGE_UNDELIVERED' }] })
			expect([row?.stage, order?.ok]).toEqual(['placed', true])
		}
		if (lot === 'beech') expect(order).toMatchObject({ refusals: [{ code: 'ACCOUNT_MERGED' }] })
		const mina = await shopperOf(db, one.winner, `mina-${lot}`)
		const [seen] = await asShopper(db, mina)`select count(*)::int from order_line where order_id = ${one.cart.cartId}`
		expect(seen).toEqual({ count: 1 })
	}
})
