import { readWords } from '../../app/flows/catalog/read-words.ts'
import type { Db } from '../../db/client.server.ts'
import { readSearch } from '../../db/queries/search.ts'
import { benchToken, fillBench, type Size } from './data.ts'
import { drive, shuffled } from './drive.ts'
import type { Ask } from './load.ts'
import { searchWords } from './search-words.ts'
import { benchSecret, machine, openNamedStage, startProgram } from './stage.ts'

export type W5Options = { skus: number; seconds: number; concurrency: readonly number[]; locales: readonly string[] }

const MAKERS = 5000
const POLICIES = 20
const CHUNK = 100_000
const BUYER_POLICIES = [2, 7, 13]

const list = (words: readonly string[]) => `array[${words.map((word) => `'${word}'`).join(',')}]`
const pick = (words: readonly string[], salt: number) => `(${list(words)})[1 + (hashint8extended(i, ${salt}) & 1048575) % ${words.length}]`
/** A made-up name of four syllables: 5,000 of them, so that the vocabulary is that of a large catalog. */
const maker = (locale: string) => {
	const syllables = (locale === 'ja' ? 'カ ミ ロ テ サ ヴェ ナ リ ド ホ' : 'ka mi ro te sa ve na li do ho').split(' ')
	return [1, 10, 100, 1000].map((power) => `(${list(syllables)})[1 + ((hashint8extended(i, 3) & 1048575) % ${MAKERS} / ${power}) % 10]`).join(' || ')
}

/** Names, words and policies for products that stand already: one language at a time, in chunks, from a fixed seed. */
async function fillSearch(db: Db, { skus, locales }: W5Options): Promise<void> {
	await db.unsafe('truncate product_search, search_word')
	await db.unsafe("delete from product_text where locale <> 'en' or product_id > 0")
	await db.unsafe(
		`insert into entitlement_policy (id, seller_entity_id, code, name) select i, 1, 'P' || i, 'Policy ' || i from generate_series(2, ${POLICIES}) i`,
	)
	// Each product is granted by one to three policies and denied by one in fifty.
	await db.unsafe(`update product set grant_policy_ids = array[1 + id::int % ${POLICIES}, 1 + (id::int / 7) % ${POLICIES}, 1 + (id::int / 31) % ${POLICIES}],
		deny_policy_ids = case when id % 50 = 0 then array[1 + (id::int / 50) % ${POLICIES}] else '{}' end,
		product_class = (array['coffee','machine','accessory','part','consumable'])[1 + id % 5]`)
	await db.unsafe(
		'update category_listing l set grant_policy_ids = p.grant_policy_ids, deny_policy_ids = p.deny_policy_ids from product p where p.id = l.product_id',
	)
	// A buyer holds three of them, by her group.
	await db.unsafe('delete from policy_buyer_group')
	await db.unsafe(`insert into policy_buyer_group (policy_id, buyer_group_id) select p, g.id from buyer_group g, unnest(array[${BUYER_POLICIES.join(', ')}]) p`)
	const indexes = await db<
		{ name: string; definition: string }[]
	>`select indexname as name, indexdef as definition from pg_indexes where tablename = 'product_search' and indexdef like '%gin%'`
	for (const { name } of indexes) await db.unsafe(`drop index ${name}`)
	for (const locale of locales) {
		const words = searchWords[locale]
		if (!words) continue
		const parts: Record<string, string> = {
			q: pick(words.qualities, 1),
			n: pick(words.nouns, 2),
			p: pick(words.places, 4),
			m: maker(locale),
			s: `(1 + i % 12) || ' kg'`,
		}
		const name = words.name
			.split(' ')
			.map((part) => parts[part])
			.join(` || ' ' || `)
		const config = { en: 'english', 'fr-CA': 'french', es: 'spanish' }[locale] ?? 'simple'
		const letters = `(select string_agg(quote_literal(g) || ':1A', ' ')::tsvector from unnest(bigrams(name) || regexp_split_to_array(replace(lower(name), ' ', ''), '')) g where g <> '')`
		for (let from = 1; from <= skus; from += CHUNK) {
			await db.unsafe(
				`insert into product_text (product_id, locale, name) select i, '${locale}', ${name} from generate_series(${from}::bigint, ${Math.min(skus, from + CHUNK - 1)}) i`,
			)
			await db.unsafe(`
				insert into product_search (product_id, locale, words, product_class, facets, grant_policy_ids, deny_policy_ids, category_ids)
				select p.id, t.locale, ${locale === 'ja' ? letters : `setweight(to_tsvector('${config}', unaccent(t.name)), 'A')`} || setweight(to_tsvector('simple', replace(p.sku, '-', ' ')), 'B'), p.product_class,
					array['origin:' || (p.id % 20), 'roast:' || (array['light','medium','dark'])[1 + p.id % 3]], p.grant_policy_ids, p.deny_policy_ids, array[1 + (p.id - 1) % (select count(*) from category)]::int[]
				from product p join product_text t on t.product_id = p.id and t.locale = '${locale}' where p.id between ${from} and ${from + CHUNK - 1}`)
		}
		await db.unsafe(`
			insert into search_word (locale, word, uses) select '${locale}', m[1], count(*) from (select name from product_text where locale = '${locale}' and product_id <= 20000) t,
				regexp_matches(${locale === 'ja' ? "t.name, '[ァ-ヶー]+'" : "lower(unaccent(t.name)), '[[:alnum:]]+'"}, 'g') m where length(m[1]) between 3 and 40 and m[1] !~ '[0-9]' group by m[1]`)
	}
	for (const { definition } of indexes) await db.unsafe(definition)
	await db.unsafe('vacuum analyze')
}

/** One letter of the longest word is another one. */
function withTypo(words: readonly string[], draw: number, locale: string): string {
	const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '')
	const at = 2 + (draw % Math.max(1, longest.length - 3))
	const mistyped = [...longest].map((letter, index) => (index === at ? (locale === 'ja' ? 'ヌ' : 'x') : letter)).join('')
	return words.map((word) => (word === longest ? mistyped : word)).join(' ')
}

function textsFor(locale: string): string[] {
	const words = searchWords[locale]
	if (!words) return []
	const { nouns, qualities, places } = words
	return shuffled(Array.from({ length: 2000 }, (_, index) => index)).map((draw) =>
		withTypo([qualities[draw % 20] ?? '', nouns[(draw * 7) % 30] ?? '', places[(draw * 13) % 20] ?? ''], draw, locale),
	)
}

const asksFor = (locale: string, accounts: number): Ask[] =>
	textsFor(locale).map((text, draw) => {
		const accountId = 1 + (draw % accounts)
		return {
			...{ method: 'GET', path: `/search?q=${encodeURIComponent(text)}`, accountId },
			headers: { 'x-bench-session': benchToken(accountId), 'accept-language': locale },
		}
	})

const round = (ms: number) => Number(ms.toFixed(1))

/** The search alone, with its counts, one after the other: the page around it costs its own. */
async function timeStatement(db: Db, locale: string): Promise<{ searches: number; p50: number; p95: number; hits: number }> {
	const times: number[] = []
	let hits = 0
	const texts = textsFor(locale)
	for (const [index, text] of texts.slice(0, 220).entries()) {
		const began = performance.now()
		const question = { categorySlug: null, productClass: null, attributes: [], availability: null, order: 'relevance', after: null, limit: 48 } as const
		const { total } = await readSearch(db, { entitled: { sellerEntityId: 1, policyIds: BUYER_POLICIES, locale }, words: readWords(text, locale), ...question })
		if (index >= 20) times.push(performance.now() - began)
		hits += total
	}
	times.sort((a, b) => a - b)
	return {
		searches: times.length,
		p50: round(times[Math.floor(times.length / 2)] ?? 0),
		p95: round(times[Math.floor(times.length * 0.95)] ?? 0),
		hits: round(hits / 220),
	}
}

/** What the search says it found; 0 when it says nothing of the kind. */
const foundIn = (body: string) => (body.match(/data-quick-add=/g) ?? []).length

/** W5: three words, one of them mistyped, within the account's entitlement, with facet counts; the page as a buyer gets it. */
export async function w5(options: W5Options): Promise<Record<string, unknown>> {
	const { skus, seconds, concurrency, locales } = options
	const size: Size = { skus, categories: Math.max(40, Math.ceil(skus / 2500)), accounts: 50, segmentBooks: 1, contractBooks: 1, entriesPerBook: 100 }
	const stage = await openNamedStage(`bench_search_${skus}_${locales.length}`, async (db) => {
		await fillBench(db, size)
		await fillSearch(db, options)
	})
	const web = await startProgram('app/server.ts', { DATABASE_URL: stage.url })
	try {
		const runs: Record<string, unknown>[] = []
		for (const locale of locales) {
			const asks = asksFor(locale, size.accounts)
			for (const together of concurrency) {
				let shown = 0
				const figures = await drive(stage.db, web, { asks, concurrency: together, seconds, keepEvery: 11, secret: benchSecret }, async (kept) => {
					shown = kept.reduce((sum, { body }) => sum + foundIn(body), 0) / Math.max(1, kept.length)
					if (shown === 0) throw new Error(`Searches in ${locale} find nothing: the typo was not mended`)
				})
				runs.push({ locale, ...figures, statement: await timeStatement(stage.db, locale), productsShown: Number(shown.toFixed(1)) })
			}
		}
		return { work: 'w5', machine: await machine(stage.db), data: { skus, locales: locales.length, makers: MAKERS, policies: POLICIES }, runs }
	} finally {
		await web.stop()
		await stage.close()
	}
}
