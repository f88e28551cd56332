import type { Tx } from '../../../db/client.server.ts'
import { readCalled } from '../../../db/queries/import-account.ts'
import type { ImportContext, RowOutcome, SourceRow } from './types.ts'

/**
 * Rows that name an account which became another say that one, and a location of it by its code there. The account's own row is left out: what the
 * other is called and owes is not the file's to say. Where a chunk has the same twice, the row in today's words counts.
 */
export async function loadCalled(tx: Tx, { seller }: ImportContext, rows: readonly SourceRow[], outcomes: RowOutcome[]): Promise<readonly SourceRow[]> {
	const names = new Map(rows.flatMap(namedBy).map((one) => [keyOf(one), one]))
	const called = await readCalled(tx, seller.id, [...names.values()])
	if (called.length === 0) return rows
	const now = new Map(called.map((one) => [keyOf(one.given), one.now]))
	const taken = new Set(rows.flatMap((row) => (namedBy(row).some((one) => now.has(keyOf(one))) ? [] : [wordOf(row)])))
	return rows.flatMap((row) => {
		const found = namedBy(row).map((one) => now.get(keyOf(one)))[0]
		if (!found) return [row]
		if (row.what === 'accounts') {
			outcomes.push({
				rowNumber: row.rowNumber,
				outcome: 'skipped',
				reason: 'account.merged',
				facts: { number: row.fields['number'] ?? '', into: found.account },
			})
			return []
		}
		const next = { ...row, fields: { ...row.fields, account: found.account, ...(row.what === 'locations' ? { code: found.code ?? '' } : {}) } }
		if (row.what === 'orders' || !taken.has(wordOf(next))) {
			taken.add(wordOf(next))
			return [next]
		}
		outcomes.push({ rowNumber: row.rowNumber, outcome: 'rejected', reason: 'key.duplicate', facts: { key: found.account } })
		return []
	})
}

const namedBy = ({ what, fields }: SourceRow) => {
	const account = what === 'accounts' ? fields['number'] : fields['account']
	return account ? [{ account, code: what === 'locations' ? (fields['code'] ?? null) : null }] : []
}
const keyOf = ({ account, code }: { account: string; code: string | null }) => JSON.stringify([account, code])
const nameOf = ({ email, name, firstName, lastName }: SourceRow['fields']) => email?.toLowerCase() ?? [name, firstName, lastName]
const wordOf = ({ what, fields }: SourceRow) =>
	JSON.stringify([what, fields['account'], fields['code'], fields['group'], what === 'contacts' ? nameOf(fields) : null])
