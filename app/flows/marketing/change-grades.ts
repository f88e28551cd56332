import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import {
	deleteCriterion,
	deleteProfile,
	type GradeFacts,
	insertProfile,
	listProfiles,
	lockProfile,
	type ProfileRow,
	readGradeFacts,
	saveCriterion,
	updateProfile,
} from '../../../db/queries/grade-room.ts'
import { insertRun } from '../../../db/queries/marketing-run.ts'
import { type PeopleRoom, readPeopleRoom } from '../../../db/queries/prospect.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type GradesPage = GradeFacts & { profiles: ProfileRow[] }

/** Profiles, how many people stand at each grade, and how far the newest look at them is; two statements. */
export async function openGrades(db: Db, staff: StaffMember): Promise<GradesPage> {
	const [profiles, facts] = await Promise.all([listProfiles(db, staff.seller.id), readGradeFacts(db, staff.seller.id)])
	return { profiles, ...facts }
}

/** One profile with what a criterion may name; three statements. Null: not this seller's. */
export async function openProfile(db: Db, staff: StaffMember, id: number | null): Promise<(GradeFacts & { profile: ProfileRow; room: PeopleRoom }) | null> {
	if (id === null) return null
	const [found, facts, room] = await Promise.all([
		listProfiles(db, staff.seller.id, id),
		readGradeFacts(db, staff.seller.id),
		readPeopleRoom(db, staff.seller.id),
	])
	const [profile] = found
	return profile ? { profile, room, ...facts } : null
}

type Said = { requestId: string; at: Date }

/** Refuses `PROFILE_NAME_MISSING` and `PROFILE_NAME_TAKEN`. */
export async function createProfile(db: Db, staff: StaffMember, { name, requestId, at }: Said & { name: string }): Promise<Result<{ id: number }>> {
	if (name === '') return refused(refusal('PROFILE_NAME_MISSING'))
	return await withTransaction(db, async (tx) => {
		const id = await insertProfile(tx, staff.seller.id, { name, at })
		if (id === null) return refused(refusal('PROFILE_NAME_TAKEN', { name }))
		await say(tx, staff, { id, requestId, at }, 'created', { name })
		return { ok: true, id }
	})
}

export type ProfileChange =
	| { kind: 'profile'; name: string; isDefault: boolean }
	| { kind: 'criterion'; criterionId: number | null; name: string; weight: number; predicate: Predicate }
	| { kind: 'criterion_delete'; criterionId: number }
	| { kind: 'delete' }

/**
 * Writes a profile or one of its criteria; everybody is graded anew in the background and written only where the grade
 * differs. Null: not this seller's. Refuses `PROFILE_NAME_MISSING`, `PROFILE_NAME_TAKEN`, `PROFILE_IS_DEFAULT` (somebody must grade everybody),
 * `CRITERION_NAME_MISSING` and `CRITERION_WEIGHT`.
 */
export async function changeProfile(
	db: Db,
	staff: StaffMember,
	{ id, change, requestId, at }: Said & { id: number; change: ProfileChange },
): Promise<Result<object> | null> {
	return await withTransaction(db, async (tx) => {
		const profile = await lockProfile(tx, staff.seller.id, id)
		if (!profile) return null
		const answer = await write(tx, staff, profile, change)
		if (!answer?.ok) return answer
		await insertRun(tx, { sellerEntityId: staff.seller.id, kind: 'grade', subjectId: null, subject: null, userId: staff.userId, at })
		await say(tx, staff, { id, requestId, at }, change.kind, change)
		return { ok: true }
	})
}

async function write(tx: Tx, staff: StaffMember, profile: { id: number; isDefault: boolean }, change: ProfileChange): Promise<Result<object> | null> {
	if (change.kind === 'delete') {
		if (profile.isDefault) return refused(refusal('PROFILE_IS_DEFAULT'))
		await deleteProfile(tx, profile.id)
		return { ok: true }
	}
	if (change.kind === 'criterion_delete') return (await deleteCriterion(tx, profile.id, change.criterionId)) ? { ok: true } : null
	if (change.kind === 'profile') {
		if (change.name === '') return refused(refusal('PROFILE_NAME_MISSING'))
		return (await updateProfile(tx, staff.seller.id, { ...change, id: profile.id }))
			? { ok: true }
			: refused(refusal('PROFILE_NAME_TAKEN', { name: change.name }))
	}
	const refusals = [
		...(change.name === '' ? [refusal('CRITERION_NAME_MISSING')] : []),
		...(Number.isInteger(change.weight) && change.weight !== 0 && Math.abs(change.weight) <= 6 ? [] : [refusal('CRITERION_WEIGHT')]),
	]
	if (refusals.length > 0) return { ok: false, refusals }
	const { criterionId, name, weight, predicate } = change
	return (await saveCriterion(tx, profile.id, { id: criterionId, name, weight, predicate })) ? { ok: true } : null
}

async function say(tx: Tx, staff: StaffMember, { id, requestId, at }: Said & { id: number }, what: string, after: object): Promise<void> {
	await insertAudit(tx, [{ userId: staff.userId, action: `grade.${what}`, subject: `ma_profile:${id}`, after, requestId, at }])
}
