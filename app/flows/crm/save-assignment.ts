import type { Tx } from '../../../db/client.server.ts'
import {
	dropOpenTasks,
	insertTasks,
	lockAssignable,
	lockGroups,
	type ProspectFound,
	type RoomFound,
	readAssignmentRoom,
	readRuleEntries,
	updateAssigned,
	updateTurns,
} from '../../../db/queries/assignment.ts'
import { insertNotices } from '../../../db/queries/attention.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { dayIn, workingDayAfter } from '../../engine/base/calendar.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import { readPredicate } from '../../engine/base/read-predicate.ts'
import { type Assigned, type Assignment, type AssignmentRoom, type AssignmentTo, decideAssignment } from '../../engine/crm/decide-assignment.ts'

export type SaveAssignment = {
	prospectIds: readonly number[]
	to: AssignmentTo
	/** Why, as it is told and recorded: `form`, `rule`, `programme`, `person`, `import`. */
	cause: string
	/** Of the act; under it nobody is told of the same prospect twice. */
	sourceKey: string
	at: Date
	/** Who asked; null: the house itself. */
	actor: { userId: number } | null
	/** Takes owned ones away too. A person's own wish, never a default. */
	reassign?: boolean
	requestId?: string | null
}

/**
 * Gives prospects to a user, the next of a group, a queue, or whoever a rule says (sync-core.md A7); the lead that a prospect is goes along.
 * None takes an owned one away without `reassign`. The user is told and gets a task, once under the key; a queue's people are told.
 * Nine statements for any number, ten by a rule. Nothing is refused as a whole: the answer says one by one what was not done and why. Prospects of one seller.
 */
export async function saveAssignment(tx: Tx, wish: SaveAssignment): Promise<Assignment> {
	const prospects = wish.prospectIds.length === 0 ? [] : await lockAssignable(tx, wish.prospectIds)
	const sellerId = prospects[0]?.sellerEntityId
	if (sellerId === undefined) return { assigned: [], kept: [], refused: [], turns: [] }
	const { room, found } = await loadRoom(tx, sellerId, wish.to)
	const decided = decideAssignment(
		prospects.filter(({ sellerEntityId }) => sellerEntityId === sellerId),
		{ to: wish.to, reassign: wish.reassign ?? false },
		room,
	)
	if (decided.assigned.length === 0) return decided
	await updateAssigned(tx, decided.assigned, wish.at)
	await updateTurns(tx, decided.turns)
	await dropOpenTasks(
		tx,
		decided.assigned.map(({ prospectId }) => prospectId),
		wish.at,
	)
	await tell(tx, { wish, prospects, assigned: decided.assigned, found })
	return decided
}

async function loadRoom(tx: Tx, sellerId: number, to: AssignmentTo): Promise<{ room: AssignmentRoom; found: RoomFound }> {
	const raw = to.kind === 'rule' ? await readRuleEntries(tx, sellerId, to.id) : null
	const groupIds = to.kind === 'group' && to.id !== null ? [to.id] : (raw ?? []).filter(({ kind }) => kind === 'group').map(({ id }) => id)
	const locked = await lockGroups(tx, sellerId, groupIds)
	const found = await readAssignmentRoom(tx, sellerId)
	// What cannot be read holds of nobody: an entry is never taken for one that is always true.
	const never: Predicate = { any: [] }
	const read = (json: unknown): Predicate => {
		const answer = readPredicate(json)
		return answer.ok ? answer.predicate : never
	}
	const entries = raw?.map(({ predicate, kind, id }) => ({ predicate: predicate === null ? null : read(predicate), target: { kind, id } }))
	const groups = locked.map(({ id, lastUserId }) => ({
		...{ id, lastUserId },
		memberIds: found.members.filter(({ groupId }) => groupId === id).map(({ userId }) => userId),
	}))
	return { found, room: { userIds: new Set(found.userIds), queueIds: new Set(found.queueIds), groups, entries: entries ?? null } }
}

type Telling = { wish: SaveAssignment; prospects: readonly ProspectFound[]; assigned: readonly Assigned[]; found: RoomFound }

/** A task and a notice to who has it now; a notice to everybody of a queue; all on record. */
async function tell(tx: Tx, { wish: { cause, sourceKey, at, actor, requestId }, prospects, assigned, found }: Telling): Promise<void> {
	const byId = new Map(prospects.map((prospect) => [prospect.id, prospect]))
	const given = assigned.flatMap((one) => {
		const prospect = byId.get(one.prospectId)
		return prospect
			? [{ ...one, prospect, facts: { prospectId: prospect.id, leadId: prospect.leadId, name: prospect.name, company: prospect.company ?? '', cause } }]
			: []
	})
	const keyOf = (prospectId: number) => `assign:${sourceKey}:${prospectId}`
	const dueOn = workingDayAfter(dayIn(at, found.timeZone), 1)
	await insertTasks(
		tx,
		given.flatMap(({ userId, prospect, facts }) => {
			if (userId === null) return []
			const { accountId, contactId, leadId, id } = prospect
			return [
				{
					...{ idempotencyKey: keyOf(id), ownerUserId: userId, accountId, contactId, leadId, prospectId: id },
					subject: 'prospect.assigned',
					facts,
					dueOn,
					priority: 'high' as const,
				},
			]
		}),
		at,
	)
	const notices = given.flatMap(({ userId, queueId, prospect: { id, accountId }, facts }) => {
		const kind = userId === null ? 'prospect.queued' : 'prospect.assigned'
		const people = userId === null ? found.queueMembers.filter((member) => member.queueId === queueId).map((member) => member.userId) : [userId]
		// What she gave herself is no news to her.
		return people.filter((one) => one !== actor?.userId).map((one) => ({ idempotencyKey: `${keyOf(id)}:${one}`, userId: one, accountId, kind, facts, at }))
	})
	if (notices.length > 0) await insertNotices(tx, notices)
	await insertAudit(
		tx,
		given.map(({ userId, queueId, prospect: { id, ownerUserId, ownerQueueId } }) => ({
			...{ userId: actor?.userId ?? null, action: 'prospect.assigned', subject: `prospect:${id}`, requestId: requestId ?? null, at },
			...{ before: { userId: ownerUserId, queueId: ownerQueueId }, after: { userId, queueId, cause } },
		})),
	)
}
