import type { Tx } from '../../../db/client.server.ts'
import { knownAccounts } from '../../../db/queries/import-account.ts'
import { insertProductCategories, knownCategories, knownSkus } from '../../../db/queries/import-catalog.ts'
import { insertGroupMembers, insertPolicyGroups, insertPolicyProducts, knownGroups, knownPolicies } from '../../../db/queries/import-entitlement.ts'
import { insertBookGroups, knownBooks } from '../../../db/queries/import-price.ts'
import type { Fields, ImportContext, RowOutcome, SourceRow } from './types.ts'

type Known = (tx: Tx, sellerId: number, keys: readonly string[]) => Promise<Set<string>>

/** What a field of a link points to, and whether it is there. */
const targets: Record<string, Known> = {
	sku: async (tx, seller, keys) => new Set((await knownSkus(tx, seller, keys)).map((row) => row.sku)),
	category: async (tx, seller, keys) => new Set((await knownCategories(tx, seller, keys)).map((row) => row.code)),
	policy: async (tx, seller, keys) => new Set((await knownPolicies(tx, seller, keys)).map((row) => row.code)),
	group: async (tx, seller, keys) => new Set((await knownGroups(tx, seller, keys)).map((row) => row.code)),
	book: async (tx, seller, keys) => new Set((await knownBooks(tx, seller, keys)).map((row) => row.code)),
	account: async (tx, seller, keys) => new Set((await knownAccounts(tx, seller, keys)).map((row) => row.number)),
}

type Insert = (tx: Tx, sellerId: number, rows: readonly Fields[]) => Promise<readonly object[]>

/** Rows that join two known things: each end is looked up once for the chunk, a row with an unknown end is refused. */
export function saveLinks(ends: readonly [string, string], insert: Insert) {
	return async (tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> => {
		const outcomes: RowOutcome[] = []
		const good = await withKnown(
			tx,
			context,
			rows.filter((row) => hasEffect(row, outcomes)),
			ends,
			outcomes,
		)
		const wanted = good.filter(({ rowNumber, fields }) => {
			if (!isOff(fields['isActive'])) return true
			outcomes.push({ rowNumber, outcome: 'skipped', reason: 'not_active' })
			return false
		})
		const changed =
			wanted.length > 0
				? await insert(
						tx,
						context.seller.id,
						wanted.map(({ fields }) => fields),
					)
				: []
		const keys = new Set(changed.map((row) => ends.map((end) => (row as Fields)[end === 'category' ? 'code' : end]).join('\u0001')))
		for (const { rowNumber, fields } of wanted) {
			outcomes.push({ rowNumber, outcome: keys.has(ends.map((end) => fields[end]).join('\u0001')) ? 'created' : 'unchanged' })
		}
		return outcomes
	}
}

/** A policy grants or denies; a third word must not grant by mistake. */
function hasEffect({ rowNumber, fields }: SourceRow, outcomes: RowOutcome[]): boolean {
	const effect = fields['effect'] ?? ''
	if (['', 'grant', 'deny'].includes(effect)) return true
	outcomes.push({ rowNumber, outcome: 'rejected', reason: 'effect.unknown', facts: { effect } })
	return false
}

/** The rows whose `ends` are all known; the others are refused by the name of the end that is not. */
export async function withKnown(
	tx: Tx,
	context: ImportContext,
	rows: readonly SourceRow[],
	ends: readonly string[],
	outcomes: RowOutcome[],
): Promise<SourceRow[]> {
	const found = await Promise.all(ends.map((end) => targets[end]?.(tx, context.seller.id, [...new Set(rows.map(({ fields }) => fields[end] ?? ''))])))
	return rows.filter(({ rowNumber, fields }) => {
		const unknown = ends.find((end, index) => !found[index]?.has(fields[end] ?? ''))
		if (unknown === undefined) return true
		const value = fields[unknown] ?? ''
		outcomes.push({ rowNumber, outcome: 'rejected', reason: value ? `${unknown}.unknown` : `${unknown}.missing`, facts: { [unknown]: value } })
		return false
	})
}

export function isOff(flag: string | undefined): boolean {
	return ['false', '0', 'no'].includes((flag ?? '').toLowerCase())
}

export const saveProductCategories = saveLinks(['category', 'sku'], (tx, seller, rows) =>
	insertProductCategories(
		tx,
		seller,
		rows.map((row) => ({ sku: row['sku'] ?? '', code: row['category'] ?? '', isPrimary: (row['isPrimary'] ?? '') === 'true' })),
	),
)
export const savePolicyProducts = saveLinks(['policy', 'sku'], (tx, seller, rows) =>
	insertPolicyProducts(
		tx,
		seller,
		rows.map((row) => ({ policy: row['policy'] ?? '', sku: row['sku'] ?? '', effect: row['effect'] === 'deny' ? 'deny' : 'grant' })),
	),
)
export const savePolicyGroups = saveLinks(['policy', 'group'], (tx, seller, rows) =>
	insertPolicyGroups(
		tx,
		seller,
		rows.map((row) => ({ policy: row['policy'] ?? '', group: row['group'] ?? '' })),
	),
)
export const saveBookGroups = saveLinks(['book', 'group'], (tx, seller, rows) =>
	insertBookGroups(
		tx,
		seller,
		rows.map((row) => ({ book: row['book'] ?? '', group: row['group'] ?? '' })),
	),
)
export const saveGroupMembers = saveLinks(['group', 'account'], (tx, seller, rows) =>
	insertGroupMembers(
		tx,
		seller,
		rows.map((row) => ({ group: row['group'] ?? '', account: row['account'] ?? '' })),
	),
)
