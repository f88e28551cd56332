import type { Tx } from '../../../db/client.server.ts'
import { refreshScores } from '../../../db/queries/marketing.ts'
import { lockUnknownActivities, touchVisitor, updateActivitiesOwner, updateVisitorProspect } from '../../../db/queries/visitor.ts'
import { type ScoredPerson, scoreFor } from './save-activities.ts'

/**
 * A visitor turns out to be this person: what she did before becomes hers, with what it is worth on its days (sync-core.md A44,
 * B13). A browser that belongs to somebody else already gives nothing away: `next` is then another visitor's id, which it has
 * from now on. `newId` is that id, made by the edge; `seenBefore`: when this visitor was last here.
 */
export async function saveStitch(
	tx: Tx,
	person: ScoredPerson,
	{ visitorId, newId, at }: { visitorId: string; newId: string; at: Date },
): Promise<{ visitorId: string; seenBefore: Date | null }> {
	const visitor = await touchVisitor(tx, { id: visitorId, sellerId: person.sellerId, at })
	if (visitor.prospectId !== null && visitor.prospectId !== person.id) {
		const { seenBefore } = await touchVisitor(tx, { id: newId, sellerId: person.sellerId, at })
		await updateVisitorProspect(tx, newId, person)
		return { visitorId: newId, seenBefore }
	}
	if (visitor.prospectId === null) await updateVisitorProspect(tx, visitorId, person)
	const before = await lockUnknownActivities(tx, visitorId)
	if (before.length > 0) {
		await updateActivitiesOwner(tx, person.id, await scoreFor(tx, person, before))
		await refreshScores(tx, [person.id])
	}
	return { visitorId, seenBefore: visitor.seenBefore }
}
