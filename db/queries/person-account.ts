import type { Custom } from '../../app/engine/crm/custom-fields.ts'
import type { AccountShape } from '../../app/engine/crm/person-account.ts'
import type { FieldOf, PersonSaid } from '../../app/engine/crm/person-fields.ts'
import type { Sql, Tx } from '../client.server.ts'
import type { Desk } from './desk.ts'
import { addressColumns, personRow, personSet } from './person-row.ts'

const orNull = (text: string | undefined) => text || null

/** An account that is one person, with the contact that she is; one statement. */
export async function insertPersonAccount(
	tx: Tx,
	wish: PersonSaid<'person_account'>,
	key: { sellerEntityId: number; ownerUserId: number; currency: string; name: string; at: Date },
): Promise<{ accountId: number; contactId: number }> {
	const [made] = await tx<{ accountId: number; contactId: number }[]>`
		with next as (
			select nextval(pg_get_serial_sequence('account', 'id')) as id
		), made as (
			insert into account (id, seller_entity_id, number, name, is_person, owner_user_id, currency, locale, phone, status, standing, standing_source, created_at)
			select id, ${key.sellerEntityId}, 'P-' || lpad(id::text, 5, '0'), ${key.name}, true, ${key.ownerUserId}, ${key.currency}, ${wish.locale ?? 'en'}, ${orNull(wish.phone)}, 'prospect', 'new', 'onboarding', ${key.at}
			from next returning id
		)
		insert into contact (account_id, first_name, last_name, email, phone, locale, role, created_at)
		select id, ${wish.firstName ?? ''}, ${wish.lastName ?? ''}, ${orNull(wish.email)}, ${orNull(wish.phone)}, ${wish.locale ?? 'en'}, 'owner', ${key.at} from made
		returning account_id, id as contact_id`
	if (!made) throw new Error('A person account was not written')
	return made
}

export type LockedShape = AccountShape & { name: string }

/** Locks an account of a desk and says who is there. Null: none of this desk. */
export async function lockShape(tx: Tx, desk: Desk, accountId: number): Promise<LockedShape | null> {
	const [row] = await tx<LockedShape[]>`
		select a.name, a.is_person, array(select trim(concat_ws(' ', nullif(c.first_name, ''), c.last_name)) from contact c where c.account_id = a.id and c.merged_into_id is null order by c.id) as people,
			a.parent_id is not null or coalesce(a.bill_to_account_id, a.id) <> a.id
				or exists (select from account o where o.parent_id = a.id or (o.bill_to_account_id = a.id and o.id <> a.id)) as has_family
		from account a where a.id = ${accountId} and a.seller_entity_id = ${desk.sellerEntityId} and (${desk.ownerUserId}::bigint is null or a.owner_user_id = ${desk.ownerUserId}) for update of a`
	return row ?? null
}

export async function updateKind(tx: Tx, accountId: number, { isPerson, name }: { isPerson: boolean; name: string }): Promise<void> {
	await tx`update account set is_person = ${isPerson}, name = ${name} where id = ${accountId}`
}

/** Somebody of an account as she is written down; `isPerson`: the account is she herself, `signsIn` by the address with which she does. */
export type ContactFace = {
	id: number
	accountId: number
	isPerson: boolean
	custom: Custom
	signsIn: string | null
	lastActivityAt: Date | null
	sourceCampaign: string | null
} & Record<FieldOf<'contact'>, string | null>

/** A contact, or the one that an account is where it is one person. Null: it is a company. */
export async function readContactFace(sql: Sql, of: { contactId: number } | { accountId: number }): Promise<ContactFace | null> {
	const which = 'contactId' in of ? sql`c.id = ${of.contactId}` : sql`c.account_id = ${of.accountId} and a.is_person and c.merged_into_id is null`
	const [row] = await sql<ContactFace[]>`
		select c.id, c.account_id, a.is_person, c.custom, c.first_name, c.last_name, c.title, c.email, c.phone, c.locale, ${addressColumns(sql, 'c')}, c.last_activity_at, c.source_campaign,
			(select min(n.email) from login n where n.account_id = c.account_id and n.contact_id = c.id and n.is_active) as signs_in
		from contact c join account a on a.id = c.account_id where ${which}`
	return row ?? null
}

/** Writes who she is; an account that is she herself is called so by the database (migration 0081). */
export async function updateContact(tx: Tx, { id, accountId }: { id: number; accountId: number }, said: PersonSaid<'contact'>): Promise<void> {
	await tx`update contact set ${personSet(tx, personRow(said, ['firstName', 'lastName', 'locale']))} where account_id = ${accountId} and id = ${id}`
}
