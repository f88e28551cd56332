import type { Tx } from '../../../db/client.server.ts'
import { refreshScores } from '../../../db/queries/marketing.ts'
import {
	insertCorrections,
	insertMerges,
	type LockedPair,
	lockPairs,
	type MergePair,
	markMerged,
	moveParts,
	type NewMerge,
	type PersonRow,
	readLedgers,
	writePeople,
} from '../../../db/queries/merge.ts'
import { closeMergedErrors } from '../../../db/queries/merge-error.ts'
import { settleLinks, settleProposals } from '../../../db/queries/merge-link.ts'
import { type MergeObject, mergeTables } from '../../../db/queries/merge-parts.ts'
import { sayMergedConsent } from '../../../db/queries/merge-undo.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { correctScore, type Keeper, mergeFields, takenFields } from '../../engine/sync/merge.ts'
import type { SyncValue } from '../../engine/sync/types.ts'

export type MergeWish = MergePair & { chosen: Readonly<Record<string, Keeper>>; causedById: number | null }
type Merging = { object: MergeObject; wishes: readonly MergeWish[]; cause: 'person' | 'sync'; userId: number | null; at: Date }
export type Merged = { id: number; winnerId: number; loserId: number }

/** A cell of a row in the words of the core. */
export const cellOf = (cell: unknown): SyncValue =>
	cell === null || cell === undefined ? null : typeof cell === 'boolean' ? cell : typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
export const valuesOf = (row: Readonly<Record<string, unknown>>): Record<string, SyncValue> =>
	Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cellOf(cell)]))

/** Why two records cannot become one; nothing where they can. */
export function refuseMerge(object: MergeObject, { winner, loser }: Pick<LockedPair, 'winner' | 'loser'>): Refusal[] {
	if (winner.id === loser.id) return [refusal('MERGE_SAME')]
	if (winner['merged_into_id'] !== null || loser['merged_into_id'] !== null) return [refusal('MERGE_DONE')]
	if (object === 'lead' && (winner['status'] === 'converted' || loser['status'] === 'converted')) return [refusal('MERGE_CONVERTED')]
	if (object === 'contact' && winner['account_id'] !== loser['account_id']) return [refusal('MERGE_ACCOUNTS_DIFFER')]
	return []
}

/** What the winner takes from the loser: what she lacks, what a person chose, and a word on mails that was no. */
export function taken(object: MergeObject, { winner, loser }: Pick<LockedPair, 'winner' | 'loser'>, chosen: MergeWish['chosen']): Record<string, unknown> {
	const { fields, groups, optedOut } = mergeTables[object]
	const own = takenFields(mergeFields({ names: fields, winner: valuesOf(winner), loser: valuesOf(loser), chosen }))
	const grouped = groups.flatMap((group) =>
		group.every((name) => winner[name] === null) && group.some((name) => loser[name] !== null) ? group.map((name) => [name, loser[name]] as const) : [],
	)
	const custom = { ...(loser['custom'] as object), ...filled(winner['custom'] as object) }
	return {
		...own,
		...Object.fromEntries(grouped),
		...(JSON.stringify(Object.entries(custom).sort()) === JSON.stringify(Object.entries(winner['custom'] as object).sort()) ? {} : { custom }),
		...(loser[optedOut] === true && winner[optedOut] !== true ? { [optedOut]: true } : {}),
	}
}

const filled = (document: object) => Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null && value !== ''))

/** The loser keeps her row and nothing that can be hers alone. */
const emptied = (object: MergeObject, winnerId: number): Record<string, unknown> => ({
	...(object === 'prospect' ? { email: null, contact_id: null, lead_id: null, assigned_user_id: null, assigned_queue_id: null, assigned_at: null } : {}),
	...(object === 'contact' ? { is_active: false } : {}),
	...(object === 'lead' ? { prospect_account_id: null, prospect_contact_id: null } : {}),
	merged_into_id: winnerId,
})

const nameOf = (row: PersonRow) => [row['first_name'], row['last_name']].filter(Boolean).join(' ') || String(row['email'] ?? row['company'] ?? `#${row.id}`)

/**
 * Makes each pair one (sync-core.md B11), in the caller's transaction; the statements do not grow with the pairs. Everything that hung on the
 * loser hangs on the winner; her row stays, empty, and says who she is. Pairs that cannot be one are left out; nobody is in two pairs at once.
 */
export async function saveMerge(tx: Tx, { object, wishes, cause, userId, at }: Merging): Promise<Merged[]> {
	const wishOf = new Map(wishes.map((wish) => [wish.loserId, wish]))
	const pairs = (await lockPairs(tx, object, wishes)).filter((pair) => refuseMerge(object, pair).length === 0)
	if (pairs.length === 0) return []
	const merges = pairs.map((pair): NewMerge => {
		const { winnerId, loserId, sellerEntityId, winner, loser } = pair
		const wish = wishOf.get(loserId)
		const wrote = taken(object, pair, wish?.chosen ?? {})
		const loserMail = typeof loser['email'] === 'string' ? loser['email'].trim().toLowerCase() : null
		return {
			sellerEntityId,
			winnerId,
			loserId,
			winnerName: nameOf(winner),
			loserName: nameOf(loser),
			loserMail,
			cause,
			causedById: wish?.causedById ?? null,
			byUserId: userId,
			before: winner,
			wrote,
			lost: loser,
		}
	})
	const ids = new Map((await insertMerges(tx, object, merges, at)).map(({ id, loserId }) => [loserId, id]))
	const standing = merges.map(({ winnerId, loserId }) => ({ mergeId: ids.get(loserId) ?? 0, winnerId, loserId }))
	await moveParts(tx, object, standing)
	await writePeople(
		tx,
		object,
		merges.map(({ winnerId, loserId }) => ({ id: loserId, values: emptied(object, winnerId) })),
	)
	await writePeople(
		tx,
		object,
		merges.map(({ winnerId, wrote }) => ({ id: winnerId, values: wrote })),
	)
	if (object === 'prospect') await settleProspects(tx, merges, standing, { proposes: cause === 'person', at })
	await settleProposals(tx, object, standing, { state: 'taken', userId, at })
	await closeMergedErrors(tx, object, standing, at)
	await markMerged(
		tx,
		object,
		standing.flatMap(({ winnerId, loserId }) => [winnerId, loserId]),
		userId,
		at,
	)
	return standing.map(({ mergeId, winnerId, loserId }) => ({ id: mergeId, winnerId, loserId }))
}

type Standing = { mergeId: number; winnerId: number; loserId: number }

/** Score out of the united ledger, the word on mails by the winner's own address, and the links of the sync. */
async function settleProspects(
	tx: Tx,
	merges: readonly NewMerge[],
	standing: readonly Standing[],
	{ proposes, at }: { proposes: boolean; at: Date },
): Promise<void> {
	const winners = standing.map(({ winnerId }) => winnerId)
	const { lines, maxima } = await readLedgers(tx, winners)
	const corrections = standing.map(({ mergeId, winnerId }) => ({
		...{ mergeId, prospectId: winnerId },
		score: correctScore(
			lines.filter(({ prospectId }) => prospectId === winnerId),
			maxima[winnerId] ?? {},
		),
	}))
	await insertCorrections(
		tx,
		corrections.filter(({ score }) => score !== 0),
		at,
	)
	await refreshScores(tx, winners)
	const out = merges.filter(({ wrote }) => wrote['opted_out'] === true).map(({ winnerId }) => winnerId)
	if (out.length > 0) await sayMergedConsent(tx, out, at)
	await settleLinks(tx, standing, { proposes, at })
}
