import type { Sql } from '../client.server.ts'

export type SessionRow = {
	tokenHash: string | null
	contactId: number | null
	contactFirstName: string | null
	contactLastName: string | null
	contactEmail: string | null
	contactLocale: string | null
	contactRole: string | null
	userId: number | null
	userFirstName: string | null
	userLastName: string | null
	userEmail: string | null
	userLocale: string | null
	roles: string[] | null
	maxDiscountPercent: number | null
	minMarginPercent: number | null
	locationId: number | null
	scopes: string[] | null
	account: Record<string, unknown> | null
	seller: Record<string, unknown>
}

/** The account and seller of `who(account_id, user_id)`: one lateral each, whatever the depth of the hierarchy. */
const contextOf = (sql: Sql) => sql`
	left join lateral (
		with recursive line as (
			select a.id, a.parent_id, a.stops_inheriting, 0 as depth, true as inherits from account a where a.id = who.account_id
			union all
			select p.id, p.parent_id, p.stops_inheriting, line.depth + 1, line.inherits and not line.stops_inheriting from line join account p on p.id = line.parent_id
		), grouped as (
			select m.buyer_group_id from buyer_group_member m where m.account_id = who.account_id
		)
		select json_build_object(
			'sellerEntityId', a.seller_entity_id, 'accountId', a.id, 'number', a.number, 'name', a.name, 'locale', a.locale, 'currency', a.currency,
			'standing', a.standing, 'standingSource', a.standing_source, 'onboardingStep', a.onboarding_step, 'orderCapMinor', a.order_cap_minor,
			'allowedClasses', a.allowed_classes, 'termsDays', a.terms_days, 'repeatsPoNumbers', a.repeats_po_numbers, 'billToAccountId', coalesce(a.bill_to_account_id, a.id),
			'ownerUserId', a.owner_user_id, 'invoicePer', a.invoice_per,
			'ancestorIds', coalesce((select json_agg(line.id order by line.depth) from line where line.depth > 0), '[]'),
			'buyerGroupIds', coalesce((select json_agg(buyer_group_id order by buyer_group_id) from grouped), '[]'),
			'policyIds', coalesce((select json_agg(distinct p.id order by p.id) from entitlement_policy p where p.is_active and (
				exists (select 1 from policy_account pa join line on line.id = pa.account_id and line.inherits where pa.policy_id = p.id)
				or (not a.stops_inheriting and exists (select 1 from policy_buyer_group pg join grouped on grouped.buyer_group_id = pg.buyer_group_id where pg.policy_id = p.id)))), '[]')
		) as account
		from account a where a.id = who.account_id
	) context on true
	left join account acc on acc.id = who.account_id
	left join crm_user u on u.id = who.user_id
	join seller_entity s on s.id = coalesce(acc.seller_entity_id, u.seller_entity_id)
	left join contact c on c.account_id = who.account_id and c.id = who.contact_id`

const columns = (sql: Sql) => sql`
	who.contact_id, c.first_name as contact_first_name, c.last_name as contact_last_name, c.email as contact_email, c.locale as contact_locale, c.role as contact_role,
	u.id as user_id, u.first_name as user_first_name, u.last_name as user_last_name, u.email as user_email, u.locale as user_locale, u.roles, u.max_discount_percent, u.min_margin_percent,
	context.account, json_build_object('id', s.id, 'code', s.code, 'name', s.name, 'timeZone', s.time_zone, 'rounding', s.rounding, 'currency', s.currency, 'country', s.country, 'pricesIncludeTax', s.prices_include_tax) as seller`

/** Where an account's goods go while nobody chose: prices bound to that place hold there from the first page on. */
const defaultShipTo = (sql: Sql) => sql`(select d.id from location d where d.account_id = who.account_id and d.is_default and d.is_active)`

/** The person behind a session token, with everything a page needs to know of the account: one statement (house.md). */
export async function readSession(sql: Sql, tokenHash: string, at: Date): Promise<SessionRow | null> {
	const [row] = await sql<SessionRow[]>`
		with who as (
			select t.token_hash, t.location_id as chosen_id, coalesce(t.acting_account_id, l.account_id) as account_id, coalesce(t.acting_contact_id, l.contact_id) as contact_id, l.user_id
			from session t join login l on l.id = t.login_id and l.is_active where t.token_hash = ${tokenHash} and t.expires_at > ${at}
		)
		select who.token_hash, coalesce(who.chosen_id, ${defaultShipTo(sql)}) as location_id, null::text[] as scopes, ${columns(sql)} from who ${contextOf(sql)}
		where (who.account_id is null or acc.status = 'active') and (u.id is null or u.is_active) and (c.id is null or c.is_active)`
	return row ?? null
}

export type ApiKeyRow = SessionRow & { keyId: number; requestsPerMinute: number }

/** When a key was last used is known to so much; noting each call would make every read a write. */
const lastUsedEvery = '5 minutes'

/** The buyer, or the member of the house, behind an API key that is neither revoked nor expired; notes that it is in use. One statement. */
export async function readApiKey(sql: Sql, keyHash: string, at: Date): Promise<ApiKeyRow | null> {
	const [row] = await sql<ApiKeyRow[]>`
		with who as materialized (
			select k.id, k.account_id, k.contact_id, k.user_id, k.scopes, k.requests_per_minute, k.last_used_at from api_key k
			where k.key_hash = ${keyHash} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${at})
		), noted as (
			update api_key k set last_used_at = ${at} from who where k.id = who.id and (who.last_used_at is null or who.last_used_at < ${at}::timestamptz - ${lastUsedEvery}::interval)
		)
		select who.id as key_id, who.requests_per_minute, null::text as token_hash, ${defaultShipTo(sql)} as location_id, who.scopes, ${columns(sql)} from who ${contextOf(sql)}
		where (who.account_id is null or acc.status = 'active') and (u.id is null or u.is_active) and (c.id is null or c.is_active)`
	return row ?? null
}

/** A buyer as the house itself sees her, without a session: for what is decided about her while she is away. A prospect has prices too. */
export async function readContactContext(sql: Sql, key: { accountId: number; contactId: number | null }): Promise<SessionRow | null> {
	const [row] = await sql<SessionRow[]>`
		with who as (select ${key.accountId}::bigint as account_id, ${key.contactId}::bigint as contact_id, null::bigint as user_id)
		select null::text as token_hash, ${defaultShipTo(sql)} as location_id, null::text[] as scopes, ${columns(sql)} from who ${contextOf(sql)}
		where acc.status in ('active', 'prospect') and (c.id is null or c.is_active)`
	return row ?? null
}

/** The seller's guest policy, for the signed-out: a context without an account. */
export async function readGuest(sql: Sql): Promise<{ seller: Record<string, unknown>; policyIds: number[] } | null> {
	const [row] = await sql<{ seller: Record<string, unknown>; policyIds: number[] }[]>`
		select json_build_object('id', s.id, 'code', s.code, 'name', s.name, 'timeZone', s.time_zone, 'rounding', s.rounding, 'currency', s.currency, 'country', s.country, 'pricesIncludeTax', s.prices_include_tax) as seller,
			coalesce((select json_agg(p.id) from entitlement_policy p where p.seller_entity_id = s.id and p.is_guest and p.is_active), '[]') as policy_ids
		from seller_entity s order by s.id limit 1`
	return row ?? null
}

export async function insertSession(sql: Sql, input: { tokenHash: string; loginId: number; expiresAt: Date; at: Date }): Promise<void> {
	await sql`insert into session (token_hash, login_id, created_at, expires_at) values (${input.tokenHash}, ${input.loginId}, ${input.at}, ${input.expiresAt})`
}

export async function deleteSession(sql: Sql, tokenHash: string): Promise<void> {
	await sql`delete from session where token_hash = ${tokenHash}`
}

/** The rep starts or ends acting for a buyer. Null when the contact is not one the rep may act for. */
export async function updateActingFor(
	sql: Sql,
	input: { tokenHash: string; accountId: number | null; contactId: number | null; locationId: number | null },
): Promise<void> {
	await sql`update session set acting_account_id = ${input.accountId}, acting_contact_id = ${input.contactId}, location_id = ${input.locationId} where token_hash = ${input.tokenHash}`
}

/** Chooses the session's ship-to; a location of another account changes nothing. */
export async function updateShipTo(sql: Sql, input: { tokenHash: string; accountId: number; locationId: number }): Promise<boolean> {
	const rows = await sql`
		update session t set location_id = l.id from location l
		where t.token_hash = ${input.tokenHash} and l.account_id = ${input.accountId} and l.id = ${input.locationId} and l.is_active returning 1`
	return rows.length > 0
}

export type LoginRow = {
	loginId: number
	email: string
	passwordHash: string | null
	userId: number | null
	accountId: number | null
	contactId: number | null
	locale: string
	firstName: string
	/** Of a member of the house; null for a buyer. */
	roles: string[] | null
	sellerName: string
}

export async function readLogin(sql: Sql, email: string): Promise<LoginRow | null> {
	const [row] = await sql<LoginRow[]>`
		select l.id as login_id, l.email, l.password_hash, l.user_id, l.account_id, l.contact_id, coalesce(c.locale, u.locale, 'en') as locale, coalesce(c.first_name, u.first_name) as first_name, u.roles,
			(select s.name from seller_entity s where s.id = coalesce(a.seller_entity_id, u.seller_entity_id)) as seller_name
		from login l left join contact c on c.account_id = l.account_id and c.id = l.contact_id left join crm_user u on u.id = l.user_id
		left join account a on a.id = l.account_id
		where lower(l.email) = lower(${email}) and l.is_active and coalesce(c.is_active, true) and coalesce(u.is_active, true) and coalesce(a.status, 'active') = 'active'`
	return row ?? null
}

export async function markSignedIn(sql: Sql, loginId: number, at: Date): Promise<void> {
	await sql`update login set last_signed_in_at = ${at} where id = ${loginId}`
}

export async function insertSignInCode(
	sql: Sql,
	input: { email: string; codeHash: string; returnTo: string | null; at: Date; expiresAt: Date },
): Promise<void> {
	await sql`insert into sign_in_code (email, code_hash, return_to, created_at, expires_at) values (lower(${input.email}), ${input.codeHash}, ${input.returnTo}, ${input.at}, ${input.expiresAt})`
}

/** Uses up a code: right, unexpired, unused and not tried more than five times. A wrong try counts against the newest code. */
export async function consumeSignInCode(sql: Sql, input: { email: string; codeHash: string; at: Date }): Promise<{ returnTo: string | null } | null> {
	const [row] = await sql<{ returnTo: string | null; right: boolean }[]>`
		update sign_in_code c set attempts = c.attempts + 1, used_at = case when c.code_hash = ${input.codeHash} then ${input.at}::timestamptz end
		where c.id = (select id from sign_in_code where email = lower(${input.email}) order by created_at desc, id desc limit 1)
			and c.used_at is null and c.expires_at > ${input.at} and c.attempts < 5
		returning c.return_to, c.code_hash = ${input.codeHash} as right`
	return row?.right ? { returnTo: row.returnTo } : null
}

/** Counts one try under each key in a window; answers how many there are now, in the order of the keys. */
export async function countTries(sql: Sql, keys: readonly string[], windowStart: Date): Promise<number[]> {
	const rows = await sql<{ key: string; count: number }[]>`
		insert into rate_limit (key, window_start) select k, ${windowStart}::timestamptz from unnest(${sql.array([...keys].sort(), 25)}::text[]) k
		on conflict (key, window_start) do update set count = rate_limit.count + 1 returning key, count`
	return keys.map((key) => rows.find((row) => row.key === key)?.count ?? 0)
}
