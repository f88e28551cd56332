import type { Custom } from '../../app/engine/crm/custom-fields.ts'
import type { ProspectSaid } from '../../app/engine/marketing/prospect-row.ts'
import type { Tx } from '../client.server.ts'
import { isOutByWords, mailHash } from './consent.ts'
import { recordset } from './recordset.ts'

export type KnownPerson = { email: string; id: number | null; custom: Custom; hasContact: boolean; isOut: boolean } & ProspectSaid

/** Who of these addresses stands already, locked, and whose word is known though she does not. One statement. */
export async function lockPeopleByMail(tx: Tx, sellerEntityId: number, emails: readonly string[]): Promise<KnownPerson[]> {
	return await tx<KnownPerson[]>`
		with locked as (
			select p.* from ma_prospect p where p.seller_entity_id = ${sellerEntityId} and lower(p.email) = any(${tx.array([...emails], 25)}::text[]) order by p.id for no key update
		)
		select r.email, p.id, p.first_name, p.last_name, p.company, p.title, p.phone, p.locale, coalesce(p.custom, '{}') as custom, p.contact_id is not null as has_contact,
			coalesce(p.opted_out, false) or ${isOutByWords(tx, tx`r.email`)} as is_out
		from unnest(${tx.array([...emails], 25)}::text[]) r(email) left join locked p on lower(p.email) = r.email`
}

/** Lists that people fill and source campaigns of a seller, by their names in small letters; one statement. */
export async function readNamedPlaces(tx: Tx, sellerEntityId: number, given: { lists: readonly string[]; campaigns: readonly string[] }) {
	const rows = await tx<{ kind: 'list' | 'campaign'; name: string; id: number }[]>`
		select 'list' as kind, lower(name) as name, min(id) as id from ma_list where seller_entity_id = ${sellerEntityId} and kind = 'static' and lower(name) = any(${tx.array([...given.lists], 25)}::text[]) group by 2
		union all
		select 'campaign', lower(name), min(id) from ma_campaign where seller_entity_id = ${sellerEntityId} and lower(name) = any(${tx.array([...given.campaigns], 25)}::text[]) group by 2`
	const of = (kind: 'list' | 'campaign') => new Map(rows.filter((row) => row.kind === kind).map(({ name, id }) => [name, id]))
	return { lists: of('list'), campaigns: of('campaign') }
}

export type WrittenPerson = { email: string; id: number | null; values: ProspectSaid; custom: Custom; campaignId: number | null }

/** New people, who came by a file, and changes of those who stand. Answers the ids of all, by address. One statement. */
export async function savePersons(
	tx: Tx,
	{ sellerEntityId, rows, at }: { sellerEntityId: number; rows: readonly WrittenPerson[]; at: Date },
): Promise<Map<string, number>> {
	if (rows.length === 0) return new Map()
	const flat = rows.map(({ values, ...row }) => ({ ...row, ...values }))
	const saved = await tx<{ email: string; id: number }[]>`
		with given as materialized (
			select * from jsonb_to_recordset(${recordset(tx, flat)}) r(email text, id bigint, first_name text, last_name text, company text, title text, phone text, locale text, custom jsonb, campaign_id bigint)
		), made as (
			insert into ma_prospect (acquired_by, seller_entity_id, email, first_name, last_name, company, title, phone, locale, custom, source_campaign_id, created_at)
			select 'import', ${sellerEntityId}, g.email, g.first_name, g.last_name, g.company, g.title, g.phone, coalesce(g.locale, 'en'), g.custom, g.campaign_id, ${at} from given g where g.id is null
			on conflict do nothing returning lower(email) as email, id
		), changed as (
			update ma_prospect p set first_name = g.first_name, last_name = g.last_name, company = g.company, title = g.title, phone = g.phone, locale = coalesce(g.locale, p.locale), custom = g.custom
			from given g where p.id = g.id returning lower(p.email) as email, p.id
		) select email, id from made union all select email, id from changed`
	return new Map(saved.map(({ email, id }) => [email, id]))
}

export type SaidConsent = { prospectId: number; email: string; kind: 'opt_in' | 'opt_out'; evidence: Record<string, string>; at: Date }

/** Words of consent out of a file, each once however often it comes. Answers whose word was new. */
export async function insertConsents(tx: Tx, rows: readonly SaidConsent[], actor: string): Promise<number[]> {
	if (rows.length === 0) return []
	const made = await tx<{ prospectId: number }[]>`
		insert into ma_consent (prospect_id, email_hash, kind, source, actor, evidence, at)
		select r.prospect_id, ${mailHash(tx, tx`r.email`)}, r.kind, 'import', ${actor}, r.evidence, r.at
		from jsonb_to_recordset(${recordset(tx, rows)}) r(prospect_id bigint, email text, kind text, evidence jsonb, at timestamptz)
		where not exists (select from ma_consent k where k.email_hash = ${mailHash(tx, tx`r.email`)} and k.kind = r.kind and k.at = r.at and k.source = 'import')
		returning prospect_id`
	return made.map(({ prospectId }) => prospectId)
}

/** Everybody with the address of one of these who is out by now, whichever seller's: both sides at once (B9). Nobody is ever brought back. */
export async function leaveOptedOut(
	tx: Tx,
	prospectIds: readonly number[],
): Promise<{ prospectId: number; accountId: number | null; contactId: number | null }[]> {
	if (prospectIds.length === 0) return []
	return await tx`
		update ma_prospect o set opted_out = true from ma_prospect p
		where p.id = any(${tx.array([...prospectIds], 20)}::bigint[]) and lower(trim(o.email)) = lower(trim(p.email)) and not o.opted_out and ${isOutByWords(tx, tx`p.email`)}
		returning o.id as prospect_id, (select c.account_id from contact c where c.id = o.contact_id) as account_id, o.contact_id`
}

type Named = { prospectId: number; name: string }

/** Tags by their words, made where they are new. Answers who had not had one. Two statements: the second sees a tag that somebody else has just made. */
export async function hangTags(tx: Tx, sellerEntityId: number, rows: readonly Named[], at: Date): Promise<number[]> {
	if (rows.length === 0) return []
	const names = [...new Map(rows.map(({ name }) => [name.toLowerCase(), name])).values()]
	await tx`insert into ma_tag (seller_entity_id, name, created_at) select ${sellerEntityId}, name, ${at} from unnest(${tx.array(names, 25)}::text[]) name on conflict do nothing`
	const hung = await tx<{ prospectId: number }[]>`
		insert into ma_prospect_tag (prospect_id, tag_id, added_at)
		select distinct r.prospect_id, t.id, ${at}::timestamptz from jsonb_to_recordset(${recordset(tx, rows)}) r(prospect_id bigint, name text)
			join ma_tag t on t.seller_entity_id = ${sellerEntityId} and lower(t.name) = lower(r.name)
		on conflict do nothing returning prospect_id`
	return hung.map(({ prospectId }) => prospectId)
}

/** Puts people on lists that people fill. Answers who had not stood on one. */
export async function putOnLists(tx: Tx, rows: readonly { prospectId: number; listId: number }[], at: Date): Promise<number[]> {
	if (rows.length === 0) return []
	const put = await tx<{ prospectId: number }[]>`
		insert into ma_list_member (list_id, prospect_id, added_at)
		select distinct r.list_id, r.prospect_id, ${at}::timestamptz from jsonb_to_recordset(${recordset(tx, rows)}) r(list_id bigint, prospect_id bigint)
		on conflict do nothing returning prospect_id`
	return put.map(({ prospectId }) => prospectId)
}
