import { endOf } from '../../app/engine/quote/decide-act.ts'
import type { Tx } from '../client.server.ts'
import { contacts } from './account-rows.ts'
import { accounts, firstAccountId } from './accounts.ts'
import { sellerId } from './company.ts'
import { type Clock, sellerZone } from './days.ts'
import { fill } from './fill.ts'
import { groupId } from './groups.ts'
import { reps } from './people.ts'
import { productId } from './products/index.ts'

/** Tobias Renner, whom Natalie met at the fair. */
const leadId = 2
const accountId = firstAccountId + accounts.length
const contactId = Math.max(...contacts.map(({ id }) => id)) + 1

/** Priced as the Midwest is, and a little under it. */
const lines = [
	{ sku: 'COF-NEW-1KG', quantity: 10, unitPrice: '17.50', listPrice: '18.00', totalMinor: 17_500 },
	{ sku: 'ACC-TMP-58', quantity: 2, unitPrice: '46.00', listPrice: '49.90', totalMinor: 9_200 },
] as const

/** A lead's quote in the account that waits for her, offered two days ago and good for a fortnight. */
export async function seedLeadQuote(tx: Tx, clock: Clock): Promise<void> {
	const [asked, offered, validOn] = [clock.instant(-2, 10), clock.instant(-2, 11), clock.day(12)]
	const key = { accountId, quoteId: 1 }
	await tx`
		insert into account (id, seller_entity_id, number, name, owner_user_id, currency, status, created_at)
		select ${accountId}, ${sellerId}, 'L-00002', company, owner_user_id, 'USD', 'prospect', ${asked} from crm_lead where id = ${leadId}`
	await tx`
		insert into contact (account_id, id, first_name, last_name, email, title, role, created_at)
		select ${accountId}, ${contactId}, first_name, last_name, email, title, 'owner', ${asked} from crm_lead where id = ${leadId}`
	await tx`update crm_lead set prospect_account_id = ${accountId}, prospect_contact_id = ${contactId} where id = ${leadId}`
	await fill(tx, 'buyer_group_member', [{ accountId, buyerGroupId: groupId('MIDWEST') }])
	await fill(tx, 'quote', [
		{
			...{ accountId, id: key.quoteId, sellerEntityId: sellerId, currency: 'USD', contactId, state: 'offered', version: 2, validOn },
			...{ expiresAt: endOf(validOn, sellerZone), askedAt: asked, changedAt: offered, leadId },
		},
	])
	await fill(tx, 'quote_version', [
		{ ...key, version: 1, kind: 'asked', contactId, userId: reps.natalie, validOn: null, totalMinor: null, createdAt: asked },
		{ ...key, version: 2, kind: 'offered', contactId: null, userId: reps.natalie, validOn, totalMinor: 26_700, createdAt: offered },
	])
	const said = (version: number, isOffered: boolean) =>
		lines.map(({ sku, quantity, unitPrice, listPrice, totalMinor }, index) => ({
			...{ ...key, version, position: index + 1, productId: productId(sku), unitCode: 'each', quantity, minimum: quantity, listPrice },
			...{ unitPrice: isOffered ? unitPrice : null, totalMinor: isOffered ? totalMinor : null },
		}))
	await fill(tx, 'quote_line', [...said(1, false), ...said(2, true)])
}
