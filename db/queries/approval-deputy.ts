import type { Deputy } from '../../app/engine/approval/deputies.ts'
import type { Sql, Tx } from '../client.server.ts'

export type DeputyRow = Deputy & { awayName: string; namedByName: string; endedByName: string | null }
export type DeputyPerson = { id: number; name: string; role: 'owner' | 'buyer' | 'approver' | 'viewer'; signsIn: boolean }
export type DeputiesPage = { deputies: DeputyRow[]; people: DeputyPerson[] }

/** Who stands in for whom in a company, those that count or will first, then the last twenty that are over, with its people; one statement. */
export async function readDeputies(sql: Sql, accountId: number, today: string): Promise<DeputiesPage> {
	const [row] = await sql<DeputiesPage[]>`
		select
			coalesce((select json_agg(json_build_object('id', d.id, 'contactId', d.contact_id, 'deputyContactId', d.deputy_contact_id, 'namedByContactId', d.named_by_contact_id, 'fromOn', d.from_on, 'untilOn', d.until_on,
				'isEnded', d.ended_at is not null, 'awayName', concat_ws(' ', a.first_name, a.last_name), 'deputyName', concat_ws(' ', w.first_name, w.last_name), 'namedByName', concat_ws(' ', n.first_name, n.last_name),
				'endedByName', concat_ws(' ', e.first_name, e.last_name)) order by d.is_over, case when d.is_over then -d.id end, d.from_on, d.id)
				from (
					(select x.*, false as is_over from approval_deputy x where x.account_id = ${accountId} and x.ended_at is null and x.until_on >= ${today})
					union all (select x.*, true from approval_deputy x where x.account_id = ${accountId} and (x.ended_at is not null or x.until_on < ${today}) order by x.id desc limit 20)
				) d join contact a on a.account_id = d.account_id and a.id = d.contact_id join contact w on w.account_id = d.account_id and w.id = d.deputy_contact_id
					join contact n on n.account_id = d.account_id and n.id = d.named_by_contact_id left join contact e on e.account_id = d.account_id and e.id = d.ended_by_contact_id), '[]') as deputies,
			coalesce((select json_agg(json_build_object('id', k.id, 'name', concat_ws(' ', k.first_name, k.last_name), 'role', k.role,
				'signsIn', exists (select 1 from login g where g.account_id = k.account_id and g.contact_id = k.id and g.is_active)) order by k.last_name, k.id)
				from contact k where k.account_id = ${accountId} and k.is_active), '[]') as people`
	return row ?? { deputies: [], people: [] }
}

/** Locks who is away, by her id or by a deputy of hers, so that of two changes at once the second sees the first. */
export async function lockAway(tx: Tx, key: { accountId: number; contactId: number | null; deputyId: number | null }): Promise<void> {
	await tx`
		select 1 from contact where account_id = ${key.accountId}
			and id = coalesce(${key.contactId}::bigint, (select d.contact_id from approval_deputy d where d.account_id = ${key.accountId} and d.id = ${key.deputyId}::bigint)) for update`
}

export type NewDeputy = Pick<Deputy, 'contactId' | 'deputyContactId' | 'namedByContactId' | 'fromOn' | 'untilOn'>

export async function insertDeputy(tx: Tx, accountId: number, deputy: NewDeputy, at: Date): Promise<{ id: number }> {
	const { contactId, deputyContactId, namedByContactId, fromOn, untilOn } = deputy
	const [row] = await tx<{ id: number }[]>`
		insert into approval_deputy (account_id, contact_id, deputy_contact_id, named_by_contact_id, from_on, until_on, created_at)
		values (${accountId}, ${contactId}, ${deputyContactId}, ${namedByContactId}, ${fromOn}, ${untilOn}, ${at}) returning id`
	if (!row) throw new Error('A deputy could not be written')
	return row
}

/** Ends a deputy's time, or takes its end back. */
export async function markDeputy(tx: Tx, key: { accountId: number; deputyId: number }, ended: { at: Date; contactId: number } | null): Promise<void> {
	await tx`update approval_deputy set ended_at = ${ended?.at ?? null}, ended_by_contact_id = ${ended?.contactId ?? null} where account_id = ${key.accountId} and id = ${key.deputyId}`
}

/** The next deputy whose days have begun and who was not told what waits; she counts as told from here on. Null: none. */
export async function claimUntold(tx: Tx, at: Date): Promise<{ accountId: number; deputyContactId: number; day: string } | null> {
	const [row] = await tx<{ accountId: number; deputyContactId: number; day: string }[]>`
		with due as (
			select d.account_id, d.id, (${at}::timestamptz at time zone s.time_zone)::date as day from approval_deputy d join account a on a.id = d.account_id join seller_entity s on s.id = a.seller_entity_id
			where d.told_at is null and d.ended_at is null and d.from_on <= (${at}::timestamptz at time zone s.time_zone)::date order by d.from_on, d.id limit 1 for update of d skip locked
		)
		update approval_deputy d set told_at = ${at} from due where d.account_id = due.account_id and d.id = due.id returning d.account_id, d.deputy_contact_id, due.day`
	return row ?? null
}
