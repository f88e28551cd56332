import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { type CustomDefRow, readCustomDefs } from '../../../db/queries/custom.ts'
import { insertSubmission, type PublicForm, readPublicForm } from '../../../db/queries/form.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { findProspect, insertOptIns, insertOwnActivities, lockProspect, touchVisitor, updateProspect } from '../../../db/queries/visitor.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { parseActions } from '../../engine/marketing/action.ts'
import { type FormDesign, wordsIn } from '../../engine/marketing/form.ts'
import { writtenCustom } from '../../engine/marketing/own-field.ts'
import { type ProspectWrite, prospectWrites, readSubmission, type Submission, type Typed } from '../../engine/marketing/submission.ts'
import { saveEvents } from '../event/save-events.ts'
import { saveActions } from '../marketing/save-actions.ts'
import { saveActivities } from './save-activities.ts'
import { saveFileGrant } from './save-file-grant.ts'
import { saveStitch } from './save-stitch.ts'

export type FormSent = {
	typed: Typed
	/** The address that she said she is sure of. */
	sure: string | null
	/** The same twice is one sending; null: its page is too old to say. */
	key: string | null
	/** Null: she is not to be followed. */
	visitorId: string | null
	/** The id of another visitor, should this browser turn out to be shared. */
	newVisitorId: string
	locale: string
	origin: string | null
	/** The site whose page sends it, where that is not ours. */
	from?: string | null
	/** A member of the house tries the form: all is checked, nothing is kept. */
	isTrial: boolean
	at: Date
}

export type SubmitAnswer =
	| { kind: 'sent'; form: PublicForm; submissionId: number | null; grantId: number | null; visitorId: string | null }
	| { kind: 'refused'; form: PublicForm; refusals: Refusal[] }
	| { kind: 'unsure'; form: PublicForm; email: string; suggestion: string }
	/** Sent from a page of a site that the form does not name. */
	| { kind: 'foreign'; form: PublicForm }
	| { kind: 'stale'; form: PublicForm }

/**
 * Somebody sends a form (sync-core.md A7, A25, A44, B9, B14): she is found or made, what she did before becomes hers, and the
 * sending is kept once for its key with its consents, its score and what follows from it. Null: no such form in front of people.
 * Refuses what `readSubmission` does.
 */
export async function submitForm(db: Db, where: { slug: string } | { id: number }, sent: FormSent): Promise<SubmitAnswer | null> {
	const form = await readPublicForm(db, where)
	if (!form) return null
	if (sent.from && !form.design.origins.includes(sent.from)) return { kind: 'foreign', form }
	const { key } = sent
	if (key === null) return { kind: 'stale', form }
	const defs = form.design.fields.some(({ key: one }) => one.startsWith('custom.')) ? await readCustomDefs(db, form.sellerEntityId, 'prospect') : []
	const read = readSubmission(form.design, sent.typed, sent.sure, defs)
	if (read.kind === 'unsure') return { kind: 'unsure', form, email: read.email, suggestion: read.suggestion }
	if (read.kind === 'refused') {
		if (!sent.isTrial) await noteFailure(db, form, { ...sent, key }, read.refusals)
		return { kind: 'refused', form, refusals: read.refusals }
	}
	if (sent.isTrial) return { kind: 'sent', form, submissionId: null, grantId: null, visitorId: sent.visitorId }
	return await withTransaction(db, (tx) => keep(tx, form, read.submission, { ...sent, key, defs }))
}

async function keep(tx: Tx, form: PublicForm, submission: Submission, sent: Keyed & { defs: readonly CustomDefRow[] }): Promise<SubmitAnswer> {
	const { visitorId, newVisitorId, key, locale, origin, at } = sent
	const { email, values } = submission
	await sayCause(tx, { cause: 'form', actor: `form:${form.id}` })
	const found = await findProspect(tx, { sellerId: form.sellerEntityId, email, locale, at })
	const person = await lockProspect(tx, found.id)
	const stitched = visitorId === null ? null : await saveStitch(tx, person, { visitorId, newId: newVisitorId, at })
	const isAt = stitched?.visitorId ?? null
	const submissionId = await insertSubmission(tx, { formId: form.id, key, prospectId: person.id, visitorId: isAt, values, locale, origin, at })
	// Sent before under this key: thanked again, and nothing happens twice.
	if (submissionId === null) return { kind: 'sent', form, submissionId: null, grantId: null, visitorId: isAt }
	const writes = prospectWrites(form.design, submission)
	await updateProspect(tx, person.id, { ...written(person, writes), custom: writtenCustom(person.custom, writes, sent.defs) })
	await insertOptIns(tx, { prospectId: person.id, email, said: consentsOf(form, submission, sent), source: `form:${form.slug}`, at })
	const facts = { formId: form.id, form: form.name, submissionId }
	await saveActivities(tx, person, [
		{ sourceKey: `form:${submissionId}`, kind: 'form.succeeded', facts, campaignId: form.campaignId, visitorId: isAt, occurredAt: at },
	])
	const actions = parseActions(form.actions)
	if (actions.ok) {
		const order = {
			prospectIds: [person.id],
			actions: actions.actions,
			cause: `form:${form.id}`,
			sourceKey: `form:${submissionId}`,
			at,
			actor: { userId: null },
		}
		await saveActions(tx, order)
	}
	const grantId = form.file === null ? null : await saveFileGrant(tx, { file: form.file, prospectId: person.id, submissionId, at })
	const { contactId, accountId } = person
	const payload = { ...facts, slug: form.slug, prospectId: person.id, email, locale, grantId: form.design.fileBy === 'mail' ? grantId : null }
	await saveEvents(tx, [{ topic: 'form.submitted', subject: `prospect:${person.id}`, accountId, contactId, payload, occurredAt: at }])
	return { kind: 'sent', form, submissionId, grantId, visitorId: isAt }
}

type Keyed = FormSent & { key: string }

/** Each field as it is after the form: replaced, or filled where it was blank. */
export function written<T extends Record<string, unknown>>(person: T, writes: readonly ProspectWrite[]): T {
	const changes = writes.filter(({ field, onlyIfBlank }) => field in person && !(onlyIfBlank && person[field]))
	return { ...person, ...Object.fromEntries(changes.map(({ field, value }) => [field, value])) }
}

function consentsOf({ design, slug }: { design: FormDesign; slug: string }, { topics }: Submission, { locale, origin }: FormSent) {
	return design.topics
		.filter(({ topic }) => topics.includes(topic))
		.map(({ topic, label }) => ({ topic, evidence: { form: slug, text: wordsIn(label, locale), locale, origin: origin ?? '' } }))
}

/** A form that was sent wrongly counts for whoever is known to be at this browser, once for its key. */
async function noteFailure(db: Db, form: PublicForm, { visitorId, key, at }: Keyed, refusals: readonly Refusal[]): Promise<void> {
	if (visitorId === null) return
	await withTransaction(db, async (tx) => {
		const visitor = await touchVisitor(tx, { id: visitorId, sellerId: form.sellerEntityId, at })
		const facts = { formId: form.id, form: form.name, codes: refusals.map(({ code }) => code) }
		const activity = { sourceKey: `form.failed:${form.id}:${key}`, kind: 'form.failed', facts, campaignId: form.campaignId, visitorId, occurredAt: at }
		if (visitor.prospectId === null) await insertOwnActivities(tx, [{ ...activity, prospectId: null, score: 0 }])
		else await saveActivities(tx, await lockProspect(tx, visitor.prospectId), [activity])
	})
}
