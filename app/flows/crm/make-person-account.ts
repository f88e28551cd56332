import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readLeadRoom, readSellerCurrency } from '../../../db/queries/lead.ts'
import { activateProspect, insertLogin, lockAddress, replaceProspectSight } from '../../../db/queries/lead-save.ts'
import { insertPersonAccount } from '../../../db/queries/person-account.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, refused } from '../../engine/base/refusal.ts'
import { decideConversion, type ShipToWish } from '../../engine/crm/lead.ts'
import { nameOfPerson } from '../../engine/crm/person-account.ts'
import { checkPerson, type PersonSaid } from '../../engine/crm/person-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveChecked } from './save-checked.ts'

type Made = { ok: true; accountId: number } | { ok: false; refusals: Refusal[] }

/**
 * A rep makes an account of somebody who buys for herself: one account, its one contact, a way to sign in, card to pay with
 * (decision 0445). Refuses what `checkPerson` does and what `decideConversion` says of her address, then what the house's rules do.
 */
export async function makePersonAccount(
	db: Db,
	staff: StaffMember,
	{ wish, shipTo, requestId, at }: { wish: PersonSaid<'person_account'>; shipTo: ShipToWish; requestId: string; at: Date },
): Promise<Made> {
	const sellerEntityId = staff.seller.id
	return withTransaction(db, async (tx): Promise<Made> => {
		const email = wish.email || null
		const login = email === null ? null : await lockAddress(tx, email, sellerEntityId)
		const { countries } = await readLeadRoom(tx, sellerEntityId)
		const facts = { status: 'open' as const, email, login, target: null, currency: null, countries }
		const decided = decideConversion({ to: 'new', asPerson: true, shipTo }, facts)
		const refusals = [...checkPerson('person_account', wish, null), ...(decided.ok ? [] : decided.refusals)]
		if (refusals.length > 0) return refused(...refusals)
		await sayCause(tx, { cause: 'edit', actor: `user:${staff.userId}` })
		const currency = await readSellerCurrency(tx, sellerEntityId)
		const name = nameOfPerson(wish)
		const person = await insertPersonAccount(tx, wish, { sellerEntityId, ownerUserId: staff.userId, currency, name, at })
		await replaceProspectSight(tx, { accountId: person.accountId, sellerEntityId, groupId: null })
		await activateProspect(tx, person.accountId, shipTo)
		await insertLogin(tx, { email: email ?? '', ...person })
		const write = { sellerEntityId, by: 'person' as const, locale: staff.locale, at }
		const ofAccount = await saveChecked(tx, { object: 'account', ids: [person.accountId], ...write })
		const against = [...ofAccount, ...(await saveChecked(tx, { object: 'contact', ids: [person.contactId], ...write }))]
		if (against.length > 0) return refused(...against)
		await insertAudit(tx, [
			{ userId: staff.userId, ...person, action: 'account.person_made', subject: `account:${person.accountId}`, after: { name }, requestId, at },
		])
		return { ok: true, accountId: person.accountId }
	})
}
