import type { Sql, Tx } from '../client.server.ts'

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

/** Whose keys: an account's, or, with null, the house's and all accounts' of a seller. */
export type KeyOwner = { accountId: number } | { sellerEntityId: number }

export type ListedKey = {
	id: number
	name: string
	prefix: string
	scopes: string[]
	requestsPerMinute: number
	/** In whose name it acts: a buyer and her account, or a member of the house. */
	holder: string
	accountName: string | null
	createdAt: Date
	expiresAt: Date | null
	lastUsedAt: Date | null
	revokedAt: Date | null
}

const owned = (sql: Sql, owner: KeyOwner) =>
	'accountId' in owner ? sql`k.account_id = ${owner.accountId}` : sql`coalesce(a.seller_entity_id, u.seller_entity_id) = ${owner.sellerEntityId}`

/** Keys, the newest first, those that were revoked last; one row more than asked. */
export async function listApiKeys(
	sql: Sql,
	owner: KeyOwner,
	{ search, before, limit }: { search: string; before: number | null; limit: number },
): Promise<ListedKey[]> {
	const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<ListedKey[]>`
		select k.id, k.name, k.prefix, k.scopes, k.requests_per_minute, concat_ws(' ', coalesce(c.first_name, u.first_name), coalesce(c.last_name, u.last_name)) as holder, a.name as account_name,
			k.created_at, k.expires_at, k.last_used_at, k.revoked_at
		from api_key k left join account a on a.id = k.account_id left join contact c on c.account_id = k.account_id and c.id = k.contact_id left join crm_user u on u.id = k.user_id
		where ${owned(sql, owner)} and (${search} = '' or k.name ilike ${like} or k.prefix ilike ${like} or a.name ilike ${like})
			and (${before}::bigint is null or k.id < ${before})
		order by k.id desc limit ${limit + 1}`
}

export type NewKey = {
	name: string
	keyHash: string
	prefix: string
	scopes: readonly string[]
	expiresAt: Date | null
	at: Date
} & ({ accountId: number; contactId: number } | { userId: number })

/** Keeps the hash of a key; answers its id. */
export async function insertKey(tx: Tx, key: NewKey): Promise<number> {
	const { accountId, contactId, userId } = { accountId: null, contactId: null, userId: null, ...key }
	const [row] = await tx<{ id: number }[]>`
		insert into api_key (name, key_hash, prefix, account_id, contact_id, user_id, scopes, expires_at, created_at)
		values (${key.name}, ${key.keyHash}, ${key.prefix}, ${accountId}, ${contactId}, ${userId}, ${tx.array([...key.scopes], 25)}::text[], ${key.expiresAt}, ${key.at}) returning id`
	return row?.id ?? 0
}

/** How many keys of an account or of a member of the house open something. */
export async function countLiveKeys(sql: Sql, holder: { accountId: number } | { userId: number }, at: Date): Promise<number> {
	const own = 'accountId' in holder ? sql`account_id = ${holder.accountId}` : sql`user_id = ${holder.userId}`
	const [row] = await sql<
		{ count: number }[]
	>`select count(*)::int as count from api_key where ${own} and revoked_at is null and (expires_at is null or expires_at > ${at})`
	return row?.count ?? 0
}

/** Ends a key. Null: none of theirs, or ended before. */
export async function revokeKey(
	tx: Tx,
	owner: KeyOwner,
	{ keyId, at }: { keyId: number; at: Date },
): Promise<{ name: string; prefix: string; accountId: number | null } | null> {
	const [row] = await tx<{ name: string; prefix: string; accountId: number | null }[]>`
		update api_key r set revoked_at = ${at} where r.id = ${keyId} and r.revoked_at is null
			and exists (select 1 from api_key k left join account a on a.id = k.account_id left join crm_user u on u.id = k.user_id where k.id = r.id and ${owned(tx, owner)})
		returning r.name, r.prefix, r.account_id`
	return row ?? null
}
