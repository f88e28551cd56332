import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import {
	claimMemberMarks,
	deleteMembers,
	deleteOwnMembers,
	deleteWaiting,
	insertMembers,
	insertOwnMembers,
	lockMembersOf,
	type MembershipRow,
	readMemberships,
	writeMemberBase,
} from '../../../db/queries/membership.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { agreeMembership, type MembershipTurn } from '../../engine/sync/agree-membership.ts'

/** People of one transaction. */
const batchSize = 5000

export type MembersAgreed = { looked: number; crm: number; ma: number }
type Decided = MembershipRow & { turn: MembershipTurn }

/**
 * Members of campaigns that follow each other become the same on both sides, and memberships that waited for their person are applied
 * (sync-core.md A39, B13): marks taken, both sides read again, written, and the base with them, in one transaction of ten statements at
 * most. Answers how many people were looked at, and what was written on each side; the campaign's history says it too.
 */
export async function agreeMembers(db: Db, at: Date): Promise<MembersAgreed> {
	return await withTransaction(db, async (tx) => {
		const pairs = await claimMemberMarks(tx, batchSize)
		if (pairs.length === 0) return { looked: 0, crm: 0, ma: 0 }
		await sayCause(tx, { cause: 'campaign_member', actor: 'sync:members' })
		await lockMembersOf(
			tx,
			pairs.map(({ crmCampaignId }) => crmCampaignId),
		)
		const decided = (await readMemberships(tx, pairs)).map((row) => ({ ...row, turn: agreeMembership(row) }))
		const written = await save(tx, decided, at)
		await note(tx, decided, at)
		return { looked: pairs.length, ...written }
	})
}

const ownOf = ({ campaignId, prospectId }: Decided) => (campaignId === null ? [] : [{ campaignId, prospectId }])

async function save(tx: Tx, decided: readonly Decided[], at: Date): Promise<{ crm: number; ma: number }> {
	const toCrm = (act: 'add' | 'remove') => decided.filter(({ turn }) => turn.crm === act)
	const toMa = (act: 'add' | 'remove') => decided.filter(({ turn }) => turn.ma === act).flatMap(ownOf)
	const applied = decided.filter(({ turn }) => turn.applies)
	const added = await insertMembers(tx, [...new Set([...toCrm('add'), ...applied])], at)
	const removed = await deleteMembers(tx, toCrm('remove'))
	const own = (await insertOwnMembers(tx, toMa('add'), at)) + (await deleteOwnMembers(tx, toMa('remove')))
	await writeMemberBase(
		tx,
		decided.filter(({ agreed, turn }) => agreed !== turn.agreed).flatMap((one) => ownOf(one).map((pair) => ({ ...pair, agreed: one.turn.agreed }))),
		at,
	)
	await deleteWaiting(tx, applied)
	return { crm: added + removed, ma: own }
}

/** Nothing silent: each campaign's history says how many came and went, and where. */
async function note(tx: Tx, decided: readonly Decided[], at: Date): Promise<void> {
	const touched = decided.filter(({ turn }) => turn.crm !== null || turn.ma !== null)
	const count = (rows: readonly Decided[], side: 'crm' | 'ma', act: 'add' | 'remove') => rows.filter(({ turn }) => turn[side] === act).length
	await insertAudit(
		tx,
		[...Map.groupBy(touched, ({ crmCampaignId }) => crmCampaignId)].map(([crmCampaignId, rows]) => ({
			userId: null,
			action: 'campaign.members_agreed',
			subject: `campaign:${crmCampaignId}`,
			after: {
				crm: { added: count(rows, 'crm', 'add'), removed: count(rows, 'crm', 'remove') },
				ma: { added: count(rows, 'ma', 'add'), removed: count(rows, 'ma', 'remove') },
			},
			requestId: 'sync:members',
			at,
		})),
	)
}
