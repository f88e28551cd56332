import type { Tx } from '../../../db/client.server.ts'
import { loadCalled } from './load-called.ts'
import { noteHistory } from './read-history.ts'
import { saveAccounts, saveContacts, saveLocations } from './save-accounts.ts'
import { saveAdCosts, saveCampaignMembers } from './save-campaigns.ts'
import { saveBookGroups, saveGroupMembers, savePolicyGroups, savePolicyProducts, saveProductCategories } from './save-links.ts'
import { saveOrders } from './save-orders.ts'
import { savePeople } from './save-people.ts'
import { saveProducts } from './save-products.ts'
import { saveBooks, saveCategories, saveEntries, saveGroups, savePolicies } from './save-things.ts'
import type { Fields, Importable, ImportContext, RowOutcome, SourceRow } from './types.ts'

type Kind = { save: (tx: Tx, context: ImportContext, rows: readonly SourceRow[]) => Promise<RowOutcome[]>; key: string[] }

/** How each sort of row is saved, and the fields that a file may hold once only. */
const kinds: Partial<Record<Importable, Kind>> = {
	products: { save: saveProducts, key: ['sku'] },
	categories: { save: saveCategories, key: ['code'] },
	accounts: { save: saveAccounts, key: ['number'] },
	locations: { save: saveLocations, key: ['account', 'code'] },
	contacts: { save: saveContacts, key: ['account', 'email', 'name', 'firstName', 'lastName'] },
	'price-books': { save: saveBooks, key: ['code'] },
	'price-entries': { save: saveEntries, key: ['book', 'sku', 'unit', 'from'] },
	'buyer-groups': { save: saveGroups, key: ['code'] },
	'group-members': { save: saveGroupMembers, key: ['group', 'account'] },
	policies: { save: savePolicies, key: ['code'] },
	'policy-products': { save: savePolicyProducts, key: ['policy', 'sku'] },
	'policy-groups': { save: savePolicyGroups, key: ['policy', 'group'] },
	'book-groups': { save: saveBookGroups, key: ['book', 'group'] },
	'campaign-members': { save: saveCampaignMembers, key: ['campaign', 'email'] },
	'ad-costs': { save: saveAdCosts, key: ['campaign', 'source', 'day'] },
	prospects: { save: savePeople, key: ['email'] },
	orders: { save: saveOrders, key: [] },
	'product-categories': { save: saveProductCategories, key: ['category', 'sku'] },
}

/** Saves one chunk: rows that could not be read are refused, so is a key's second row; the others go to what they are of, in the file's order. */
export async function saveRows(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const outcomes: RowOutcome[] = []
	const good: SourceRow[] = []
	for (const row of rows) {
		const problem = row.problem ?? duplicateOf(context, row)
		if (!problem) good.push(row)
		else outcomes.push({ rowNumber: row.rowNumber, outcome: isLeftOut(problem.reason) ? 'skipped' : 'rejected', ...problem })
	}
	for (const part of partsOf(await loadCalled(tx, context, good, outcomes)))
		outcomes.push(...((await kinds[part[0]?.what ?? 'products']?.save(tx, context, part)) ?? []))
	return outcomes
}

/** Rows of an earlier, unfinished run are not saved again, but what they say about later ones counts. */
export function noteRows(context: ImportContext, rows: readonly SourceRow[]): void {
	for (const row of rows) {
		if (row.problem) continue
		if (row.what === 'orders') noteHistory(context, row)
		else duplicateOf(context, row)
	}
}

const isLeftOut = (reason: string) => reason === 'filtered' || reason === 'not_mapped'

/** CameraStore's HAM4G4 stands for two cameras: the first row counts, the second is refused and named with the first. */
function duplicateOf(context: ImportContext, { rowNumber, what, fields }: SourceRow): SourceRow['problem'] {
	const key = keyOf(what, fields)
	if (key === null) return undefined
	const first = context.firstRows.get(`${what}\u0001${key}`)
	if (first !== undefined) return { reason: 'key.duplicate', facts: { key, firstRow: first } }
	context.firstRows.set(`${what}\u0001${key}`, rowNumber)
	return undefined
}

function keyOf(what: Importable | null, fields: Fields): string | null {
	if (what === 'orders') return null
	if (what === 'prospects') return (fields['email'] ?? '').toLowerCase() || null
	if (what === 'campaign-members') return `${fields['campaign'] ?? ''} · ${(fields['email'] ?? '').toLowerCase()}`
	// A mail address is one person, however the name is written.
	if (what === 'contacts' && fields['email']) return `${fields['account'] ?? ''} · ${fields['email'].toLowerCase()}`
	const parts = (what ? kinds[what]?.key : undefined)?.map((field) => fields[field] ?? '') ?? []
	return parts.some(Boolean) ? parts.join(' · ') : null
}

/** Neighbouring rows of the same sort: one part for a CSV, a handful for a tree of records. */
function partsOf(rows: readonly SourceRow[]): SourceRow[][] {
	const parts: SourceRow[][] = []
	for (const row of rows) {
		const last = parts.at(-1)
		if (last?.[0]?.what === row.what) last.push(row)
		else parts.push([row])
	}
	return parts
}
