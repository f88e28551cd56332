import type { Tx } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readLeadRoom, readSellerCurrency } from '../../../db/queries/lead.ts'
import {
	activateProspect,
	becomePerson,
	insertLogin,
	insertOpportunity,
	insertProspect,
	type LockedLead,
	lockAddress,
	lockLeadQuotes,
	markConverted,
	moveQuotesTo,
	type Prospect,
	readConversionTarget,
	replaceProspectSight,
	saveConvertedContact,
} from '../../../db/queries/lead-save.ts'
import { type Refusal, refused } from '../../engine/base/refusal.ts'
import { type ConversionWish, decideConversion, stageOf } from '../../engine/crm/lead.ts'
import { nameOfPerson } from '../../engine/crm/person-account.ts'
import { saveChecked } from '../crm/save-checked.ts'
import { saveEvents } from '../event/save-events.ts'
import { saveLeadFields } from './save-lead-fields.ts'

export type Converting = ConversionWish & {
	/** The account that a rep chose. */
	accountId: number | null
	/** Who converts by hand; null: the lead by her link. */
	userId: number | null
	requestId: string
	at: Date
}
export type Converted = { ok: true; accountId: number; contactId: number; opportunityId: number | null } | { ok: false; refusals: Refusal[] }

/** A lead without a company buys for herself, and so does whom a rep says it of. */
const isPerson = ({ company }: LockedLead, { asPerson }: Converting) => asPerson === true || company === ''

/** Her quotes, with her, where she belongs: the account that waited, or the one she turned out to be of. */
async function settle(tx: Tx, lead: LockedLead, { accountId, converting }: { accountId: number | null; converting: Converting }): Promise<Prospect> {
	const { prospectAccountId, prospectContactId, ownerUserId } = lead
	const waited = prospectAccountId !== null && prospectContactId !== null ? { accountId: prospectAccountId, contactId: prospectContactId } : null
	if (accountId !== null) {
		const person = { accountId, contactId: await saveConvertedContact(tx, accountId, lead) }
		if (waited) await moveQuotesTo(tx, { from: waited, to: person, at: converting.at })
		return person
	}
	const asPerson = isPerson(lead, converting)
	const currency = await readSellerCurrency(tx, lead.sellerEntityId)
	const person = waited ?? (await insertProspect(tx, lead, { ownerUserId: ownerUserId ?? converting.userId, currency }))
	// Of no group until somebody says so: what the signed-out see, never less.
	if (!waited) await replaceProspectSight(tx, { accountId: person.accountId, sellerEntityId: lead.sellerEntityId, groupId: null })
	if (asPerson) await becomePerson(tx, person.accountId)
	if (converting.shipTo) await activateProspect(tx, person.accountId, converting.shipTo)
	return person
}

/** What the house's rules say to what she became. */
async function saveRecordsChecked(
	tx: Tx,
	lead: LockedLead,
	{ accountId, contactId, opportunityId, at }: Prospect & { opportunityId: number; at: Date },
): Promise<Refusal[]> {
	const write = { sellerEntityId: lead.sellerEntityId, by: 'person' as const, locale: lead.locale, at }
	const ofAccount = await saveChecked(tx, { object: 'account', ids: [accountId], ...write })
	const ofContact = await saveChecked(tx, { object: 'contact', ids: [contactId], ...write })
	return [...ofAccount, ...ofContact, ...(await saveChecked(tx, { object: 'opportunity', ids: [opportunityId], ...write }))]
}

/**
 * A locked lead becomes account, contact and opportunity with her quotes attached, and may sign in by codes of mails: once, for
 * a lead that was converted already answers as it did (sync-core.md B11). Refuses what `decideConversion` and the house's rules do.
 * Null: the account that was chosen is none of this seller's.
 */
export async function saveConverted(tx: Tx, lead: LockedLead, converting: Converting): Promise<Converted | null> {
	const { convertedAccountId, convertedContactId, email } = lead
	if (convertedAccountId !== null && convertedContactId !== null)
		return { ok: true, accountId: convertedAccountId, contactId: convertedContactId, opportunityId: null }
	const { userId, requestId, at } = converting
	const login = email === null ? null : await lockAddress(tx, email, lead.sellerEntityId)
	const chosen = converting.to === 'into' ? converting.accountId : converting.to === 'known' ? (login?.accountId ?? null) : null
	const target = chosen === null ? null : await readConversionTarget(tx, { accountId: chosen, sellerEntityId: lead.sellerEntityId, email })
	if (converting.to === 'into' && !target) return null
	const quotes = await lockLeadQuotes(tx, lead.id, at)
	const { countries } = await readLeadRoom(tx, lead.sellerEntityId)
	const decided = decideConversion(converting, { status: lead.status, email, login, target, currency: quotes[0]?.currency ?? null, countries })
	if (!decided.ok) return refused(...decided.refusals)
	const person = await settle(tx, lead, { accountId: decided.accountId, converting })
	if (email !== null && !login) await insertLogin(tx, { email, ...person })
	const [newest] = quotes
	const { stage, rank } = stageOf(quotes.map(({ state }) => state))
	const currency = newest?.currency ?? target?.currency ?? (await readSellerCurrency(tx, lead.sellerEntityId))
	const opportunityId = await insertOpportunity(tx, {
		...{
			...person,
			leadId: lead.id,
			name: lead.company || nameOfPerson({ firstName: lead.firstName ?? '', lastName: lead.lastName }),
			stage,
			rank,
			amountMinor: newest?.totalMinor ?? null,
			currency,
		},
		...{ closeOn: newest?.validOn ?? null, ownerUserId: lead.ownerUserId ?? userId, at },
	})
	await markConverted(tx, lead.id, { ...person, at })
	await saveLeadFields(tx, { sellerEntityId: lead.sellerEntityId, leadId: lead.id, ...person, opportunityId })
	const against = await saveRecordsChecked(tx, lead, { ...person, opportunityId, at })
	if (against.length > 0) return refused(...against)
	const facts = {
		leadId: lead.id,
		company: lead.company,
		opportunityId,
		isNew: decided.accountId === null,
		isPerson: decided.accountId === null && isPerson(lead, converting),
		byRep: userId !== null,
	}
	await saveEvents(tx, [{ topic: 'lead.converted', subject: `lead:${lead.id}`, ...person, actedByUserId: userId, payload: facts, occurredAt: at }])
	await insertAudit(tx, [{ userId, ...person, action: 'lead.converted', subject: `lead:${lead.id}`, after: facts, requestId, at }])
	return { ok: true, ...person, opportunityId }
}
