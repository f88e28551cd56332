import type { Tx } from '../client.server.ts'

/** Keeps the hash of a key for the account of a buyer's login, with its audit entry; null when nobody buys with this e-mail. */
export async function insertApiKey(
	tx: Tx,
	input: { email: string; name: string; scopes: readonly string[]; keyHash: string; prefix: string; at: Date },
): Promise<{ accountName: string } | null> {
	const [row] = await tx<{ accountName: string }[]>`
		with who as (
			select a.id as account_id, a.name, l.contact_id from login l join account a on a.id = l.account_id and a.status = 'active' where lower(l.email) = lower(${input.email}) and l.is_active
		), made as (
			insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes, created_at)
			select ${input.name}, ${input.keyHash}, ${input.prefix}, account_id, contact_id, ${tx.array([...input.scopes], 25)}::text[], ${input.at} from who returning id, account_id
		), noted as (
			insert into audit_entry (at, actor_kind, account_id, action, subject, after)
			select ${input.at}, 'system', account_id, 'api_key.created', 'api_key:' || id, jsonb_build_object('prefix', ${input.prefix}::text, 'scopes', ${tx.array([...input.scopes], 25)}::text[]) from made
		)
		select who.name as account_name from who join made on true`
	return row ?? null
}
