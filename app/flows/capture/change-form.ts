import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readCustomDefs } from '../../../db/queries/custom.ts'
import {
	type AssetStatus,
	ensureDefaultCampaign,
	type FormWish,
	insertForm,
	lockForm,
	ownsChoices,
	type StoredForm,
	updateForm,
	updateFormStatus,
} from '../../../db/queries/form.ts'
import { type Refusal, type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { parseActions } from '../../engine/marketing/action.ts'
import { checkAsset, checkForm, type FormDesign } from '../../engine/marketing/form.ts'
import { checkOwnFields, fitOwnFields } from '../../engine/marketing/own-field.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { findStrangers } from '../marketing/load-known-actions.ts'

type Stamp = { requestId: string; at: Date }
export type FormSaved = Result<{ id: number }>

/** A new form, a draft. Refuses what `checkAsset` does, and ASSET_TAKEN where another has its name or address. */
export async function createForm(
	db: Db,
	staff: StaffMember,
	{ name, slug, design, requestId, at }: { name: string; slug: string; design: FormDesign } & Stamp,
): Promise<FormSaved> {
	const refusals = checkAsset({ name, slug })
	if (refusals.length > 0) return refused(...refusals)
	return withTransaction(db, async (tx): Promise<FormSaved> => {
		const campaignId = await ensureDefaultCampaign(tx, staff.seller.id, at)
		const id = await insertForm(
			tx,
			{ sellerId: staff.seller.id, userId: staff.userId, at, status: 'draft' },
			{ name, slug, campaignId, design, actions: [], fileId: null },
		)
		if (id === null) return refused(refusal('ASSET_TAKEN', { name, slug }))
		await insertAudit(tx, [{ userId: staff.userId, action: 'form.created', subject: `form:${id}`, after: { name, slug }, requestId, at }])
		return { ok: true, id }
	})
}

export type FormChange =
	| { act: 'save' | 'publish'; wish: FormWish; version: number }
	/** The wish is not looked at: what stands is taken away from people, put aside, or brought back. */
	| { act: 'unpublish' | 'archive' | 'restore' }

const statusAfter = { publish: 'published', unpublish: 'draft', archive: 'archived', restore: 'draft' } as const

/**
 * Changes a form of the seller. What people see is whole: a published form is saved only when nothing stands against it.
 * Fields of the house's own are as the house has them now. Refuses what `checkAsset`, `parseActions` and, published, `checkForm` and `checkOwnFields` do; ASSET_CHANGED when somebody else saved it since it was
 * opened; ASSET_TAKEN; ASSET_CHOICE for a campaign or file that is not the seller's, and ACTION_INCOMPLETE for actions that name such. Null: no such form.
 */
export async function changeForm(
	db: Db,
	staff: StaffMember,
	{ id, change, requestId, at }: { id: number; change: FormChange } & Stamp,
): Promise<FormSaved | null> {
	return withTransaction(db, async (tx): Promise<FormSaved | null> => {
		const stored = await lockForm(tx, staff.seller.id, id)
		if (!stored) return null
		const audit = (after: unknown) =>
			insertAudit(tx, [
				{
					userId: staff.userId,
					action: `form.${change.act}`,
					subject: `form:${id}`,
					before: { status: stored.status, version: stored.version },
					after,
					requestId,
					at,
				},
			])
		if (!('wish' in change)) {
			await updateFormStatus(tx, id, statusAfter[change.act], at)
			await audit(null)
			return { ok: true, id }
		}
		const status: AssetStatus = change.act === 'publish' ? 'published' : stored.status
		const defs = change.wish.design.fields.some(({ key }) => key.startsWith('custom.')) ? await readCustomDefs(tx, staff.seller.id, 'prospect') : []
		const wish = { ...change.wish, design: fitOwnFields(change.wish.design, defs) }
		const refusals = await against(tx, staff, stored, { ...change, wish, status })
		if (status === 'published') refusals.push(...checkOwnFields(wish.design, defs))
		if (refusals.length > 0) return refused(...refusals)
		if (!(await updateForm(tx, { id, status, at }, wish))) return refused(refusal('ASSET_TAKEN', { name: change.wish.name, slug: change.wish.slug }))
		await audit({ name: change.wish.name, slug: change.wish.slug, status, fields: change.wish.design.fields.map(({ key }) => key) })
		return { ok: true, id }
	})
}

async function against(
	tx: Tx,
	staff: StaffMember,
	stored: StoredForm,
	{ wish, version, status }: { wish: FormWish; version: number; status: AssetStatus },
): Promise<Refusal[]> {
	if (stored.version !== version) return [refusal('ASSET_CHANGED')]
	const actions = parseActions(wish.actions)
	const isOwn = await ownsChoices(tx, staff.seller.id, wish)
	return [
		...checkAsset(wish),
		...(isOwn ? [] : [refusal('ASSET_CHOICE')]),
		...(actions.ok ? await findStrangers(tx, staff.seller.id, actions.actions) : actions.refusals),
		...(status === 'published' ? checkForm(wish.design) : []),
	]
}
