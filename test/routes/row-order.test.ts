import { expect, test } from 'vitest'
import { buyerScopes } from '../../app/platform/api-scopes.ts'
import { hashToken } from '../../app/platform/session.server.ts'
import { makeCompany, makeStoryPromotions } from '../support/company.ts'
import { dice } from '../support/dice.ts'
import { ask, testHouse } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)

type Line = { sku: string; unitPrice: string; netMinor: number; taxMinor: number; discountMinor: number; priceHash: string }
type Cart = {
	id: number
	hash: string
	lines: Line[]
	deliveries: { shipTo: string; netMinor: number; taxMinor: number; dueMinor: number }[]
	totals: { totalMinor: number }
}

test('row order never changes a price: one cart sent in fifteen orders, at once and row by row, over entries that lie in another order each time, has one hash', {
	timeout: 60_000,
}, async () => {
	const company = await makeCompany(db, 'shale')
	await makeStoryPromotions(db, company)
	await db`insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes, requests_per_minute) values ('Shale', ${hashToken('key-of-shale')}, 'key', ${company.accountId}, ${company.contactId}, ${[...buyerScopes]}, 100000)`
	const call = async (path: string, json?: unknown) => {
		const response = await ask(house, `/api/v1/${path}`, { headers: { authorization: 'Bearer key-of-shale' }, ...(json === undefined ? {} : { json }) })
		const body = await response.json()
		if (response.status > 201) throw new Error(JSON.stringify(body))
		return body as unknown
	}
	const { bean, tamper, jug, machine } = company.skus
	const row = (sku: string, quantity: number, shipTo: string, requestedOn?: string) => ({ sku, quantity, shipTo, ...(requestedOn ? { requestedOn } : {}) })
	const rows = [
		...[row(bean, 3, 'A'), row(bean, 1, 'B'), row(bean, 1, 'C'), row(bean, 2, 'E', '2026-03-16'), row(bean, 7, 'D')],
		...[row(tamper, 1, 'A'), row(tamper, 1, 'B'), row(tamper, 3, 'C', '2026-03-16'), row(jug, 1, 'A'), row(jug, 5, 'D'), row(machine, 1, 'B')],
	]
	const luck = dice(11)
	const seen: { hash: string; figures: unknown }[] = []
	for (let time = 0; time < 15; time += 1) {
		const order = time === 0 ? rows : luck.shuffled(rows)
		const { id } = (await call('carts', {})) as { id: number }
		if (time % 3 === 2) for (const line of order) await call(`carts/${id}/lines`, { lines: [line] })
		else await call(`carts/${id}/lines`, { lines: order })
		// An entry that is written again lies last: the database reads them in another order.
		await db`update price_book_entry set product_id = product_id where id % 3 = ${time % 3}`
		await db`update promotion set lane = lane where id % 2 = ${time % 2}`
		const { hash, lines, deliveries, totals } = (await call(`carts/${id}`)) as Cart
		const bySku = [...lines]
			.sort((a, b) => (a.sku < b.sku ? -1 : 1))
			.map(({ sku, unitPrice, netMinor, taxMinor, discountMinor, priceHash }) => ({ sku, unitPrice, netMinor, taxMinor, discountMinor, priceHash }))
		const byPlace = [...deliveries]
			.sort((a, b) => (a.shipTo < b.shipTo ? -1 : 1))
			.map(({ shipTo, netMinor, taxMinor, dueMinor }) => ({ shipTo, netMinor, taxMinor, dueMinor }))
		seen.push({ hash, figures: { bySku, byPlace, totals } })
	}
	expect(seen[0]?.hash).toMatch(/^[0-9a-f]{64}$/)
	for (const one of seen) expect(one).toEqual(seen[0])
})
