import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readCustomDefs } from '../../../db/queries/custom.ts'
import { insertConsent } from '../../../db/queries/marketing.ts'
import {
	endPersonTask,
	findProspectByEmail,
	insertProspect,
	type LockedPerson,
	lockPerson,
	type ProspectWish,
	updateProspect,
	updateProspectOrigin,
} from '../../../db/queries/prospect.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { changeCustom, type TypedValues } from '../../engine/crm/custom-fields.ts'
import type { AssignTo, MarketingAction } from '../../engine/marketing/action.ts'
import { checkProspect } from '../../engine/marketing/prospect.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveAssignment } from '../crm/save-assignment.ts'
import { saveEvents } from '../event/save-events.ts'
import { findStrangers } from './load-known-actions.ts'
import { peopleDeskOf } from './read-people-desk.ts'
import { saveActions } from './save-actions.ts'

export type PersonEdit =
	| { act: 'edit'; wish: ProspectWish; typed?: TypedValues }
	| { act: 'do'; action: MarketingAction }
	| { act: 'assign'; to: AssignTo }
	| { act: 'source'; campaignId: number | null }
	| { act: 'profile'; profileId: number | null }
	| { act: 'task'; taskId: number; status: 'open' | 'done' | 'dropped' }
	| { act: 'consent'; kind: 'opt_in' | 'opt_out'; reason: string }

export type PersonChange = { id: number | null; edit: PersonEdit; requestId: string; at: Date }

/**
 * What a person of the house does to one prospect by hand, with its line in the audit. Null: none of this desk's. Refuses
 * what `checkProspect` does, `PROSPECT_EMAIL_TAKEN`, `CONSENT_NO_EMAIL`, `CONSENT_REASON_MISSING`, `TASK_MOVED`, what `changeCustom` does and, for an assignment, what `saveAssignment` answers.
 */
export async function changePerson(db: Db, staff: StaffMember, { id, edit, requestId, at }: PersonChange): Promise<Result<object> | null> {
	return await withTransaction(db, async (tx) => {
		const person = id === null ? null : await lockPerson(tx, id, peopleDeskOf(staff))
		if (!person) return null
		await sayCause(tx, { cause: causes[edit.act] ?? 'edit', actor: `user:${staff.userId}` })
		const refusals = await apply(tx, staff, { prospectId: person.id, person, edit, requestId, at })
		if (refusals.length > 0) return refused(...refusals)
		await insertAudit(tx, [{ userId: staff.userId, action: `prospect.${edit.act}`, subject: `prospect:${person.id}`, after: edit, requestId, at }])
		return { ok: true }
	})
}

type Applied = { prospectId: number; person: LockedPerson; edit: PersonEdit; requestId: string; at: Date }

async function apply(tx: Tx, staff: StaffMember, { prospectId, person, edit, requestId, at }: Applied): Promise<Refusal[]> {
	const actor = { userId: staff.userId }
	if (edit.act === 'edit') {
		const own = changeCustom(await readCustomDefs(tx, staff.seller.id, 'prospect'), person.custom, edit.typed ?? {}, staff.locale)
		const found = [...checkProspect(edit.wish, person), ...(own.ok ? [] : own.refusals)]
		if (!own.ok || found.length > 0) return found
		// What sales say of her stands with them.
		const hers = Object.fromEntries(Object.entries(edit.wish).filter(([name]) => name === 'company' || !person.told.some((one) => one === name)))
		return (await updateProspect(tx, prospectId, { ...hers, custom: own.custom })) ? [] : [refusal('PROSPECT_EMAIL_TAKEN', { email: edit.wish.email ?? null })]
	}
	if (edit.act === 'do') {
		const strangers = await findStrangers(tx, staff.seller.id, [edit.action])
		if (strangers.length > 0) return strangers
		await saveActions(tx, { prospectIds: [prospectId], actions: [edit.action], cause: 'person', sourceKey: `person:${requestId}`, at, actor })
	}
	if (edit.act === 'source') await updateProspectOrigin(tx, prospectId, staff.seller.id, { campaignId: edit.campaignId })
	if (edit.act === 'profile') await updateProspectOrigin(tx, prospectId, staff.seller.id, { profileId: edit.profileId })
	if (edit.act === 'task') return (await endPersonTask(tx, { prospectId, ...edit, at })) ? [] : [refusal('TASK_MOVED')]
	if (edit.act === 'consent') return await sayConsent(tx, person, { ...edit, actor: `user:${staff.userId}`, at })
	if (edit.act !== 'assign') return []
	const answer = await saveAssignment(tx, {
		prospectIds: [prospectId],
		to: edit.to,
		cause: 'person',
		sourceKey: `person:${requestId}`,
		at,
		actor,
		reassign: true,
		requestId,
	})
	return answer.refused.map(({ refusal: why }) => why)
}

const causes: Partial<Record<PersonEdit['act'], 'assignment' | 'consent'>> = { assign: 'assignment', consent: 'consent' }

type Said = { kind: 'opt_in' | 'opt_out'; reason: string; actor: string; at: Date }

/** What she told somebody of the house: her word, with the reason as its evidence (sync-core.md B9). */
async function sayConsent(tx: Tx, person: LockedPerson, { kind, reason, actor, at }: Said): Promise<Refusal[]> {
	const { id: prospectId, email } = person
	if (email === null) return [refusal('CONSENT_NO_EMAIL')]
	if (reason === '') return [refusal('CONSENT_REASON_MISSING')]
	await insertConsent(tx, { prospectId, email, kind, source: 'person', actor, evidence: { reason }, at })
	const subject = `prospect:${prospectId}`
	await saveEvents(tx, [
		{ topic: 'consent.changed', subject, accountId: person.accountId, contactId: person.contactId, payload: { kind, reason }, occurredAt: at },
	])
	return []
}

/** Writes down a prospect. Refuses what `checkProspect` does, `PROSPECT_EMAIL_TAKEN` with whose it is, and what `changeCustom` does. */
export async function createProspect(
	db: Db,
	staff: StaffMember,
	{ wish, typed = {}, requestId, at }: { wish: ProspectWish; typed?: TypedValues; requestId: string; at: Date },
): Promise<Result<{ id: number }>> {
	const own = changeCustom(await readCustomDefs(db, staff.seller.id, 'prospect'), {}, typed, staff.locale)
	const refusals = [...checkProspect(wish), ...(own.ok ? [] : own.refusals)]
	if (!own.ok || refusals.length > 0) return { ok: false, refusals }
	return await withTransaction(db, async (tx) => {
		await sayCause(tx, { cause: 'edit', actor: `user:${staff.userId}` })
		const id = await insertProspect(tx, staff.seller.id, { ...wish, custom: own.custom }, at)
		if (id === null)
			return refused(
				refusal('PROSPECT_EMAIL_TAKEN', { email: wish.email ?? null, prospectId: await findProspectByEmail(tx, staff.seller.id, wish.email ?? '') }),
			)
		await insertAudit(tx, [
			{ userId: staff.userId, action: 'prospect.created', subject: `prospect:${id}`, after: { ...wish, custom: own.custom }, requestId, at },
		])
		return { ok: true, id }
	})
}
