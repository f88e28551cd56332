import type { Sql } from '../client.server.ts'
import { likeOf, says } from './said.ts'

export type AccountTwin = {
	id: number
	number: string
	name: string
	currency: string
	website: string | null
	place: string | null
	orders: number
	openMinor: number
	createdAt: string
}
/** What two accounts may be one by. */
export type TwinSign = 'name' | 'website' | 'tax' | 'address'
export type AccountTwins = { key: string; sign: TwinSign; members: AccountTwin[] }
type TwinQuestion = { sellerEntityId: number; text: string | null; after: string | null; limit: number }

/** Groups by each sign, in the order in which they are shown; those of accounts and places have an index (0114), asked for in its words. A group is its `value` and the `ids` of accounts. */
const groupsBy = (sql: Sql, sign: TwinSign, sellerEntityId: number) => {
	if (sign === 'address')
		return sql`
			select lower(regexp_replace(l.line1 || '|' || l.postal_code || '|' || l.city || '|' || l.country::text, '[^[:alnum:]|]+', '', 'g')) as value, array_agg(l.account_id) as ids from location l
			group by 1 having min(l.account_id) <> max(l.account_id)`
	if (sign === 'tax')
		return sql`select upper(c.jurisdiction || ' ' || c.number) as value, array_agg(c.account_id) as ids from exemption_certificate c group by 1 having min(c.account_id) <> max(c.account_id)`
	const own = sql`a.seller_entity_id = ${sellerEntityId} and a.status = 'active' and a.merged_into_id is null`
	if (sign === 'name')
		return sql`select lower(regexp_replace(a.name, '[^[:alnum:]]+', '', 'g')) as value, array_agg(a.id) as ids from account a where ${own} group by 1 having count(*) > 1`
	return sql`
		select lower(regexp_replace(a.website, '^(https?://)?(www\\.)?([^/:?#]+).*$', '\\3', 'i')) as value, array_agg(a.id) as ids from account a where ${own} and a.website is not null group by 1 having count(*) > 1`
}
const twinSigns: readonly TwinSign[] = ['address', 'name', 'tax', 'website']

/** One sign's groups of two and more accounts of a seller that are there, along its index; `from` a value on, null: from the first. */
const groupsOf = (sql: Sql, sign: TwinSign, { sellerEntityId, text, from, limit }: Omit<TwinQuestion, 'after'> & { from: string | null }) => {
	const isSaid = text === null ? sql`true` : sql`bool_or(${says(sql, 'account', 'a', likeOf(text))})`
	return sql`
		select ${sign}::text as sign, g.value, own.ids from (${groupsBy(sql, sign, sellerEntityId)} order by 1) g cross join lateral (
			select array_agg(a.id) as ids from account a where a.id = any(g.ids) and a.seller_entity_id = ${sellerEntityId} and a.status = 'active' and a.merged_into_id is null having count(*) > 1 and ${isSaid}
		) own where g.value <> '' and (${from}::text is null or g.value > ${from}) order by g.value limit ${limit}`
}

/**
 * Accounts that have a name, a web address, a number of a certificate or a postal address in common, whoever has more orders first; one statement. Sign by sign and along
 * the index of each, so that a page reads as far as it shows; the next begins after `sign:value`.
 */
export async function listAccountTwins(sql: Sql, { sellerEntityId, text, after, limit }: TwinQuestion): Promise<AccountTwins[]> {
	const [begun, ...rest] = after?.split(':') ?? ['']
	const signs = twinSigns.filter((sign) => sign >= (begun ?? ''))
	if (signs.length === 0) return []
	const arms = signs.map((sign) => sql`(${groupsOf(sql, sign, { sellerEntityId, text, from: sign === begun ? rest.join(':') : null, limit })})`)
	return await sql<AccountTwins[]>`
		with page as materialized (select * from (${arms.reduce((all, arm) => sql`${all} union all ${arm}`)}) x order by sign, value limit ${limit}), facts as materialized (
			select own.id, own.number, own.name, own.currency, own.website, own.created_at,
				(select l.line1 || ', ' || l.city from location l where l.account_id = own.id order by l.is_default desc, l.id limit 1) as place,
				(select count(*)::int from sales_order o where o.account_id = own.id and o.placed_at is not null) as orders,
				(select coalesce(sum(i.total_minor - i.settled_minor), 0)::bigint from invoice i where i.account_id = own.id and i.kind = 'invoice') as open_minor
			from account own where own.id = any(array(select unnest(ids) from page))
		)
		select p.sign || ':' || p.value as key, p.sign, (select jsonb_agg(jsonb_build_object('id', f.id, 'number', f.number, 'name', f.name, 'currency', f.currency, 'website', f.website, 'place', f.place, 'orders', f.orders, 'openMinor', f.open_minor,
			'createdAt', f.created_at) order by f.orders desc, f.created_at, f.id) from facts f where f.id = any(p.ids)) as members from page p order by p.sign, p.value`
}

export type MergeHead = {
	id: number
	number: string
	name: string
	currency: string
	standing: string
	website: string | null
	place: string | null
	counts: Record<string, number>
	money: Record<string, number | null>
}

/** Two accounts side by side: what each has, in counts and in its own money. */
export async function readMergeHeads(sql: Sql, ids: readonly number[]): Promise<MergeHead[]> {
	return await sql<MergeHead[]>`
		select a.id, a.number, a.name, a.currency, a.standing, a.website, (select l.line1 || ', ' || l.city from location l where l.account_id = a.id order by l.is_default desc, l.id limit 1) as place,
			jsonb_build_object('orders', (select count(*) from sales_order o where o.account_id = a.id and o.placed_at is not null), 'carts', (select count(*) from sales_order o where o.account_id = a.id and o.stage = 'cart'),
				'invoices', (select count(*) from invoice i where i.account_id = a.id and i.kind = 'invoice' and i.settled_minor <> i.total_minor), 'quotes', (select count(*) from quote q where q.account_id = a.id),
				'standing', (select count(*) from standing_order s where s.account_id = a.id), 'people', (select count(*) from contact c where c.account_id = a.id and c.merged_into_id is null),
				'logins', (select count(*) from login l where l.account_id = a.id), 'locations', (select count(*) from location l where l.account_id = a.id), 'groups', (select count(*) from buyer_group_member m where m.account_id = a.id),
				'opportunities', (select count(*) from crm_opportunity o where o.account_id = a.id), 'cases', (select count(*) from support_case k where k.account_id = a.id)) as counts,
			jsonb_build_object('open', (select coalesce(sum(i.total_minor - i.settled_minor), 0)::bigint from invoice i where i.account_id = a.id and i.kind = 'invoice'), 'used', c.open_invoice_minor + c.unbilled_minor + c.reserved_minor, 'limit', c.limit_minor) as money
		from account a left join credit_profile c on c.account_id = a.id where a.id = any(${sql.array([...ids], 20)}::bigint[])`
}

export type BothHave = { people: number; places: number; groups: number; poNumbers: number; budgets: number; promotions: number; counters: number }

/** What both have, and so is added up, falls away or stays twice (decision 0436). */
export async function readBothHave(sql: Sql, { winnerId, loserId }: { winnerId: number; loserId: number }): Promise<BothHave> {
	const [row] = await sql<BothHave[]>`
		select (select count(*)::int from contact l join contact w on w.account_id = ${winnerId} and lower(w.email) = lower(l.email) and w.merged_into_id is null where l.account_id = ${loserId} and l.merged_into_id is null) as people,
			(select count(*)::int from location l where l.account_id = ${loserId} and exists (select from location w where w.account_id = ${winnerId} and lower(w.line1) = lower(l.line1) and w.postal_code = l.postal_code and lower(w.city) = lower(l.city))) as places,
			(select count(*)::int from buyer_group_member l join buyer_group_member w using (buyer_group_id) where l.account_id = ${loserId} and w.account_id = ${winnerId}) as groups,
			(select count(distinct l.po_number)::int from purchase_order_number l join purchase_order_number w using (po_number) where l.account_id = ${loserId} and w.account_id = ${winnerId}) as po_numbers,
			(select count(*)::int from company_budget l join company_budget w on w.account_id = ${winnerId} and w.ended_at is null and w.location_id is null and w.contact_id is null and w.period = l.period and lower(btrim(w.cost_centre)) = lower(btrim(l.cost_centre))
				where l.account_id = ${loserId} and l.ended_at is null and l.location_id is null and l.contact_id is null) as budgets,
			(select count(*)::int from promotion_budget l join promotion_budget w using (promotion_id) where l.account_id = ${loserId} and l.location_id is null and w.account_id = ${winnerId} and w.location_id is null) as promotions,
			(select count(*)::int from period_counter l join period_counter w using (price_book_id, product_id, unit_code, period_start) where l.account_id = ${loserId} and w.account_id = ${winnerId}) as counters`
	if (!row) throw new Error('A select without a table answers one row')
	return row
}

/** The account that this one became; null: it is none of this seller's, or it stands. */
export async function readBecame(sql: Sql, sellerEntityId: number, accountId: number): Promise<number | null> {
	const [row] = await sql<
		{ into: number | null }[]
	>`select merged_into_id as into from account where id = ${accountId} and seller_entity_id = ${sellerEntityId}`
	return row?.into ?? null
}
