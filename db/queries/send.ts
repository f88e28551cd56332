import type { Candidate, SkipReason } from '../../app/engine/marketing/recipient.ts'
import type { Sql, Tx } from '../client.server.ts'
import { countingPolicies } from './entitlement.ts'
import { heldUntil } from './programme.ts'

export type SendRow = {
	id: number
	sellerEntityId: number
	name: string
	status: 'draft' | 'scheduled' | 'sending' | 'sent'
	content: Record<string, unknown>
	buyerGroupId: number | null
	listId: number | null
	productId: number | null
	maCampaignId: number
	crmCampaignId: number | null
	kind: 'send' | 'programme'
	sentAt: Date | null
}

const columns = (sql: Sql) => sql`
	s.kind, s.id, s.seller_entity_id, s.name, s.status, s.content, s.buyer_group_id, s.list_id, s.product_id, s.campaign_id as ma_campaign_id, c.crm_campaign_id, s.sent_at`

/** A send of the seller, locked: whoever presses Send a second time waits and finds it released. */
export async function lockSend(tx: Tx, sendId: number, sellerId: number): Promise<SendRow | null> {
	const [row] = await tx<SendRow[]>`
		select ${columns(tx)} from ma_send s join ma_campaign c on c.id = s.campaign_id where s.id = ${sendId} and s.seller_entity_id = ${sellerId} for update of s`
	return row ?? null
}

export type NamedCandidate = Candidate & { name: string; accountName: string | null; locale: string }

/** Whom a send is for: the accounts of a group and the people of a list, or those whose walk has come to it. */
export type Audience = Pick<SendRow, 'buyerGroupId' | 'listId'> | { prospectIds: readonly number[] }

function isInAudience(sql: Sql, audience: Audience) {
	if ('prospectIds' in audience) return sql`p.id = any(${sql.array([...audience.prospectIds], 20)}::bigint[])`
	return sql`(exists (select from buyer_group_member m where m.account_id = c.account_id and m.buyer_group_id = ${audience.buyerGroupId})
				or exists (select from ma_list_member m where m.prospect_id = p.id and m.list_id = ${audience.listId}))`
}

/** The prospects of an audience, with what decides whether each gets the mail. */
export async function loadCandidates(tx: Sql, send: Pick<SendRow, 'sellerEntityId' | 'productId'> & Audience, today: string): Promise<NamedCandidate[]> {
	return await tx<NamedCandidate[]>`
		with recursive ${countingPolicies(tx, send.sellerEntityId)}, shown as materialized (
			select g.grant_policy_ids as grants, g.deny_policy_ids as denies from product g where g.id = ${send.productId}
		), mine as materialized (
			select account_id, array_agg(policy_id) as policies from counting group by account_id
			union all select null, array_agg(e.id) from entitlement_policy e where e.seller_entity_id = ${send.sellerEntityId} and e.is_guest and e.is_active
		)
		select coalesce(c.first_name || ' ' || c.last_name, p.email) as name, a.name as account_name, coalesce(c.locale, p.locale) as locale, p.id as prospect_id, p.contact_id, c.account_id, p.email, p.opted_out,
			coalesce(c.is_active, true) and coalesce(a.status, 'active') = 'active' as is_active, consent.kind as consent,
			exists (select from invoice i where i.account_id = c.account_id and i.kind = 'invoice' and i.settled_minor <> i.total_minor and i.due_on < ${today}) as is_overdue,
			exists (select from support_case k where k.contact_id = p.contact_id and k.status <> 'closed')
				or exists (select from goods_return g where g.account_id = c.account_id and g.contact_id = p.contact_id and g.state in ('asked', 'approved')) as has_open_case,
			exists (select from sync_link l join sync_connection n on n.id = l.connection_id where n.seller_entity_id = p.seller_entity_id and n.ma_system = 'embedded_ma'
				and l.ma_object = 'prospect' and l.ma_id = p.id::text and l.state = 'archived' and l.state_reason = 'FILTERED_OUT') as is_filtered_out,
			not exists (select from shown) or exists (select from shown join mine on mine.account_id is not distinct from c.account_id and shown.grants && mine.policies and not shown.denies && mine.policies) as is_entitled
		from ma_prospect p left join contact c on c.id = p.contact_id left join account a on a.id = c.account_id
		left join lateral (select k.kind from ma_consent k
			where k.email_hash = encode(sha256(convert_to(lower(trim(p.email)), 'UTF8')), 'hex') and k.channel = 'email' and k.topic in ('all', 'promotion')
			order by k.at desc, (k.kind = 'opt_in'), k.id desc limit 1) consent on true
		where p.seller_entity_id = ${send.sellerEntityId}
			and ${isInAudience(tx, send)}
		order by p.id`
}

/** `enrolmentId` and `hop`: the step of a walk that sends it; neither for a send of its own. */
export type NewRecipient = { prospectId: number; accountId: number | null; skippedFor: SkipReason | null; enrolmentId?: number; hop?: number }
export type Recipient = { id: number; prospectId: number }

export async function insertRecipients(tx: Tx, sendId: number, recipients: readonly NewRecipient[]): Promise<Recipient[]> {
	const rows = JSON.stringify(
		recipients.map(({ prospectId, accountId, skippedFor, enrolmentId, hop }) => ({
			...{ prospect_id: prospectId, account_id: accountId, skipped_for: skippedFor },
			...{ enrolment_id: enrolmentId ?? null, walk: enrolmentId === undefined ? '' : `${enrolmentId}:${hop}` },
		})),
	)
	return await tx<Recipient[]>`
		insert into ma_send_recipient (send_id, prospect_id, account_id, skipped_for, enrolment_id, walk)
		select ${sendId}, prospect_id, account_id, skipped_for, enrolment_id, walk
		from json_to_recordset(${rows}::text::json) as r(prospect_id bigint, account_id bigint, skipped_for text, enrolment_id bigint, walk text)
		on conflict (send_id, prospect_id, walk) do nothing returning id, prospect_id`
}

/** Who gets the mail becomes a member of the campaign in its first status; a member already stays where she is. */
export async function insertMembers(tx: Tx, crmCampaignId: number, contactIds: readonly number[]): Promise<void> {
	await tx`
		insert into crm_campaign_member (campaign_id, contact_id, status)
		select s.campaign_id, c.id, s.status
		from unnest(${tx.array([...contactIds], 20)}::bigint[]) as c(id),
			(select campaign_id, status from crm_campaign_status where campaign_id = ${crmCampaignId} order by rank limit 1) s
		on conflict do nothing`
}

/** A send without anybody to mail is done at once. */
export async function updateSendStatus(tx: Tx, sendId: number, status: 'sending' | 'sent', at: Date): Promise<void> {
	await tx`update ma_send set status = ${status}, sent_at = ${at} where id = ${sendId}`
}

export type MailTarget = {
	recipientId: number
	prospectId: number
	sendId: number
	sentAt: Date | null
	skippedFor: string | null
	accountId: number | null
	contactId: number | null
	email: string | null
	firstName: string | null
	lastName: string | null
	company: string | null
	locale: string
	consent: Candidate['consent']
	optedOut: boolean
	/** A rep has had her cart in hand since her walk released this mail. */
	isTaken: boolean
	content: Record<string, unknown>
	sellerName: string
}

/** One recipient at the moment her mail leaves: her consent as it is now, in her language of now. */
export async function readMailTarget(sql: Sql, recipientId: number, at: Date): Promise<MailTarget | null> {
	const [row] = await sql<MailTarget[]>`
		select r.id as recipient_id, r.prospect_id, r.send_id, r.sent_at, r.skipped_for, r.account_id, p.contact_id, p.email, p.opted_out, s.content, e.name as seller_name,
			coalesce(c.first_name, p.first_name) as first_name, coalesce(c.last_name, p.last_name) as last_name, coalesce(case when not a.is_person then a.name end, p.company) as company, coalesce(c.locale, p.locale) as locale,
			(select k.kind from ma_consent k
				where k.email_hash = encode(sha256(convert_to(lower(trim(p.email)), 'UTF8')), 'hex') and k.channel = 'email' and k.topic in ('all', 'promotion')
				order by k.at desc, (k.kind = 'opt_in'), k.id desc limit 1) as consent,
			exists (select from ma_enrolment w join ma_program g on g.id = w.program_id and g.yields_to_reps where w.id = r.enrolment_id and ${heldUntil(sql, at)} is not null) as is_taken
		from ma_send_recipient r join ma_send s on s.id = r.send_id join seller_entity e on e.id = s.seller_entity_id
		join ma_prospect p on p.id = r.prospect_id left join contact c on c.id = p.contact_id left join account a on a.id = c.account_id
		where r.id = ${recipientId}`
	return row ?? null
}

/** Marks a recipient as mailed or skipped. */
export async function settleRecipient(
	sql: Sql,
	{ recipientId, at, skippedFor }: { recipientId: number; at: Date; skippedFor: SkipReason | null },
): Promise<void> {
	await sql`update ma_send_recipient set sent_at = ${skippedFor ? null : at}, skipped_for = ${skippedFor} where id = ${recipientId}`
}

/**
 * The send is done with its last recipient. A statement of its own after the recipient's has committed: of two mails
 * that leave at the same moment, the later one sees both.
 */
export async function finishSend(sql: Sql, sendId: number, at: Date): Promise<void> {
	await sql`
		update ma_send s set status = 'sent', sent_at = ${at} where s.id = ${sendId} and s.status = 'sending'
			and not exists (select from ma_send_recipient r where r.send_id = s.id and r.sent_at is null and r.skipped_for is null)`
}

export type SendListed = {
	id: number
	name: string
	status: SendRow['status']
	campaignName: string
	crmCampaignId: number | null
	segment: string | null
	kind: SendRow['kind']
	scheduledAt: Date | null
	sentAt: Date | null
	createdAt: Date
	mailed: number
	skipped: number
	clicked: number
	/** The picture was loaded as by a person; and by a program alone. */
	opened: number
	openedByMachine: number
}

/** Sends that a text names, a page at a time. */
export type SendFilter = { text: string | null; after: number | null; limit: number }

/** Sends with how many mails left, how many were skipped, and how many people showed themselves behind the link. */
export async function listSends(
	sql: Sql,
	{ sellerId, sendId = null, text = null, after = null, limit = 1 }: { sellerId: number; sendId?: number | null } & Partial<SendFilter>,
): Promise<SendListed[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<SendListed[]>`
		select s.id, s.name, s.status, m.name as campaign_name, m.crm_campaign_id, coalesce(g.name, l.name) as segment, s.kind, s.scheduled_at, s.sent_at, s.created_at,
			count(r.id) filter (where r.sent_at is not null) as mailed, count(r.id) filter (where r.skipped_for is not null) as skipped,
			count(r.id) filter (where exists (select from campaign_touch t where t.send_recipient_id = r.id and t.confirmed_at is not null)) as clicked,
			count(r.opened_at) as opened, count(r.machine_opened_at) filter (where r.opened_at is null) as opened_by_machine
		from ma_send s join ma_campaign m on m.id = s.campaign_id left join buyer_group g on g.id = s.buyer_group_id left join ma_list l on l.id = s.list_id
			left join ma_send_recipient r on r.send_id = s.id
		where s.seller_entity_id = ${sellerId} and (${sendId}::bigint is null or s.id = ${sendId}) and (s.kind = 'send' or s.id = ${sendId})
			and (${like}::text is null or concat_ws(' ', s.name, m.name, g.name, l.name) ilike ${like}) and (${after}::bigint is null or s.id < ${after})
		group by s.id, m.id, g.id, l.id order by s.id desc limit ${limit}`
}

export async function readSend(sql: Sql, sendId: number, sellerId: number): Promise<SendRow | null> {
	const [row] = await sql<SendRow[]>`
		select ${columns(sql)} from ma_send s join ma_campaign c on c.id = s.campaign_id where s.id = ${sendId} and s.seller_entity_id = ${sellerId}`
	return row ?? null
}

export type RecipientListed = {
	id: number
	name: string
	email: string | null
	accountName: string | null
	locale: string
	sentAt: Date | null
	skippedFor: SkipReason | null
	clickedAt: Date | null
	openedAt: Date | null
}

export async function listRecipients(sql: Sql, sendId: number, limit: number): Promise<RecipientListed[]> {
	return await sql<RecipientListed[]>`
		select r.id, coalesce(c.first_name || ' ' || c.last_name, p.email, '') as name, p.email, a.name as account_name, coalesce(c.locale, p.locale) as locale, r.sent_at, r.skipped_for, r.opened_at,
			(select min(t.confirmed_at) from campaign_touch t where t.send_recipient_id = r.id) as clicked_at
		from ma_send_recipient r join ma_prospect p on p.id = r.prospect_id left join contact c on c.id = p.contact_id left join account a on a.id = r.account_id
		where r.send_id = ${sendId} order by (r.skipped_for is not null), r.id limit ${limit}`
}
