import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { advanceMemberImport, type ImportCounts, insertMemberImport, lockCampaign, saveMembers } from '../../../db/queries/crm-campaign.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import { isEmail } from '../../engine/crm/lead.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { type CsvRecord, readCsv } from '../import/read-csv.ts'

/** Rows of a file at most, and of one transaction. */
const MOST_ROWS = 100_000
const CHUNK = 5_000

type Row = { rowNumber: number; email: string; status: string | null }
type Imported = { ok: true; importId: number; counts: ImportCounts } | { ok: false; refusals: Refusal[] }

async function rowsOf(bytes: AsyncIterable<Uint8Array>): Promise<Row[] | Refusal> {
	const records: CsvRecord[] = []
	for await (const batch of readCsv(bytes, { delimiter: ',', quote: '"', encoding: 'auto' })) {
		records.push(...batch)
		if (records.length > MOST_ROWS + 1) return refusal('MEMBERS_TOO_MANY', { most: MOST_ROWS })
	}
	const head = (records[0]?.values ?? []).map((name) => name.trim().toLowerCase())
	const [email, status] = [head.findIndex((name) => name === 'email' || name === 'e-mail'), head.indexOf('status')]
	if (email < 0) return refusal('MEMBERS_NO_EMAIL_COLUMN')
	if (records.length < 2) return refusal('MEMBERS_NONE')
	return records.slice(1).map(({ values }, index) => ({
		rowNumber: index + 1,
		email: (values[email] ?? '').trim(),
		status: (status < 0 ? '' : (values[status] ?? '').trim()) || null,
	}))
}

/**
 * People of a CSV (`email`, and `status` where it says so) join a campaign: up to 100,000 rows, 5,000 of them a transaction; a row costs itself only, and is kept with
 * its reason (sync-core.md A35). Refuses `MEMBERS_NO_EMAIL_COLUMN`, `MEMBERS_NONE`, `MEMBERS_TOO_MANY`. Null: none of this seller's.
 */
export async function importMembers(
	db: Db,
	staff: StaffMember,
	{ campaignId, file, requestId, at }: { campaignId: number | null; file: { name: string; bytes: AsyncIterable<Uint8Array> }; requestId: string; at: Date },
): Promise<Imported | null> {
	const rows = await rowsOf(file.bytes)
	if ('code' in rows) return refused(rows)
	const { userId, seller } = staff
	const importId =
		campaignId === null
			? null
			: await withTransaction(db, async (tx) => {
					if (!(await lockCampaign(tx, seller.id, campaignId))) return null
					await insertAudit(tx, [
						{ userId, action: 'campaign.imported', subject: `campaign:${campaignId}`, after: { file: file.name, rows: rows.length }, requestId, at },
					])
					return insertMemberImport(tx, { campaignId, userId, fileName: file.name || 'members.csv', at })
				})
	if (importId === null || campaignId === null) return null
	const whole: ImportCounts = { read: 0, added: 0, changed: 0, unchanged: 0, rejected: 0 }
	for (let from = 0; from < rows.length; from += CHUNK) {
		const counts = await saveChunk(db, { importId, campaignId, userId, sellerId: seller.id, rows: rows.slice(from, from + CHUNK), at })
		for (const name of ['read', 'added', 'changed', 'unchanged', 'rejected'] as const) whole[name] += counts[name]
	}
	return { ok: true, importId, counts: whole }
}

type Chunk = { importId: number; campaignId: number; userId: number; sellerId: number; rows: readonly Row[]; at: Date }

async function saveChunk(db: Db, { importId, campaignId, userId, sellerId, rows, at }: Chunk): Promise<ImportCounts> {
	const good = rows.filter(({ email }) => isEmail(email))
	const odd = rows
		.filter(({ email }) => !isEmail(email))
		.map(({ rowNumber, email }) => ({ rowNumber, reason: email === '' ? 'no_email' : 'bad_email', value: email.slice(0, 254) }))
	return withTransaction(db, async (tx) => {
		await sayCause(tx, { cause: 'import', actor: `user:${userId}` })
		const given = good.map(({ rowNumber, email, status }) => ({ row: rowNumber, email, status }))
		const outcomes = await saveMembers(tx, { campaignId, sellerEntityId: sellerId, given, at })
		const byRow = new Map(good.map((row) => [row.rowNumber, row]))
		const unknown = outcomes.flatMap(({ row, outcome }) => {
			if (outcome !== 'unknown_person' && outcome !== 'unknown_status') return []
			const found = byRow.get(row)
			return [{ rowNumber: row, reason: outcome, value: (outcome === 'unknown_status' ? found?.status : found?.email) ?? '' }]
		})
		const count = (wanted: string) => outcomes.filter(({ outcome }) => outcome === wanted).length
		const counts = { read: rows.length, added: count('added'), changed: count('changed'), unchanged: count('unchanged'), rejected: odd.length + unknown.length }
		await advanceMemberImport(tx, importId, counts, [...odd, ...unknown])
		return counts
	})
}
