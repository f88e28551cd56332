import type { Sql, Tx } from '../client.server.ts'

export type ContactRole = { contactId: number; name: string; role: string; isPrimary: boolean }
export type ContactRoles = { roles: ContactRole[]; people: { id: number; name: string }[] }

/** Who takes part in an opportunity and as what, and who of its account could; one statement. */
export async function readContactRoles(sql: Sql, accountId: number, opportunityId: number): Promise<ContactRoles> {
	const [row] = await sql<ContactRoles[]>`
		select coalesce((select json_agg(json_build_object('contactId', c.id, 'name', concat_ws(' ', c.first_name, c.last_name), 'role', r.role, 'isPrimary', r.is_primary) order by r.is_primary desc, c.last_name, c.id)
				from crm_opp_contact_role r join contact c on c.account_id = r.account_id and c.id = r.contact_id where r.account_id = ${accountId} and r.opportunity_id = ${opportunityId}), '[]') as roles,
			coalesce((select json_agg(json_build_object('id', c.id, 'name', concat_ws(' ', c.first_name, c.last_name)) order by c.last_name, c.id) from contact c where c.account_id = ${accountId} and c.is_active), '[]') as people`
	return row ?? { roles: [], people: [] }
}

/** One contact of the account takes part as this; the primary one is the only one. False: no such contact of the account. */
export async function saveContactRole(
	tx: Tx,
	{ accountId, opportunityId, contactId, role, isPrimary }: { accountId: number; opportunityId: number; contactId: number; role: string; isPrimary: boolean },
): Promise<boolean> {
	const rows = await tx`
		with others as (
			update crm_opp_contact_role set is_primary = false where ${isPrimary} and account_id = ${accountId} and opportunity_id = ${opportunityId} and contact_id <> ${contactId} and is_primary
		)
		insert into crm_opp_contact_role as r (account_id, opportunity_id, contact_id, role, is_primary)
		select c.account_id, ${opportunityId}, c.id, ${role}, ${isPrimary} from contact c where c.account_id = ${accountId} and c.id = ${contactId} and c.is_active
		on conflict (account_id, opportunity_id, contact_id) do update set role = excluded.role, is_primary = excluded.is_primary returning 1`
	return rows.length > 0
}

export async function deleteContactRole(tx: Tx, accountId: number, opportunityId: number, contactId: number): Promise<boolean> {
	return (
		(await tx`delete from crm_opp_contact_role where account_id = ${accountId} and opportunity_id = ${opportunityId} and contact_id = ${contactId} returning 1`)
			.length > 0
	)
}
