import type { House } from '../../app/platform/house.ts'
import { hashToken, openSession } from '../../app/platform/session.server.ts'
import type { Db } from '../../db/client.server.ts'
import type { Company } from './company.ts'
import { ask } from './house.ts'

export type Row = { sku: string; quantity: number | string; unit?: string; shipTo?: string; requestedOn?: string }
export type ApiLine = { sku: string; unit: string; quantity: string; unitPrice: string | null; resolvedMinor: number; netMinor: number; priceHash: string }
export type ApiCart = {
	id: number
	version: number
	hash: string
	lines: ApiLine[]
	deliveries: { id: number; locationId: number | null; netMinor: number; taxMinor: number; shippingDiscountMinor: number; dueMinor: number }[]
	totals: { goodsMinor: number; netMinor: number; shippingMinor: number; taxMinor: number; totalMinor: number }
	refusals: { code: string }[]
}

/** A company met from outside only: its buyer's pages by her session, its carts by her machine's key. */
export async function meet(db: Db, house: House, company: Company) {
	const { accountId, contactId, tag } = company
	const [login] = await db<{ id: number }[]>`select id from login where contact_id = ${contactId}`
	const cookie = (await openSession(house, login?.id ?? 0)).split(';')[0] ?? ''
	const secret = `key-of-${tag}`
	await db`insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes) values ('Prices', ${hashToken(secret)}, 'key', ${accountId}, ${contactId}, ${['carts:write', 'orders:write', 'catalog:read']}) on conflict do nothing`
	const call = async (path: string, json?: unknown, headers: Record<string, string> = {}, at = house) => {
		const answer = await ask(at, `/api/v1/${path}`, { headers: { authorization: `Bearer ${secret}`, ...headers }, ...(json === undefined ? {} : { json }) })
		return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
	}
	/** A new cart with these rows, priced. */
	const cartOf = async (rows: readonly Row[], at = house): Promise<ApiCart> => {
		const { body } = await call('carts', {}, {}, at)
		const filled = await call(`carts/${body['id']}/lines`, { lines: rows }, {}, at)
		if (filled.status !== 200) throw new Error(JSON.stringify(filled.body))
		return filled.body['cart'] as ApiCart
	}
	const read = async (id: number, at = house) => (await call(`carts/${id}`, undefined, {}, at)).body as unknown as ApiCart
	const submit = (cart: Pick<ApiCart, 'id' | 'version'>, poNumber: string, more: Record<string, unknown> = {}, at = house) =>
		call(`carts/${cart.id}/submit`, { version: cart.version, payment: { method: 'po', poNumber }, ...more }, { 'idempotency-key': `submit-${poNumber}` }, at)
	const page = async (path: string, at = house) => (await (await ask(at, path, { cookie })).text()).replaceAll('<!-- -->', '')
	return { cookie, call, cartOf, read, submit, page }
}

/** `18.00 = 54.00`, or the word: a line as people would say it. */
export function said({ unitPrice, resolvedMinor }: Pick<ApiLine, 'unitPrice' | 'resolvedMinor'>): string {
	return unitPrice === null ? 'on request' : `${unitPrice.replace(/0{1,4}$/, '')} = ${(resolvedMinor / 100).toFixed(2)}`
}
