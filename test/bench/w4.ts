import type { Db } from '../../db/client.server.ts'
import { withCookies } from './cookies.ts'
import { benchKey, benchToken, type Size } from './data.ts'
import { benchSecret, machine, openStage, startProgram, type Web } from './stage.ts'

type Round = { accountId: number; productId: number; category: number; price: string }

const cents = (round: number) => (0.01 + (round % 290) / 100).toFixed(2)

async function setBase(db: Db, productId: number, price: string): Promise<string> {
	const [row] = await db<{ before: string }[]>`
		update price_book_entry e set tier_price = array[${price}::numeric] from price_book_entry old where old.id = e.id and e.product_id = ${productId} and e.price_book_id = 1 returning old.tier_price[1]::text as before`
	if (!row) throw new Error(`Product ${productId} has no list price`)
	return row.before
}

/** What JSON and what HTML say of a product's price, asked after the change was committed. */
async function shownPrices(web: Web, { accountId, productId, category }: Round): Promise<{ json: string | null; html: string | null }> {
	const [ask] = await withCookies([{ method: 'GET', path: '', headers: { 'x-bench-session': benchToken(accountId) }, accountId }], benchSecret)
	const [json, html] = await Promise.all([
		fetch(`${web.origin}/api/v1/catalog/products?category=c${category}&limit=48`, { headers: { authorization: `Bearer ${benchKey(accountId)}` } }).then(
			(answer) => answer.json() as Promise<{ products: { id: number; price: { unitPrice: string } | null }[] }>,
		),
		fetch(`${web.origin}/catalog/c${category}?limit=48`, { headers: ask?.headers ?? {} }).then((answer) => answer.text()),
	])
	const card = html.split('<article').find((text) => text.includes(`href="/products/sku-${productId}"`))
	return { json: json.products.find(({ id }) => id === productId)?.price?.unitPrice ?? null, html: /\$([\d.,]+)/.exec(card ?? '')?.[1] ?? null }
}

/** W4: a price changes and the next request shows it, for two web processes and both kinds of answer; none may be stale. */
export async function w4(size: Size, rounds: number): Promise<Record<string, unknown>> {
	const stage = await openStage(size)
	const webs = await Promise.all([0, 1].map(() => startProgram('app/server.ts', { DATABASE_URL: stage.url })))
	const stale: unknown[] = []
	try {
		for (let round = 0; round < rounds; round++) {
			const category = 1 + (round % size.categories)
			const place = (round * 7) % 48
			const asked = { accountId: 1 + ((round * 7919) % size.accounts), productId: place * size.categories + category, category, price: cents(round) }
			const before = await setBase(stage.db, asked.productId, asked.price)
			const shown = await Promise.all(webs.map((web) => shownPrices(web, asked)))
			await setBase(stage.db, asked.productId, before)
			for (const { json, html } of shown) if (Number(json) !== Number(asked.price) || Number(html) !== Number(asked.price)) stale.push({ ...asked, json, html })
		}
		return {
			work: 'w4',
			machine: await machine(stage.db),
			data: { ...size, prices: stage.prices },
			rounds,
			answers: rounds * 4,
			stale: stale.length,
			examples: stale.slice(0, 3),
		}
	} finally {
		await Promise.all(webs.map((web) => web.stop()))
		await stage.close()
	}
}
