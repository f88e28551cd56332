import type { Tx } from '../../../db/client.server.ts'
import { categoryParents, linkCategories, upsertCategories, upsertCategoryTexts } from '../../../db/queries/import-catalog.ts'
import { upsertGroups, upsertPolicies } from '../../../db/queries/import-entitlement.ts'
import { upsertBooks, upsertEntries } from '../../../db/queries/import-price.ts'
import { ensureUnits } from '../../../db/queries/import-run.ts'
import { parseMicros, printMicros } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { parseQuantity, printQuantity } from '../../engine/base/units.ts'
import { productSlug } from '../../engine/catalog/import-product.ts'
import { readAll } from './read-outcomes.ts'
import { isOff, withKnown } from './save-links.ts'
import type { Fields, ImportContext, RowOutcome, SourceRow } from './types.ts'

type Saved = readonly { code: string; created?: boolean }[]

/** Rows known by their code: refuses the blank ones, saves the others, and says which were made or changed. */
function saveCoded<T extends { code: string }>(
	read: (fields: Fields, context: ImportContext) => T | Refusal[],
	save: (tx: Tx, context: ImportContext, rows: T[]) => Promise<Saved>,
) {
	return async (tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> => {
		const outcomes: RowOutcome[] = []
		const good = readAll(
			rows,
			({ fields }) => {
				const missing = ['code', 'name'].filter((field) => !fields[field]).map((field) => refusal(`${field}.missing`))
				return missing.length > 0 ? missing : read(fields, context)
			},
			outcomes,
		)
		if (good.length === 0) return outcomes
		const saved = await save(
			tx,
			context,
			good.map(({ row: _, ...thing }) => thing as unknown as T),
		)
		const created = new Set(saved.filter((row) => row.created).map(({ code }) => code))
		const touched = new Set(saved.map(({ code }) => code))
		for (const { row, code } of good)
			outcomes.push({ rowNumber: row.rowNumber, outcome: created.has(code) ? 'created' : touched.has(code) ? 'updated' : 'unchanged' })
		return outcomes
	}
}

const orNull = (text: string | undefined) => text || null

const saveTree = saveCoded(
	(fields) => ({
		code: fields['code'] ?? '',
		name: fields['name'] ?? '',
		slug: productSlug(fields['name'] ?? '', fields['code'] ?? ''),
		parentCode: orNull(fields['parent']),
		description: orNull(fields['description']),
		externalKey: orNull(fields['externalKey']),
		position: /^\d{1,9}$/.test(fields['position'] ?? '') ? Number(fields['position']) : null,
	}),
	async (tx, { seller }, rows) => [
		...(await upsertCategories(tx, seller.id, rows)),
		...(await linkCategories(tx, seller.id, rows)),
		...(await upsertCategoryTexts(tx, seller.id, seller.locale, rows)),
	],
)

/** A parent stands in the house or earlier in the file; a row that would make a circle is refused. */
export async function saveCategories(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const outcomes: RowOutcome[] = []
	const parents = new Map((await categoryParents(tx, context.seller.id)).map(({ code, parent }) => [code, parent]))
	const good = rows.filter(({ rowNumber, fields }) => {
		const [code, parent] = [fields['code'] ?? '', fields['parent'] || null]
		const isCircle = parent !== null && ancestorsOf(parent, parents).has(code)
		if (parent === null || (parents.has(parent) && !isCircle)) {
			parents.set(code, parent ?? parents.get(code) ?? null)
			return true
		}
		outcomes.push({ rowNumber, outcome: 'rejected', reason: isCircle ? 'parent.circle' : 'parent.unknown', facts: { parent } })
		return false
	})
	return [...outcomes, ...(await saveTree(tx, context, good))]
}

function ancestorsOf(code: string, parents: ReadonlyMap<string, string | null>): Set<string> {
	const seen = new Set<string>()
	for (let at: string | null = code; at !== null && !seen.has(at); at = parents.get(at) ?? null) seen.add(at)
	return seen
}

export const saveGroups = saveCoded(
	(fields) => ({ code: fields['code'] ?? '', name: fields['name'] ?? '', externalKey: orNull(fields['externalKey']) }),
	(tx, { seller }, rows) => upsertGroups(tx, seller.id, rows),
)

export const savePolicies = saveCoded(
	(fields) => ({
		code: fields['code'] ?? '',
		name: fields['name'] ?? '',
		isActive: !isOff(fields['isActive']),
		isGuest: (fields['isGuest'] ?? '').toLowerCase() === 'true',
		externalKey: orNull(fields['externalKey']),
	}),
	(tx, { seller }, rows) => upsertPolicies(tx, seller.id, rows),
)

const oneOf = (field: string, value: string, allowed: readonly string[]) =>
	allowed.includes(value) ? [] : [refusal(`${field}.unknown`, { value, allowed: allowed.join(', ') })]

export const saveBooks = saveCoded(
	(fields, { seller }) => {
		const [rung, status, currency, priority] = [
			fields['rung'] || 'group',
			fields['status'] || 'published',
			fields['currency'] || seller.currency,
			fields['priority'] || '0',
		]
		const problems = [...oneOf('rung', rung, ['contract', 'group', 'sale', 'base']), ...oneOf('status', status, ['draft', 'published', 'retired'])]
		if (!/^[A-Z]{3}$/.test(currency)) problems.push(refusal('currency.unknown', { value: currency }))
		if (!/^\d{1,6}$/.test(priority)) problems.push(refusal('priority.not_whole', { value: priority }))
		if (problems.length > 0) return problems
		return {
			code: fields['code'] ?? '',
			name: fields['name'] ?? '',
			rung,
			currency,
			priority: Number(priority),
			status: isOff(fields['isActive']) ? 'retired' : status,
			externalKey: orNull(fields['externalKey']),
		}
	},
	(tx, { seller }, rows) => upsertBooks(tx, seller.id, rows),
)

function readEntry(fields: Fields): { price: string; from: string } | Refusal[] {
	const micros = parseMicros(fields['price'] ?? '')
	const from = parseQuantity(fields['from'] || '1')
	const problems: Refusal[] = []
	if (micros === null) problems.push(refusal('price.not_a_price', { value: fields['price'] ?? '' }))
	else if (micros < 0n) problems.push(refusal('price.negative', { value: fields['price'] ?? '' }))
	if (from === null || from === 0) problems.push(refusal('from.not_a_quantity', { value: fields['from'] ?? '' }))
	return problems.length > 0 || micros === null || from === null ? problems : { price: printMicros(micros), from: printQuantity(from) }
}

/** As the table's own check has it (commerce-engine.md section 4). */
const mostTiers = 20

/** Prices of a book; the rows of one product and unit are its quantity tiers, and follow one another in the file. */
export async function saveEntries(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const outcomes: RowOutcome[] = []
	const active = rows.filter(({ rowNumber, fields }) => {
		if (!isOff(fields['isActive'])) return true
		outcomes.push({ rowNumber, outcome: 'skipped', reason: 'not_active' })
		return false
	})
	const known = await withKnown(tx, context, active, ['book', 'sku'], outcomes)
	const good = readAll(known, ({ fields }) => readEntry(fields), outcomes)
	if (good.length === 0) return outcomes
	const entries = new Map<string, { sku: string; book: string; unitCode: string; tierFrom: string[]; tierPrice: string[] }>()
	const taken = new Set<number>()
	const keyOf = ({ fields }: SourceRow) => `${fields['book']}\u0001${fields['sku']}\u0001${fields['unit'] || 'each'}`
	for (const { row, from, price } of [...good].sort((a, b) => Number(a.from) - Number(b.from))) {
		const entry = entries.get(keyOf(row)) ?? {
			sku: row.fields['sku'] ?? '',
			book: row.fields['book'] ?? '',
			unitCode: row.fields['unit'] || 'each',
			tierFrom: [],
			tierPrice: [],
		}
		if (entry.tierFrom.length === mostTiers) {
			outcomes.push({ rowNumber: row.rowNumber, outcome: 'rejected', reason: 'tiers.too_many', facts: { allowed: mostTiers } })
			continue
		}
		entry.tierFrom.push(from)
		entry.tierPrice.push(price)
		taken.add(row.rowNumber)
		entries.set(keyOf(row), entry)
	}
	await ensureUnits(tx, [...new Set([...entries.values()].map(({ unitCode }) => unitCode))])
	const saved = await upsertEntries(tx, context.seller.id, [...entries.values()])
	const states = new Map(saved.map(({ book, sku, created }) => [`${book}\u0001${sku}`, created ? ('created' as const) : ('updated' as const)]))
	for (const { row } of good.filter((one) => taken.has(one.row.rowNumber)))
		outcomes.push({ rowNumber: row.rowNumber, outcome: states.get(`${row.fields['book']}\u0001${row.fields['sku']}`) ?? 'unchanged' })
	return outcomes
}
