import { type Fields, holds, type Predicate } from '../base/predicate.ts'
import { type Refusal, refusal } from '../base/refusal.ts'

export const assignmentKinds = ['user', 'group', 'queue', 'rule'] as const
/** To whom: a user, the next of a group, a queue, or whoever a rule says; a rule without an id is the active one. */
export type AssignmentTo = { kind: (typeof assignmentKinds)[number]; id: number | null }
export type AssignmentTarget = { kind: 'user' | 'group' | 'queue'; id: number }

export type AssignableProspect = {
	id: number
	/** She is a contact: her CRM record cannot stand in a queue. */
	isContact: boolean
	/** Who works on her already: as a prospect, as a lead, or through her account. */
	ownerUserId: number | null
	ownerQueueId: number | null
	fields: Fields
}

export type AssignmentRoom = {
	/** Who works here and may be given something. */
	userIds: ReadonlySet<number>
	queueIds: ReadonlySet<number>
	/** Members in the order of their turns, those who may be given something; `lastUserId` had the last one. */
	groups: readonly { id: number; memberIds: readonly number[]; lastUserId: number | null }[]
	/** Of the rule that was asked for, in their order; null: there is none. */
	entries: readonly { predicate: Predicate | null; target: AssignmentTarget }[] | null
}

export type AssignmentWish = { to: AssignmentTo; reassign: boolean }
export type Assigned = { prospectId: number; userId: number | null; queueId: number | null }

export type Assignment = {
	assigned: Assigned[]
	/** Owned already, and left as they are. */
	kept: number[]
	refused: { prospectId: number; refusal: Refusal }[]
	/** Who of each group had the last one now. */
	turns: { groupId: number; lastUserId: number }[]
}

/**
 * Who gets which prospect (sync-core.md A7): none takes an owned one away unless `reassign` was asked for by itself, and then not from whoever has it already.
 * Refuses one by one: `ASSIGN_TARGET_GONE`, `ASSIGN_GROUP_EMPTY`, `ASSIGN_QUEUE_CONTACT`, `ASSIGN_RULE_NONE`, `ASSIGN_RULE_NO_MATCH`.
 */
export function decideAssignment(prospects: readonly AssignableProspect[], { to, reassign }: AssignmentWish, room: AssignmentRoom): Assignment {
	const lastOf = new Map(room.groups.map(({ id, lastUserId }) => [id, lastUserId]))
	const answer: Assignment = { assigned: [], kept: [], refused: [], turns: [] }
	const used = new Set<number>()
	for (const prospect of prospects) {
		const isOwned = prospect.ownerUserId !== null || prospect.ownerQueueId !== null
		if (isOwned && !reassign) {
			answer.kept.push(prospect.id)
			continue
		}
		const target = targetOf(prospect, to, room)
		const reason = 'code' in target ? target : standsAgainst(prospect, target, room)
		if (reason) answer.refused.push({ prospectId: prospect.id, refusal: reason })
		else {
			const found = placeIn(target as AssignmentTarget, room, lastOf)
			if (found.userId === prospect.ownerUserId && found.queueId === prospect.ownerQueueId) answer.kept.push(prospect.id)
			else answer.assigned.push({ prospectId: prospect.id, ...found })
			if ((target as AssignmentTarget).kind === 'group') used.add((target as AssignmentTarget).id)
		}
	}
	answer.turns = [...used].map((groupId) => ({ groupId, lastUserId: lastOf.get(groupId) ?? 0 }))
	return answer
}

function targetOf({ fields }: AssignableProspect, { kind, id }: AssignmentTo, { entries }: AssignmentRoom): AssignmentTarget | Refusal {
	if (kind !== 'rule') return id === null ? refusal('ASSIGN_TARGET_GONE') : { kind, id }
	if (entries === null) return refusal('ASSIGN_RULE_NONE')
	const entry = entries.find(({ predicate }) => predicate === null || holds(predicate, fields))
	return entry?.target ?? refusal('ASSIGN_RULE_NO_MATCH')
}

function standsAgainst({ isContact }: AssignableProspect, { kind, id }: AssignmentTarget, { userIds, queueIds, groups }: AssignmentRoom): Refusal | null {
	if (kind === 'user') return userIds.has(id) ? null : refusal('ASSIGN_TARGET_GONE')
	if (kind === 'queue') return queueIds.has(id) ? (isContact ? refusal('ASSIGN_QUEUE_CONTACT') : null) : refusal('ASSIGN_TARGET_GONE')
	const group = groups.find((one) => one.id === id)
	if (!group) return refusal('ASSIGN_TARGET_GONE')
	return group.memberIds.length > 0 ? null : refusal('ASSIGN_GROUP_EMPTY')
}

function placeIn({ kind, id }: AssignmentTarget, { groups }: AssignmentRoom, lastOf: Map<number, number | null>): Omit<Assigned, 'prospectId'> {
	if (kind === 'user') return { userId: id, queueId: null }
	if (kind === 'queue') return { userId: null, queueId: id }
	const members = groups.find((one) => one.id === id)?.memberIds ?? []
	// After whoever had the last one; somebody who left the group stands before the first.
	const next = members[(members.indexOf(lastOf.get(id) ?? 0) + 1) % members.length] ?? 0
	lastOf.set(id, next)
	return { userId: next, queueId: null }
}
