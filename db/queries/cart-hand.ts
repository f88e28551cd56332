import type { Sql, Tx } from '../client.server.ts'

type Person = { accountId: number | null; contactId: number | null }

/** The cart of a colleague that the person took in hand, while it is shared and still a cart. */
export const lentCart = (sql: Sql, { accountId, contactId }: Person) => sql`(
	select s.id from cart_in_hand h join sales_order s on s.account_id = h.account_id and s.id = h.order_id and s.stage = 'cart' and s.is_shared
	where h.account_id = ${accountId} and h.contact_id = ${contactId})`

/** The one cart that the person works in: a colleague's that she took in hand, else her own current one. */
export const cartInHand = (sql: Sql, { accountId, contactId }: Person) => sql`coalesce(${lentCart(sql, { accountId, contactId })}, (
	select s.id from sales_order s where s.account_id = ${accountId} and s.contact_id = ${contactId} and s.stage = 'cart' and s.is_current))`

export type StandingCart = {
	id: number
	name: string | null
	stage: 'cart' | 'discarded'
	isShared: boolean
	isMine: boolean
	isInHand: boolean
	ownerId: number | null
	ownerName: string | null
	lines: number
	deliveries: number
	/** What is in it, the first few lines. */
	goods: string[]
	lastActivityAt: Date
}

/** How many carts a page shows; nobody has kept as many at once, and who does sees the latest. */
export const MOST_CARTS = 100

/**
 * The carts that a person may work in, her own and those shared with her, latest first; and those that she put away since
 * `keptSince`. A cart without lines that nobody named, shared or has in hand is none. One statement.
 */
export async function readStandingCarts(
	sql: Sql,
	{ accountId, contactId }: { accountId: number; contactId: number },
	{ locale, keptSince }: { locale: string; keptSince: Date },
): Promise<StandingCart[]> {
	return sql<StandingCart[]>`
		select o.id, o.name, o.stage, o.is_shared, o.contact_id = ${contactId} as is_mine, coalesce(o.id = ${cartInHand(sql, { accountId, contactId })}, false) as is_in_hand, o.contact_id as owner_id, nullif(trim(concat_ws(' ', c.first_name, c.last_name)), '') as owner_name,
			l.lines, (select count(*)::int from delivery_group g where g.account_id = o.account_id and g.order_id = o.id) as deliveries, l.goods, o.last_activity_at
		from sales_order o left join contact c on c.account_id = o.account_id and c.id = o.contact_id
			cross join lateral (
				select count(*)::int as lines, coalesce((array_agg(coalesce(t.name, e.name, p.sku) order by l.sequence))[1:3], '{}') as goods
				from order_line l join product p on p.id = l.product_id left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
				where l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods') l
		where o.account_id = ${accountId} and (l.lines > 0 or o.name is not null)
			and ((o.stage = 'cart' and (o.contact_id = ${contactId} or o.is_shared)) or (o.stage = 'discarded' and o.contact_id = ${contactId} and o.last_activity_at > ${keptSince}))
		order by is_in_hand desc, o.last_activity_at desc, o.id desc limit ${MOST_CARTS}`
}

type CartKey = { accountId: number; cartId: number }
export type HeldCart = { id: number; contactId: number | null; isShared: boolean; stage: string; isCurrent: boolean }

/** Locks a cart of the account, put away or not. */
export async function lockStandingCart(tx: Tx, { accountId, cartId }: CartKey): Promise<HeldCart | null> {
	const [row] = await tx<HeldCart[]>`
		select id, contact_id, is_shared, stage, is_current from sales_order where account_id = ${accountId} and id = ${cartId} and stage in ('cart','discarded') for update`
	return row ?? null
}

/** Lays whatever the person has in hand aside: nothing of it changes, and the next thing she adds opens a cart of its own. */
export async function layCartAside(tx: Tx, { accountId, contactId }: { accountId: number; contactId: number }): Promise<void> {
	await tx`
		with lent as (delete from cart_in_hand where account_id = ${accountId} and contact_id = ${contactId})
		update sales_order set is_current = false where account_id = ${accountId} and contact_id = ${contactId} and stage = 'cart' and is_current`
}

/** Puts a cart into a person's hand that has none: her own, or a shared one. */
export async function takeCart(tx: Tx, { accountId, cartId, contactId, isOwn }: CartKey & { contactId: number; isOwn: boolean }): Promise<void> {
	if (isOwn)
		await tx`update sales_order set is_current = true where account_id = ${accountId} and id = ${cartId} and contact_id = ${contactId} and stage = 'cart'`
	else
		await tx`
			insert into cart_in_hand (account_id, contact_id, order_id) values (${accountId}, ${contactId}, ${cartId}) on conflict (account_id, contact_id) do update set order_id = excluded.order_id`
}

export type CartSettings = { name?: string | null; isShared?: boolean; contactId?: number; stage?: 'cart' | 'discarded' }

/** Writes what a cart is called, who has it, and whether it is put away. Whoever had it in hand has it no more when its owner or its stage changes. */
export async function updateStandingCart(tx: Tx, { accountId, cartId }: CartKey, { name, isShared, contactId, stage }: CartSettings, at: Date): Promise<void> {
	const leavesHand = contactId !== undefined || stage !== undefined
	await tx`
		update sales_order set name = ${name === undefined ? tx`name` : name}, is_shared = ${isShared ?? tx`is_shared`}, contact_id = ${contactId ?? tx`contact_id`}, stage = ${stage ?? tx`stage`},
			is_current = is_current and ${!leavesHand}, version = version + 1, last_activity_at = ${at}, quiet_noticed_at = case when ${stage === 'cart'} then ${at}::timestamptz else quiet_noticed_at end
		where account_id = ${accountId} and id = ${cartId}`
}

export type Colleague = { contactId: number; name: string }

/** Who else of the account orders: to whom a cart can be handed over. */
export async function readOrderingColleagues(sql: Sql, { accountId, contactId }: { accountId: number; contactId: number }): Promise<Colleague[]> {
	return sql<Colleague[]>`
		select id as contact_id, trim(concat_ws(' ', first_name, last_name)) as name from contact
		where account_id = ${accountId} and id <> ${contactId} and role in ('owner','buyer') and is_active order by last_name, first_name, id`
}
