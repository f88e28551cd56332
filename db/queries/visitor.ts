import type { Custom } from '../../app/engine/crm/custom-fields.ts'
import type { Sql, Tx } from '../client.server.ts'
import { isOutByWords } from './consent.ts'

export type KnownProspect = {
	id: number
	sellerId: number
	contactId: number | null
	accountId: number | null
	timeZone: string
	email: string | null
	firstName: string | null
	lastName: string | null
	company: string | null
	title: string | null
	phone: string | null
	locale: string
	custom: Custom
}

/**
 * The prospect of an address, found or made (sync-core.md A25, B4): by the address, else by that of the contact or the lead she
 * is; who was merged into another is the other (B11); a new one is tied to the contact, else to the lead, that has it. `email` is normal (engine/marketing/mail-address.ts).
 */
export async function findProspect(
	tx: Tx,
	{ sellerId, email, locale, at }: { sellerId: number; email: string; locale: string; at: Date },
): Promise<{ id: number; isNew: boolean }> {
	const [row] = await tx<{ id: number; isNew: boolean }[]>`
		with recursive merged as (
			select m.winner_id from record_merge m where m.object = 'prospect' and m.seller_entity_id = ${sellerId} and m.loser_mail = ${email} and m.undone_at is null
			union select m.winner_id from merged x join record_merge m on m.object = 'prospect' and m.loser_id = x.winner_id and m.undone_at is null
		), people as (
			select c.id, c.is_active from contact c join account a on a.id = c.account_id
			where a.seller_entity_id = ${sellerId} and lower(c.email) = ${email} and a.status <> 'prospect'
		), leads as (
			select l.id, l.converted_contact_id from crm_lead l where l.seller_entity_id = ${sellerId} and lower(l.email) = ${email}
		), known as (
			select p.id, 1 as rung from ma_prospect p where p.seller_entity_id = ${sellerId} and lower(p.email) = ${email}
			union all select p.id, 1 from ma_prospect p join merged on merged.winner_id = p.id where p.merged_into_id is null
			union all select p.id, 2 from ma_prospect p where p.seller_entity_id = ${sellerId} and p.contact_id in (select id from people)
			union all select p.id, 3 from ma_prospect p where p.seller_entity_id = ${sellerId} and (p.lead_id in (select id from leads) or p.contact_id in (select converted_contact_id from leads))
		), made as (
			insert into ma_prospect (acquired_by, seller_entity_id, email, locale, contact_id, lead_id, created_at, opted_out)
			select 'form', ${sellerId}, ${email}, ${locale}, (select id from people order by is_active desc, id limit 1),
				(select id from leads where converted_contact_id is null and not exists (select from people) order by id limit 1), ${at}, ${isOutByWords(tx, tx`${email}::text`)}
			where not exists (select from known)
			on conflict (seller_entity_id, lower(email)) do update set email = excluded.email returning id
		)
		select id, false as is_new, rung from known union all select id, true, 4 from made order by rung, id limit 1`
	if (!row) throw new Error('A prospect was neither found nor made')
	return row
}

export async function lockProspect(tx: Tx, prospectId: number): Promise<KnownProspect> {
	const [row] = await tx<KnownProspect[]>`
		select p.id, p.seller_entity_id as seller_id, p.contact_id, c.account_id, e.time_zone, p.email, p.first_name, p.last_name, p.company, p.title, p.phone, p.locale, p.custom
		from ma_prospect p join seller_entity e on e.id = p.seller_entity_id left join contact c on c.id = p.contact_id where p.id = ${prospectId} for update of p`
	if (!row) throw new Error('A prospect went away under our hands')
	return row
}

export type ProspectValues = Pick<KnownProspect, 'firstName' | 'lastName' | 'company' | 'title' | 'phone' | 'custom'>

export async function updateProspect(tx: Tx, prospectId: number, { firstName, lastName, company, title, phone, custom }: ProspectValues): Promise<void> {
	await tx`update ma_prospect set first_name = ${firstName}, last_name = ${lastName}, company = ${company}, title = ${title}, phone = ${phone}, custom = ${tx.json(custom as never)} where id = ${prospectId}`
}

/** What somebody agreed to, a row for each topic, and what it makes of her (sync-core.md B9: an opt-in has its evidence). */
export async function insertOptIns(
	tx: Tx,
	{
		prospectId,
		email,
		said,
		source,
		at,
	}: { prospectId: number; email: string; said: readonly { topic: string; evidence: Record<string, string> }[]; source: string; at: Date },
): Promise<void> {
	if (said.length === 0) return
	await tx`
		with opted as (
			insert into ma_consent (prospect_id, email_hash, kind, topic, source, actor, evidence, at)
			select ${prospectId}, encode(sha256(convert_to(${email}::text, 'UTF8')), 'hex'), 'opt_in', r.topic, ${source}, 'person', r.evidence, ${at}
			from json_to_recordset(${JSON.stringify(said)}::text::json) as r(topic text, evidence jsonb) returning topic
		)
		update ma_prospect set opted_out = false where lower(email) = ${email} and opted_out and exists (select from opted where topic in ('all', 'promotion'))`
}

/** `seenBefore`: when she was last here before this moment. */
export type VisitorRow = { id: string; prospectId: number | null; contactId: number | null; seenBefore: Date | null }

/** The visitor of a browser, seen now at a seller's, or, null, in the shop that everybody sees; who is new is made there. */
export async function touchVisitor(tx: Tx, { id, sellerId, at }: { id: string; sellerId: number | null; at: Date }): Promise<VisitorRow> {
	const [row] = await tx<VisitorRow[]>`
		with before as (select last_seen_at from ma_visitor where id = ${id}), seen as (
			insert into ma_visitor (id, seller_entity_id, first_seen_at, last_seen_at) values (${id}, coalesce(${sellerId}::bigint, (select min(id) from seller_entity)), ${at}, ${at})
			on conflict (id) do update set last_seen_at = greatest(ma_visitor.last_seen_at, excluded.last_seen_at) returning id, prospect_id
		)
		select seen.id, seen.prospect_id, p.contact_id, (select last_seen_at from before) as seen_before from seen left join ma_prospect p on p.id = seen.prospect_id`
	if (!row) throw new Error('A visitor was neither found nor made')
	return row
}

export async function updateVisitorProspect(tx: Tx, id: string, person: { id: number; sellerId: number }): Promise<void> {
	await tx`update ma_visitor set prospect_id = ${person.id}, seller_entity_id = ${person.sellerId} where id = ${id} and prospect_id is null`
}

export type VisitorActivity = { id: number; kind: string; occurredAt: Date }

/** What a visitor did while nobody knew who she was. */
export async function lockUnknownActivities(tx: Tx, visitorId: string): Promise<VisitorActivity[]> {
	return tx<
		VisitorActivity[]
	>`select id, kind, occurred_at from ma_activity where visitor_id = ${visitorId} and prospect_id is null order by occurred_at, id for update`
}

/** They become hers, with what they are worth. */
export async function updateActivitiesOwner(tx: Tx, prospectId: number, scored: readonly { id: number; score: number }[]): Promise<void> {
	await tx`
		update ma_activity y set prospect_id = ${prospectId}, score = r.score
		from unnest(${tx.array(
			scored.map(({ id }) => id),
			20,
		)}::bigint[], ${tx.array(
			scored.map(({ score }) => score),
			23,
		)}::int[]) as r(id, score) where y.id = r.id and y.prospect_id is null`
}

export type NewActivity = {
	prospectId: number | null
	visitorId: string | null
	sourceKey: string
	kind: string
	facts: Record<string, unknown>
	score: number
	campaignId: number | null
	occurredAt: Date
}

/** One ledger row for each key that is not there yet. */
export async function insertOwnActivities(tx: Tx, activities: readonly NewActivity[]): Promise<void> {
	if (activities.length === 0) return
	const rows = JSON.stringify(
		activities.map((one) => ({
			...{ prospect_id: one.prospectId, visitor_id: one.visitorId, source_key: one.sourceKey, kind: one.kind, facts: one.facts, score: one.score },
			...{ campaign_id: one.campaignId, occurred_at: one.occurredAt.toISOString() },
		})),
	)
	await tx`
		insert into ma_activity (prospect_id, visitor_id, source_key, kind, facts, score, campaign_id, occurred_at)
		select prospect_id, visitor_id, source_key, kind, facts, score, campaign_id, occurred_at
		from json_to_recordset(${rows}::text::json) as r(prospect_id bigint, visitor_id uuid, source_key text, kind text, facts jsonb, score int, campaign_id bigint, occurred_at timestamptz)
		on conflict (source_key) do nothing`
}

export type Place = { sellerId: number; campaignId: number }

/** Whose an address of ours is, and of which campaign: those of the landing page or the form that stands there. */
export async function readPlace(sql: Sql, path: string): Promise<Place | null> {
	const [, kind, slug] = /^\/([lf])\/([a-z0-9-]+)$/.exec(path) ?? []
	if (!kind || !slug) return null
	const [row] =
		kind === 'l'
			? await sql<Place[]>`select seller_entity_id as seller_id, campaign_id from ma_page where slug = ${slug} and status = 'published'`
			: await sql<Place[]>`select seller_entity_id as seller_id, campaign_id from ma_form where slug = ${slug} and status = 'published'`
	return row ?? null
}
