import type { Tx } from '../../../db/client.server.ts'
import { loadDaySums, loadKnownKeys, loadScoreRules, refreshScores } from '../../../db/queries/marketing.ts'
import { insertOwnActivities } from '../../../db/queries/visitor.ts'
import { daySumKey, scoreActivities } from '../../engine/marketing/score.ts'

export type SeenActivity = {
	sourceKey: string
	kind: string
	facts: Record<string, unknown>
	/** The source campaign it belongs to. */
	campaignId: number | null
	visitorId: string | null
	occurredAt: Date
}

export type ScoredPerson = { id: number; sellerId: number; timeZone: string }

/** What these are worth to her today, the daily maxima counted with what the ledger has. She is locked by whoever calls. */
export async function scoreFor<T extends { kind: string; occurredAt: Date }>(
	tx: Tx,
	{ id, sellerId, timeZone }: ScoredPerson,
	activities: readonly T[],
): Promise<(T & { score: number })[]> {
	if (activities.length === 0) return []
	const asked = activities.map(({ kind, occurredAt }, index) => ({
		...{ sourceKey: String(index), kind, contactId: null, facts: {}, crmCampaignId: null, orderId: null, occurredAt },
		...{ prospectId: id, sellerId, timeZone },
	}))
	const [rules, sums] = await Promise.all([loadScoreRules(tx, [sellerId]), loadDaySums(tx, [id], asked)])
	const daySums = new Map(sums.map((row) => [daySumKey(row.prospectId, row.kind, row.day), Number(row.score)]))
	const scored = scoreActivities({ rules, activities: asked, daySums, orderScores: new Map() })
	return activities.map((one, index) => ({ ...one, score: scored[index]?.score ?? 0 }))
}

/** Writes what a known person did, once for each key, and brings her score up to date. */
export async function saveActivities(tx: Tx, person: ScoredPerson, activities: readonly SeenActivity[]): Promise<void> {
	const known = await loadKnownKeys(
		tx,
		activities.map(({ sourceKey }) => sourceKey),
	)
	const fresh = activities.filter(({ sourceKey }) => !known.has(sourceKey))
	if (fresh.length === 0) return
	const scored = await scoreFor(tx, person, fresh)
	await insertOwnActivities(
		tx,
		scored.map((one) => ({ ...one, prospectId: person.id })),
	)
	await refreshScores(tx, [person.id])
}
