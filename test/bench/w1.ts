import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Db } from '../../db/client.server.ts'
import { withCookies } from './cookies.ts'
import { benchKey, benchToken, type Size } from './data.ts'
import { drive, shuffled } from './drive.ts'
import type { Ask, LoadAnswer } from './load.ts'
import { benchSecret, machine, openStage, startProgram, type Web } from './stage.ts'

export type W1Options = { size: Size; seconds: number; concurrency: readonly number[] }

const PAGE = 48

/** Every (account, category, page) that fits, in a shuffled order, at most `most`. */
function pages({ skus, categories, accounts }: Size, most: number): { accountId: number; category: number; cursor: string | null }[] {
	const perCategory = Math.floor(skus / categories)
	const last = Math.max(1, Math.ceil(perCategory / PAGE) - 1)
	const draws = Array.from({ length: most }, (_, index) => index)
	return shuffled(draws).map((draw) => {
		const category = 1 + (draw % categories)
		const page = Math.floor(draw / categories) % last
		const row = page * PAGE - 1
		return { accountId: 1 + ((draw * 7919) % accounts), category, cursor: page === 0 ? null : `${row}.${row * categories + category}` }
	})
}

function asksFor(kind: 'json' | 'html', size: Size): Ask[] {
	return pages(size, 20_000).map(({ accountId, category, cursor }) => {
		const query = new URLSearchParams({
			...(kind === 'json' ? { category: `c${category}`, limit: String(PAGE) } : { limit: String(PAGE) }),
			...(cursor ? (kind === 'json' ? { cursor: Buffer.from(`products ${cursor}`).toString('base64url') } : { after: cursor }) : {}),
		})
		const path = kind === 'json' ? `/api/v1/catalog/products?${query}` : `/catalog/c${category}?${query}`
		const headers: Record<string, string> = kind === 'json' ? { authorization: `Bearer ${benchKey(accountId)}` } : { 'x-bench-session': benchToken(accountId) }
		return { method: 'GET', path, headers, accountId }
	})
}

type Priced = { products: { id: number; sku: string; price: { unitPrice: string } | null }[] }

/** The right price, found without the product's code: every book is best_of, so it is the least of what is addressed to the account. */
async function checkPrices(db: Db, kept: LoadAnswer['kept']): Promise<void> {
	for (const { ask, body } of kept.slice(0, 40)) {
		const { products } = JSON.parse(body) as Priced
		const rows = await db<{ id: number; price: string }[]>`
			select e.product_id as id, min(e.tier_price[1])::text as price from price_book_entry e
			where e.product_id = any(${db.array(
				products.map(({ id }) => id),
				20,
			)}::bigint[]) and (e.price_book_id = 1
				or e.price_book_id in (select a.price_book_id from price_book_audience a where a.account_id = ${ask.accountId} or a.buyer_group_id in (select m.buyer_group_id from buyer_group_member m where m.account_id = ${ask.accountId})))
			group by 1`
		const right = new Map(rows.map(({ id, price }) => [id, price]))
		const wrong = products.find(({ id, price }) => price?.unitPrice !== right.get(id))
		if (wrong || products.length !== PAGE)
			throw new Error(`Wrong answer for account ${ask.accountId}, ${ask.path}: ${JSON.stringify(wrong)} should cost ${wrong && right.get(wrong.id)}`)
	}
}

/** One real page in a file, for React alone to render again. */
async function keepPage(web: Web, size: Size, folder: string): Promise<string> {
	const [ask] = await withCookies(asksFor('html', size).slice(0, 1), benchSecret)
	const page = await fetch(`${web.origin}${ask?.path}`, { headers: ask?.headers ?? {} })
	const file = join(folder, 'page.html')
	await writeFile(file, await page.text())
	return file
}

const share = (part: { perSecond: number }, whole: { perSecond: number }) => Number((part.perSecond / whole.perSecond).toFixed(2))

/** W1 and W1L: priced pages as JSON and as HTML, beside a bare handler and bare React in the same run. */
export async function w1({ size, seconds, concurrency }: W1Options): Promise<Record<string, unknown>> {
	const stage = await openStage(size)
	const web = await startProgram('app/server.ts', { DATABASE_URL: stage.url })
	const bare = await startProgram('test/bench/bare.ts', { DATABASE_URL: stage.ownerUrl })
	const folder = await mkdtemp(join(tmpdir(), 'w1-'))
	const react = await startProgram('test/bench/bare-page.ts', { BENCH_PAGE: await keepPage(web, size, folder) })
	try {
		const plan = { seconds, keepEvery: 97, secret: benchSecret }
		const runs: Record<string, unknown>[] = []
		for (const together of concurrency) {
			const json = await drive(stage.db, web, { ...plan, asks: asksFor('json', size), concurrency: together }, (kept) => checkPrices(stage.db, kept))
			const least = await drive(stage.db, bare, { ...plan, asks: asksFor('json', size), concurrency: together }, async () => undefined)
			const html = await drive(stage.db, web, { ...plan, asks: asksFor('html', size), concurrency: together }, async () => undefined)
			const rendered = await drive(stage.db, react, { ...plan, asks: asksFor('html', size), concurrency: together }, async () => undefined)
			runs.push({
				concurrency: together,
				json,
				bare: least,
				html,
				react: rendered,
				jsonShareOfBare: share(json, least),
				htmlShareOfReact: share(html, rendered),
			})
		}
		return { work: 'w1', machine: await machine(stage.db), data: { ...size, prices: stage.prices }, runs }
	} finally {
		await Promise.all([web.stop(), bare.stop(), react.stop(), rm(folder, { recursive: true })])
		await stage.close()
	}
}
