import type { Tx } from '../../../db/client.server.ts'
import { lockStanding, readStandingMerges } from '../../../db/queries/merge.ts'
import { insertProposals, keepLinks, type NewProposal, noteMerged } from '../../../db/queries/merge-link.ts'
import type { MergeObject } from '../../../db/queries/merge-parts.ts'
import { isSideSystem } from '../../../db/queries/side-tables.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { type Link, moveLinks, readLinksOf } from '../../../db/queries/sync-link.ts'
import type { Pair } from '../sync/types.ts'
import { saveMerge } from './save-merge.ts'

type Gone = { pair: Pair; into: string }

/**
 * What the CRM merged is merged in marketing too (sync-core.md B11): the prospect of the loser becomes the winner's prospect, or goes to the
 * winner with its link where she has none. Accounts and people of sales of our own, and another marketing system, are only told: that is a proposal. Answers the jobs that are to be looked at again.
 */
export async function saveMerged(tx: Tx, connection: Connection, gone: readonly Gone[], at: Date): Promise<number[]> {
	if (gone.length === 0) return []
	const winners = await readLinksOf(
		tx,
		connection.id,
		gone.map(({ pair, into }) => ({ side: 'crm', object: pair.link.crmObject, id: into })),
	)
	const winnerOf = new Map(winners.map((link) => [`${link.crmObject}:${link.crmId}`, link]))
	// Of several that went to the same record one goes now; the others are looked at again.
	const taken = new Set<string>()
	const now = gone.filter(({ pair, into }) => !taken.has(`${pair.link.crmObject}:${into}`) && taken.add(`${pair.link.crmObject}:${into}`) !== undefined)
	const all = now.map((one) => ({ ...one, winner: winnerOf.get(`${one.pair.link.crmObject}:${one.into}`) ?? null }))
	const waits = await withoutWinner(tx, connection, all)
	const known = all.filter((one) => !waits.has(one))
	await keepWhatWas(tx, connection, known)
	await moveLinks(
		tx,
		known.map(({ pair, into, winner }) =>
			winner ? restingOf(pair.link) : { ...placeOf(pair.link), crmId: into, state: 'active' as const, stateReason: null },
		),
	)
	await mergeBehind(
		tx,
		connection,
		known.flatMap(({ pair, into, winner }) => (winner && winner.maId !== null && pair.link.maId !== null ? [{ link: pair.link, winner, into }] : [])),
		at,
	)
	const moved = known.filter(({ winner }) => !winner).map(({ pair }) => pair.job.id)
	return [...moved, ...gone.filter((one) => !now.includes(one)).map(({ pair }) => pair.job.id)]
}

type Known = Gone & { winner: Link | null }

/** Nobody becomes one with a prospect who is gone: the loser stays as she is until the winner comes back, and her link knows for whom it waits. */
async function withoutWinner(tx: Tx, connection: Connection, all: readonly Known[]): Promise<ReadonlySet<Known>> {
	const ours = isSideSystem(connection.maSystem) ? all.filter(({ winner }) => winner?.maObject === 'prospect' && winner.maId !== null) : []
	if (ours.length === 0) return new Set()
	const standing = await lockStanding(
		tx,
		ours.map(({ winner }) => Number(winner?.maId)),
	)
	const waits = ours.filter(({ winner }) => !standing.has(Number(winner?.maId)))
	for (const [object, some] of Map.groupBy(waits, ({ pair }) => pair.link.crmObject))
		await noteMerged(tx, connection.id, {
			side: 'crm',
			object,
			merged: some.flatMap(({ pair, into }) => (pair.link.crmId ? [{ id: pair.link.crmId, into }] : [])),
		})
	return new Set(waits)
}

const placeOf = ({ id, objectMapId, crmObject }: Link) => ({ id, objectMapId, crmObject })
const restingOf = (link: Link) => ({ ...placeOf(link), crmId: link.crmId, state: 'archived' as const, stateReason: 'MERGED' })

const isMergeable = (object: string): object is MergeObject => object === 'contact' || object === 'lead' || object === 'prospect'

async function keepWhatWas(tx: Tx, { crmSystem }: Connection, gone: readonly Gone[]): Promise<void> {
	if (!isSideSystem(crmSystem)) return
	for (const [object, some] of Map.groupBy(gone, ({ pair }) => pair.link.crmObject)) {
		if (isMergeable(object))
			await keepLinks(
				tx,
				object,
				some.map(({ pair }) => ({ loserId: Number(pair.link.crmId), linkId: pair.link.id })),
			)
	}
}

async function mergeBehind(tx: Tx, connection: Connection, both: readonly { link: Link; winner: Link; into: string }[], at: Date): Promise<void> {
	const ours = both.filter(({ link, winner }) => link.maId !== winner.maId && isSideSystem(connection.maSystem) && link.maObject === 'prospect')
	// Prospects of our own become one at once; accounts, and people of sales, become one only by a person's word. Another marketing system is told.
	const proposed: NewProposal[] = both.flatMap(({ link, winner }) =>
		link.maId === winner.maId || (isSideSystem(connection.maSystem) && link.maObject === 'prospect')
			? []
			: [{ side: 'ma', object: link.maObject, winnerId: winner.maId ?? '', loserId: link.maId ?? '', reason: 'CRM_MERGED' }],
	)
	await insertProposals(tx, { connectionId: connection.id, rows: proposed, at })
	if (ours.length === 0) return
	const first = ours[0]?.link.crmObject ?? ''
	const causes =
		isSideSystem(connection.crmSystem) && isMergeable(first)
			? await readStandingMerges(
					tx,
					ours.map(({ link }) => ({ object: link.crmObject, loserId: Number(link.crmId) })),
				)
			: new Map<string, number>()
	const wishes = ours.map(({ link, winner }) => ({
		...{ winnerId: Number(winner.maId), loserId: Number(link.maId), chosen: {} },
		causedById: causes.get(`${link.crmObject}:${link.crmId}`) ?? null,
	}))
	await saveMerge(tx, { object: 'prospect', wishes, cause: 'sync', userId: null, at })
}
