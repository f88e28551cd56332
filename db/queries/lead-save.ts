import type { LeadStatus, ShipToWish } from '../../app/engine/crm/lead.ts'
import type { AddressField, PersonSaid, PersonStanding } from '../../app/engine/crm/person-fields.ts'
import type { QuoteState } from '../../app/engine/quote/quote.ts'
import type { Tx } from '../client.server.ts'
import { isHers, type LeadDesk } from './lead.ts'
import { addressColumns, personRow, personSet } from './person-row.ts'

const orNull = (text: string) => (text === '' ? null : text)
/** Without a company the account is called as she is. */
const accountNameOf = (tx: Tx, { firstName, lastName, company }: { firstName: string | null; lastName: string; company: string }) =>
	tx`coalesce(nullif(${company}, ''), trim(concat_ws(' ', nullif(${firstName}, ''), ${lastName}::text)))`

const filled = ['lastName', 'company', 'locale'] as const

export async function insertLead(tx: Tx, key: { sellerEntityId: number; ownerUserId: number | null; at: Date }, said: PersonSaid<'lead'>): Promise<number> {
	const row = { seller_entity_id: key.sellerEntityId, owner_user_id: key.ownerUserId, created_at: key.at, company: '', ...personRow(said, filled) }
	const [made] = await tx<{ id: number }[]>`insert into crm_lead ${tx(row)} returning id`
	if (!made) throw new Error('A lead was not written')
	return made.id
}

export type LockedLead = {
	id: number
	sellerEntityId: number
	firstName: string | null
	lastName: string
	company: string
	email: string | null
	phone: string | null
	title: string | null
	locale: string
	status: LeadStatus
	ownerUserId: number | null
	prospectAccountId: number | null
	prospectContactId: number | null
	convertedAccountId: number | null
	convertedContactId: number | null
	source: string | null
	rating: string | null
	note: string | null
} & Pick<PersonStanding, AddressField>

/** Locks a lead: of a desk, or whosever she is (null), for a link that was checked. */
export async function lockLead(tx: Tx, id: number, desk: LeadDesk | null): Promise<LockedLead | null> {
	const [row] = await tx<LockedLead[]>`
		select l.id, l.seller_entity_id, l.first_name, l.last_name, l.company, l.email, l.phone, l.title, l.locale, l.status, l.owner_user_id, l.prospect_account_id, l.prospect_contact_id,
			l.converted_account_id, l.converted_contact_id, l.source, l.rating, l.note, ${addressColumns(tx, 'l')}
		from crm_lead l where l.id = ${id} and ${desk ? isHers(tx, desk) : tx`true`} for update of l`
	return row ?? null
}

/** Who she is, as typed anew; the account in which her quotes wait is called as she is. */
export async function updateLead(tx: Tx, id: number, said: PersonSaid<'lead'>): Promise<void> {
	await tx`
		with changed as (
			update crm_lead set ${personSet(tx, personRow(said, filled))} where id = ${id}
			returning prospect_account_id, prospect_contact_id, first_name, last_name, company, email, phone, title, locale, ${addressColumns(tx)}
		), named as (
			update account a set name = coalesce(nullif(w.company, ''), trim(concat_ws(' ', w.first_name, w.last_name))), is_person = w.company = '', locale = w.locale
			from changed w where a.id = w.prospect_account_id and a.status = 'prospect'
		)
		update contact c set first_name = coalesce(w.first_name, ''), last_name = w.last_name, email = w.email, phone = w.phone, title = w.title, locale = w.locale,
			(${addressColumns(tx)}) = row(${addressColumns(tx, 'w')})
		from changed w where c.account_id = w.prospect_account_id and c.id = w.prospect_contact_id`
}

export async function updateLeadStatus(tx: Tx, id: number, status: LeadStatus): Promise<void> {
	await tx`update crm_lead set status = ${status} where id = ${id}`
}

/** From here on she is this rep's, and so is the account in which her quotes wait. */
export async function updateLeadOwner(tx: Tx, id: number, userId: number): Promise<void> {
	await tx`
		with taken as (update crm_lead set owner_user_id = ${userId}, owner_queue_id = null where id = ${id} returning prospect_account_id)
		update account a set owner_user_id = ${userId} from taken where a.id = taken.prospect_account_id`
}

export type Prospect = { accountId: number; contactId: number }

/** The account in which a lead's quotes wait, made once: nobody signs in there, and no list of accounts has it. */
export async function insertProspect(tx: Tx, lead: LockedLead, { ownerUserId, currency }: { ownerUserId: number | null; currency: string }): Promise<Prospect> {
	const [made] = await tx<Prospect[]>`
		with made as (
			insert into account (seller_entity_id, number, name, is_person, owner_user_id, currency, locale, phone, status, standing, standing_source)
			values (${lead.sellerEntityId}, ${`L-${String(lead.id).padStart(5, '0')}`}, ${accountNameOf(tx, lead)}, ${lead.company === ''}, ${ownerUserId}, ${currency}, ${lead.locale}, ${lead.phone}, 'prospect', 'new', 'onboarding') returning id
		), person as (
			insert into contact (account_id, first_name, last_name, email, phone, title, locale, role, ${addressColumns(tx)})
			select m.id, ${lead.firstName ?? ''}, ${lead.lastName}, ${lead.email}, ${lead.phone}, ${lead.title}, ${lead.locale}, 'owner', ${addressColumns(tx, 'l')} from made m, crm_lead l where l.id = ${lead.id} returning account_id, id
		)
		update crm_lead l set prospect_account_id = person.account_id, prospect_contact_id = person.id from person where l.id = ${lead.id}
		returning person.account_id, person.id as contact_id`
	if (!made) throw new Error('A prospect was not written')
	return made
}

/** What a prospect sees and pays is what this buyer group does; without one, what the signed-out see. */
export async function replaceProspectSight(
	tx: Tx,
	{ accountId, sellerEntityId, groupId }: { accountId: number; sellerEntityId: number; groupId: number | null },
): Promise<void> {
	await tx`delete from buyer_group_member where account_id = ${accountId} and buyer_group_id is distinct from ${groupId}::bigint`
	await tx`
		with grouped as (
			insert into buyer_group_member (account_id, buyer_group_id) select ${accountId}, g.id from buyer_group g where g.id = ${groupId}::bigint and g.seller_entity_id = ${sellerEntityId} on conflict do nothing
		), hidden as (
			delete from policy_account where account_id = ${accountId} and ${groupId}::bigint is not null
		)
		insert into policy_account (policy_id, account_id) select p.id, ${accountId} from entitlement_policy p
		where ${groupId}::bigint is null and p.seller_entity_id = ${sellerEntityId} and p.is_guest and p.is_active on conflict do nothing`
}

export type LeadLogin = { accountId: number | null; accountName: string | null; contactId: number | null; isActive: boolean }

/** Who signs in with an address, named where it is at this seller's; from here to the end of the transaction nobody else gets it. */
export async function lockAddress(tx: Tx, email: string, sellerEntityId: number): Promise<LeadLogin | null> {
	await tx`select pg_advisory_xact_lock(hashtextextended(lower(${email}), 367))`
	const [row] = await tx<LeadLogin[]>`
		select n.account_id, case when a.seller_entity_id = ${sellerEntityId} then a.name end as account_name, n.contact_id, n.is_active and coalesce(c.is_active, true) and coalesce(a.status, 'active') = 'active' as is_active
		from login n left join account a on a.id = n.account_id left join contact c on c.account_id = n.account_id and c.id = n.contact_id where lower(n.email) = lower(${email})`
	return row ?? null
}

export type ConversionTarget = { accountId: number; name: string; currency: string; isPerson: boolean; isHers: boolean }

/** An account of this seller that a lead can become a person of. */
export async function readConversionTarget(
	tx: Tx,
	{ accountId, sellerEntityId, email }: { accountId: number; sellerEntityId: number; email: string | null },
): Promise<ConversionTarget | null> {
	const [row] = await tx<ConversionTarget[]>`
		select a.id as account_id, a.name, a.currency, a.is_person, exists (select from contact c where c.account_id = a.id and lower(c.email) = lower(${email})) as is_hers
		from account a where a.id = ${accountId} and a.seller_entity_id = ${sellerEntityId} and a.status = 'active'`
	return row ?? null
}

/** The account that waited is one like any other now, with its first ship-to. */
export async function activateProspect(tx: Tx, accountId: number, shipTo: ShipToWish): Promise<void> {
	await tx`
		with opened as (update account set status = 'active' where id = ${accountId} and status = 'prospect' returning id, name)
		insert into location (account_id, code, name, line1, line2, city, region, postal_code, country, is_default)
		select id, 'MAIN', name, ${shipTo.line1}, ${orNull(shipTo.line2)}, ${shipTo.city}, ${orNull(shipTo.region)}, ${shipTo.postalCode}, ${shipTo.country}, true from opened`
}

/** The person with this address at an account, made when there is none. */
export async function saveConvertedContact(tx: Tx, accountId: number, lead: LockedLead): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		with known as (
			select id from contact where account_id = ${accountId} and lower(email) = lower(${lead.email}) order by is_active desc, id limit 1
		), made as (
			insert into contact (account_id, first_name, last_name, email, phone, title, locale, role, ${addressColumns(tx)})
			select ${accountId}, ${lead.firstName ?? ''}, ${lead.lastName}, ${lead.email}, ${lead.phone}, ${lead.title}, ${lead.locale}, 'buyer', ${addressColumns(tx, 'l')}
			from crm_lead l where l.id = ${lead.id} and not exists (select from known) returning id
		)
		select id from known union all select id from made`
	if (!row) throw new Error('A contact was not written')
	return row.id
}

/** A way to sign in, by codes of mails, where there is none yet. */
export async function insertLogin(tx: Tx, { email, accountId, contactId }: { email: string; accountId: number; contactId: number }): Promise<void> {
	await tx`insert into login (email, account_id, contact_id) values (${email}, ${accountId}, ${contactId}) on conflict do nothing`
}

/**
 * The quotes of a prospect, as they stand and with all that was said, once more at the account she turned out to be of; their
 * links lead there. Those that waited are withdrawn, and so is the prospect. Three statements for any number.
 */
export async function moveQuotesTo(tx: Tx, { from, to, at }: { from: Prospect; to: Prospect; at: Date }): Promise<void> {
	const pairs = await tx<{ old: number; id: number }[]>`
		with open as (
			select q.* from quote q where q.account_id = ${from.accountId} and q.state in ('asked', 'offered', 'countered') order by q.id for update
		), made as (
			insert into quote (account_id, seller_entity_id, currency, contact_id, state, version, valid_on, expires_at, asked_at, changed_at, lead_id)
			select ${to.accountId}, seller_entity_id, currency, ${to.contactId}, state, version, valid_on, expires_at, asked_at, changed_at, lead_id from open order by id returning id
		)
		select o.id as old, m.id from (select id, row_number() over (order by id) as place from open) o join (select id, row_number() over (order by id) as place from made) m on m.place = o.place`
	const olds = tx.array(
		pairs.map(({ old }) => old),
		20,
	)
	const news = tx.array(
		pairs.map(({ id }) => id),
		20,
	)
	await tx`
		with pair as (select * from unnest(${olds}::bigint[], ${news}::bigint[]) as p(old, id)), said as (
			insert into quote_version (account_id, quote_id, version, kind, contact_id, user_id, note, valid_on, total_minor, created_at)
			select ${to.accountId}, pair.id, v.version, v.kind, case when v.contact_id is not null then ${to.contactId}::bigint end, v.user_id, v.note, v.valid_on, v.total_minor, v.created_at
			from quote_version v join pair on pair.old = v.quote_id where v.account_id = ${from.accountId} returning 1
		)
		insert into quote_line (account_id, quote_id, version, position, product_id, unit_code, quantity, minimum, unit_price, list_price, total_minor, chosen)
		select ${to.accountId}, pair.id, l.version, l.position, l.product_id, l.unit_code, l.quantity, l.minimum, l.unit_price, l.list_price, l.total_minor, l.chosen
		from quote_line l join pair on pair.old = l.quote_id where l.account_id = ${from.accountId}`
	await tx`
		with pair as (select * from unnest(${olds}::bigint[], ${news}::bigint[]) as p(old, id)), led as (
			update quote_link k set account_id = ${to.accountId}, quote_id = pair.id from pair where k.account_id = ${from.accountId} and k.quote_id = pair.old
		), closed as (
			update quote q set state = 'withdrawn', closed_at = ${at}, changed_at = ${at}, lead_id = null from pair where q.account_id = ${from.accountId} and q.id = pair.old
		)
		update account set status = 'merged' where id = ${from.accountId}`
}

export type LeadQuote = { id: number; number: string; state: QuoteState; currency: string; totalMinor: number | null; validOn: string | null }

/** What was quoted to a lead and still counts, the newest first, held against changes. */
export async function lockLeadQuotes(tx: Tx, leadId: number, at: Date): Promise<LeadQuote[]> {
	return tx<LeadQuote[]>`
		select q.id, q.number, q.state, q.currency, v.total_minor, q.valid_on from quote q join quote_version v on v.account_id = q.account_id and v.quote_id = q.id and v.version = q.version
		where q.lead_id = ${leadId} and q.state in ('asked', 'offered', 'countered', 'accepted') and (q.expires_at is null or q.expires_at > ${at} or q.state = 'accepted') order by q.id desc for update of q`
}

export type NewOpportunity = {
	accountId: number
	contactId: number
	leadId: number
	name: string
	stage: string
	rank: number
	amountMinor: number | null
	currency: string
	closeOn: string | null
	ownerUserId: number | null
	at: Date
}

/** The opportunity of a converted lead, with her as its first person and her quotes attached. */
export async function insertOpportunity(tx: Tx, wish: NewOpportunity): Promise<number> {
	const [made] = await tx<{ id: number }[]>`
		with made as (
			insert into crm_opportunity (account_id, name, stage, stage_rank, amount_minor, currency, close_on, owner_user_id, created_at)
			values (${wish.accountId}, ${wish.name}, ${wish.stage}, ${wish.rank}, ${wish.amountMinor}, ${wish.currency}, ${wish.closeOn}, ${wish.ownerUserId}, ${wish.at}) returning account_id, id
		), person as (
			insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role, is_primary) select account_id, id, ${wish.contactId}, 'Buyer', true from made
		), attached as (
			update quote q set opportunity_id = made.id from made where q.account_id = made.account_id and q.lead_id = ${wish.leadId}
		)
		select id from made`
	if (!made) throw new Error('An opportunity was not written')
	return made.id
}

/** She is a contact now: campaigns that had her as a lead, and what marketing knows of her, go along (sync-core.md B11). */
export async function markConverted(tx: Tx, leadId: number, { accountId, contactId, at }: Prospect & { at: Date }): Promise<void> {
	await tx`
		with lead as (
			update crm_lead set status = 'converted', converted_account_id = ${accountId}, converted_contact_id = ${contactId}, converted_at = ${at} where id = ${leadId} returning id
		), member as (
			update crm_campaign_member m set contact_id = ${contactId}, lead_id = null from lead
			where m.lead_id = lead.id and not exists (select from crm_campaign_member x where x.campaign_id = m.campaign_id and x.contact_id = ${contactId})
		)
		update ma_prospect p set contact_id = ${contactId} from lead where p.lead_id = lead.id and p.contact_id is null and not exists (select from ma_prospect x where x.contact_id = ${contactId})`
}

/** A new account is the lead herself, not her company. */
export async function becomePerson(tx: Tx, accountId: number): Promise<void> {
	await tx`
		update account a set is_person = true, name = trim(concat_ws(' ', nullif(c.first_name, ''), c.last_name))
		from contact c where a.id = ${accountId} and c.account_id = a.id and not a.is_person`
}
