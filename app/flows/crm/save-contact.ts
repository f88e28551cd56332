import type { Tx } from '../../../db/client.server.ts'
import { readContactFace, updateContact } from '../../../db/queries/person-account.ts'
import { type Refusal, refused } from '../../engine/base/refusal.ts'
import { checkPerson, type PersonSaid } from '../../engine/crm/person-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveChecked } from './save-checked.ts'

type Changed = { ok: true } | { ok: false; refusals: Refusal[] }

/** Who somebody of an account is, held to the house's rules; an account that is she herself is called so, and held to them too. Null: there is nobody. */
export async function saveContact(
	tx: Tx,
	staff: StaffMember,
	{ id, said, at }: { id: number; said: PersonSaid<'contact'>; at: Date },
): Promise<Changed | null> {
	const standing = await readContactFace(tx, { contactId: id })
	if (!standing) return null
	const refusals = checkPerson('contact', said, standing)
	if (refusals.length > 0) return refused(...refusals)
	await updateContact(tx, standing, said)
	const write = { sellerEntityId: staff.seller.id, by: 'person' as const, locale: staff.locale, at }
	const ofContact = await saveChecked(tx, { object: 'contact', ids: [id], ...write })
	const against = [...ofContact, ...(standing.isPerson ? await saveChecked(tx, { object: 'account', ids: [standing.accountId], ...write }) : [])]
	return against.length > 0 ? refused(...against) : { ok: true }
}
