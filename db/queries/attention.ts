import type { Sql, Tx } from '../client.server.ts'

/** What the whole facts of an alert were, beside the cart itself. Names in the owner's language. */
export type AttentionFacts = {
	accountName: string
	ownerUserId: number | null
	ownerLocale: string
	contactName: string
	quietAfterMinutes: number
	timeZone: string
	lastActedByUserId: number | null
	hasOpenAlert: boolean
	touch: { touchId: string; campaignId: number; campaignName: string; confirmedAt: string } | null
	activeHours: number[]
	/** What she looked at within thirty days and may buy, and what her account did not order since; looked at most first. */
	looked: { productId: number; name: string; times: number; lastAt: string }[]
}

/** A look is news for so long, and so many of them are told. */
const lookedDays = 30
const mostLooked = 6

/** Who owns the account, what the buyer touched last before the cart, when she is usually active and what she looked at: one statement. */
export async function readAttentionFacts(
	sql: Sql,
	key: Omit<Entitled, 'locale'> & { cartId: number; contactId: number | null; at: Date },
): Promise<AttentionFacts | null> {
	const [row] = await sql<AttentionFacts[]>`
		select a.name as account_name, a.owner_user_id, coalesce(u.locale, 'en') as owner_locale, coalesce(c.first_name || ' ' || c.last_name, a.name) as contact_name,
			coalesce(a.quiet_cart_minutes, s.quiet_cart_minutes) as quiet_after_minutes, s.time_zone,
			(select e.acted_by_user_id from outbox_event e where e.account_id = a.id and e.subject = 'cart:' || ${key.cartId}::bigint and e.topic in ('cart.created', 'cart.updated')
				order by e.occurred_at desc, e.id desc limit 1) as last_acted_by_user_id,
			exists (select from alert l where l.account_id = a.id and l.cart_id = ${key.cartId} and l.status in ('open', 'taken')) as has_open_alert,
			(select json_build_object('touchId', t.id, 'campaignId', t.crm_campaign_id, 'campaignName', m.name, 'confirmedAt', t.confirmed_at)
				from campaign_touch t join crm_campaign m on m.id = t.crm_campaign_id
				where t.contact_id = ${key.contactId} and t.confirmed_at is not null order by t.confirmed_at desc limit 1) as touch,
			coalesce((select array_agg(extract(hour from h.occurred_at at time zone s.time_zone)::int) from (select e.occurred_at from outbox_event e
				where e.account_id = a.id and e.contact_id = ${key.contactId} and e.acted_by_user_id is null and e.occurred_at > ${key.at}::timestamptz - interval '90 days'
				order by e.occurred_at desc limit 200) h), '{}') as active_hours,
			coalesce((select json_agg(json_build_object('productId', i.id, 'name', i.name, 'times', i.times, 'lastAt', i.last_at) order by i.times desc, i.last_at desc, i.id) from (
				select p.id, coalesce(t.name, n.name, p.sku) as name, v.times, v.last_at
				from (select (e.payload ->> 'productId')::bigint as product_id, count(*)::int as times, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at from outbox_event e
						where e.account_id = a.id and e.contact_id = ${key.contactId} and e.topic = 'product.viewed' and e.acted_by_user_id is null
							and e.occurred_at > ${key.at}::timestamptz - make_interval(days => ${lookedDays}) and e.occurred_at <= ${key.at} group by 1) v
					join product p on p.id = v.product_id left join product_text t on t.product_id = p.id and t.locale = u.locale left join product_text n on n.product_id = p.id and n.locale = 'en'
				where ${mayBuy(sql, { ...key, locale: '' })} and not exists (select from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.product_id = p.id
					where o.account_id = a.id and o.stage in ('placed', 'changing', 'closed') and o.placed_at >= v.first_at)
				order by v.times desc, v.last_at desc, p.id limit ${mostLooked}) i), '[]') as looked
		from account a join seller_entity s on s.id = a.seller_entity_id left join crm_user u on u.id = a.owner_user_id and u.is_active
			left join contact c on c.account_id = a.id and c.id = ${key.contactId}
		where a.id = ${key.accountId}`
	return row ?? null
}

type Entitled = { accountId: number; policyIds: readonly number[]; allowedClasses: readonly string[] | null; locale: string }

const mayBuy = (sql: Sql, { policyIds, allowedClasses }: Entitled) => sql`
	p.status = 'active' and p.kind in ('simple', 'variant', 'bundle') and p.grant_policy_ids && ${sql.array([...policyIds], 23)}::int[] and not p.deny_policy_ids && ${sql.array([...policyIds], 23)}::int[]
	and (${allowedClasses === null}::boolean or p.product_class = any(${sql.array([...(allowedClasses ?? [])], 25)}::text[]))`

export type Bought = { productId: number; name: string; accounts: { accountId: number; name: string }[] }

/** What accounts alike bought within a year, of what this account may buy: `preferredIds`, then most bought first; each account named. */
export async function readSimilarPurchases(sql: Sql, entitled: Entitled & { at: Date; limit: number; preferredIds: readonly number[] }): Promise<Bought[]> {
	return await sql<Bought[]>`
		select p.id as product_id, coalesce(t.name, n.name, p.sku) as name, bought.accounts
		from (select l.product_id, json_agg(distinct jsonb_build_object('accountId', a.id, 'name', a.name)) as accounts, count(distinct a.id) as times
				from similar_account s join account a on a.id = s.similar_id
				join sales_order o on o.account_id = s.similar_id and o.stage in ('placed', 'closed') and o.placed_at > ${entitled.at}::timestamptz - interval '12 months' and o.placed_at <= ${entitled.at}
				join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods'
				where s.account_id = ${entitled.accountId} group by l.product_id) bought
		join product p on p.id = bought.product_id
		left join product_text t on t.product_id = p.id and t.locale = ${entitled.locale} left join product_text n on n.product_id = p.id and n.locale = 'en'
		where ${mayBuy(sql, entitled)}
		order by (p.id = any(${sql.array([...entitled.preferredIds], 20)}::bigint[])) desc, bought.times desc, p.id limit ${entitled.limit}`
}

export type Selector = {
	promotionId: number
	productIds: readonly number[] | null
	excludedProductIds: readonly number[] | null
	categoryIds: readonly number[] | null
	excludedCategoryIds: readonly number[] | null
	relationKind: string | null
	relationOf: 'owned' | 'in_cart' | 'products' | null
	relatedIds: readonly number[] | null
}

/** For each promotion that picks products, the first of them that this account may buy. One statement for any number. */
export async function readReachable(
	sql: Sql,
	entitled: Entitled & { sellerEntityId: number; perPromotion: number },
	selectors: readonly Selector[],
): Promise<{ promotionId: number; productIds: number[] }[]> {
	if (selectors.length === 0) return []
	const rows = JSON.stringify(selectors)
	return await sql<{ promotionId: number; productIds: number[] }[]>`
		select s."promotionId" as promotion_id, coalesce(reach.ids, '{}') as product_ids
		from json_to_recordset(${rows}::text::json) as s("promotionId" bigint, "productIds" bigint[], "excludedProductIds" bigint[], "categoryIds" bigint[], "excludedCategoryIds" bigint[],
			"relationKind" text, "relationOf" text, "relatedIds" bigint[])
		left join lateral (select array_agg(q.id) as ids from (
			select p.id from product p
			where p.seller_entity_id = ${entitled.sellerEntityId} and ${mayBuy(sql, entitled)}
				and (s."productIds" is null or p.id = any(s."productIds")) and (s."excludedProductIds" is null or p.id <> all(s."excludedProductIds"))
				and (s."categoryIds" is null or exists (select from category_listing c where c.product_id = coalesce(p.parent_id, p.id) and c.category_id = any(s."categoryIds")))
				and (s."excludedCategoryIds" is null or not exists (select from category_listing c where c.product_id = coalesce(p.parent_id, p.id) and c.category_id = any(s."excludedCategoryIds")))
				and (s."relationKind" is null or exists (select from product_relation r where r.related_id = p.id and r.kind = s."relationKind" and (
					(s."relationOf" = 'owned' and exists (select from owned_machine w where w.account_id = ${entitled.accountId} and w.product_id = r.product_id)) or r.product_id = any(s."relatedIds"))))
			order by p.id limit ${entitled.perPromotion}) q) reach on true`
}

export type NewAlert = {
	accountId: number
	idempotencyKey: string
	rule: string
	ownerUserId: number
	contactId: number | null
	cartId: number | null
	inputs: unknown
	task: { subject: string; facts: unknown; dueOn: string }
	at: Date
}

/** An alert with the task that goes with it; under the same key neither is made twice. */
export async function insertAlert(tx: Tx, alert: NewAlert): Promise<void> {
	await tx`
		with made as (
			insert into alert (account_id, idempotency_key, rule, owner_user_id, contact_id, cart_id, inputs, created_at)
			values (${alert.accountId}, ${alert.idempotencyKey}, ${alert.rule}, ${alert.ownerUserId}, ${alert.contactId}, ${alert.cartId}, ${tx.json(alert.inputs as never)}, ${alert.at})
			on conflict (idempotency_key) do nothing returning id
		)
		insert into crm_task (idempotency_key, owner_user_id, account_id, contact_id, subject, facts, due_on, priority, created_at)
		select ${alert.idempotencyKey}, ${alert.ownerUserId}, ${alert.accountId}, ${alert.contactId}, ${alert.task.subject},
			${tx.json(alert.task.facts as never)}::jsonb || jsonb_build_object('alertId', made.id), ${alert.task.dueOn}, 'high', ${alert.at}
		from made on conflict (idempotency_key) do nothing`
}

/** Closes what was open for a cart, with its tasks. Returns how many alerts. */
export async function closeCartAlerts(tx: Tx, key: { accountId: number; cartId: number; outcome: string; at: Date }): Promise<number> {
	const rows = await tx`
		with closed as (
			update alert set status = 'closed', outcome = ${key.outcome}, closed_at = ${key.at}
			where account_id = ${key.accountId} and cart_id = ${key.cartId} and status in ('open', 'taken') returning idempotency_key
		), done as (
			update crm_task t set status = 'done', outcome = ${key.outcome}, closed_at = ${key.at} from closed where t.idempotency_key = closed.idempotency_key and t.status = 'open'
		)
		select 1 from closed`
	return rows.length
}

/** An account that orders is neither late nor silent any more: what was open for that is closed, with its tasks. */
export async function closeSilenceAlerts(tx: Tx, key: { accountId: number; outcome: string; at: Date }): Promise<void> {
	await tx`
		with closed as (
			update alert set status = 'closed', outcome = ${key.outcome}, closed_at = ${key.at}
			where account_id = ${key.accountId} and rule in ('NBA-2', 'NBA-3') and status in ('open', 'taken') and created_at <= ${key.at} returning idempotency_key
		)
		update crm_task t set status = 'done', outcome = ${key.outcome}, closed_at = ${key.at} from closed where t.idempotency_key = closed.idempotency_key and t.status = 'open'`
}

export type QuietCart = { id: number; accountId: number; contactId: number | null; version: number; lastActivityAt: Date; lines: number; units: string }

/** Marks every cart that fell quiet, and answers those with something in them: each quiet spell is answered once. */
export async function markQuietCarts(tx: Tx, at: Date, limit: number): Promise<QuietCart[]> {
	return await tx<QuietCart[]>`
		with due as materialized (
			select o.account_id, o.id from sales_order o join account a on a.id = o.account_id join seller_entity s on s.id = o.seller_entity_id
			where o.stage = 'cart' and o.quiet_noticed_at is null and o.last_activity_at <= ${at}
				and o.last_activity_at <= ${at}::timestamptz - make_interval(mins => coalesce(a.quiet_cart_minutes, s.quiet_cart_minutes))
			order by o.last_activity_at limit ${limit} for update of o skip locked
		), marked as (
			update sales_order o set quiet_noticed_at = ${at} from due where o.account_id = due.account_id and o.id = due.id
			returning o.id, o.account_id, o.contact_id, o.version, o.last_activity_at
		)
		select marked.*, count(l.id) as lines, coalesce(sum(l.quantity), 0) as units from marked
		join order_line l on l.account_id = marked.account_id and l.order_id = marked.id and l.kind = 'goods'
		group by marked.id, marked.account_id, marked.contact_id, marked.version, marked.last_activity_at`
}

export type GoalRow = {
	id: number
	userId: number
	currency: string
	targetMinor: number
	achievedMinor: number
	reachedAt: Date | null
	startsOn: string
	endsOn: string
}

/** The owner's goals whose period holds the day an order was placed, with what the owner's accounts ordered in it; locked. */
export async function lockGoals(tx: Tx, key: { accountId: number; orderId: number }): Promise<(GoalRow & { summedMinor: number })[]> {
	return await tx<(GoalRow & { summedMinor: number })[]>`
		select g.id, g.user_id, g.currency, g.target_minor, g.achieved_minor, g.reached_at, g.starts_on, g.ends_on,
			(select coalesce(sum(p.net_minor), 0) from account b join sales_order p on p.account_id = b.id
				where b.owner_user_id = g.user_id and p.stage in ('placed', 'closed') and p.currency = g.currency
					and p.placed_at >= g.starts_on::timestamp at time zone s.time_zone and p.placed_at < (g.ends_on + 1)::timestamp at time zone s.time_zone) as summed_minor
		from sales_order o join account a on a.id = o.account_id join seller_entity s on s.id = o.seller_entity_id
		join sales_goal g on g.user_id = a.owner_user_id and g.currency = o.currency
			and (o.placed_at at time zone s.time_zone)::date between g.starts_on and g.ends_on
		where o.account_id = ${key.accountId} and o.id = ${key.orderId} order by g.id for update of g`
}

export async function updateGoals(tx: Tx, goals: readonly { id: number; achievedMinor: number; reachedAt: Date | null }[]): Promise<void> {
	const rows = JSON.stringify(
		goals.map(({ id, achievedMinor, reachedAt }) => ({ id, achieved_minor: achievedMinor, reached_at: reachedAt?.toISOString() ?? null })),
	)
	await tx`
		update sales_goal g set achieved_minor = r.achieved_minor, reached_at = r.reached_at
		from json_to_recordset(${rows}::text::json) as r(id bigint, achieved_minor bigint, reached_at timestamptz) where g.id = r.id`
}

export type NewNotice = {
	idempotencyKey: string
	userId?: number | null
	accountId?: number | null
	contactId?: number | null
	kind: string
	facts: Record<string, unknown>
	at: Date
}

/** Messages to people; under the same key one. */
export async function insertNotices(tx: Tx, notices: readonly NewNotice[]): Promise<void> {
	const rows = JSON.stringify(
		notices.map((notice) => ({
			idempotency_key: notice.idempotencyKey,
			user_id: notice.userId ?? null,
			account_id: notice.accountId ?? null,
			contact_id: notice.contactId ?? null,
			kind: notice.kind,
			facts: notice.facts,
			created_at: notice.at.toISOString(),
		})),
	)
	await tx`
		insert into notice (idempotency_key, user_id, account_id, contact_id, kind, facts, created_at)
		select r.idempotency_key, r.user_id, r.account_id, r.contact_id, r.kind, r.facts, r.created_at
		from json_to_recordset(${rows}::text::json) as r(idempotency_key text, user_id bigint, account_id bigint, contact_id bigint, kind text, facts jsonb, created_at timestamptz)
		on conflict (idempotency_key) do nothing`
}

/** Accounts alike: a buyer group in common and at least two products that both bought within a year; the 20 nearest of each. */
export async function replaceSimilarAccounts(tx: Tx, at: Date): Promise<number> {
	await tx`delete from similar_account`
	const rows = await tx`
		with bought as materialized (
			select distinct o.account_id, l.product_id from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods' and l.product_id is not null
			where o.stage in ('placed', 'closed') and o.placed_at > ${at}::timestamptz - interval '12 months' and o.placed_at <= ${at}
		), kin as materialized (
			select m.account_id, n.account_id as similar_id, min(m.buyer_group_id) as buyer_group_id
			from buyer_group_member m join buyer_group_member n on n.buyer_group_id = m.buyer_group_id and n.account_id <> m.account_id group by 1, 2
		), shared as (
			select k.account_id, k.similar_id, k.buyer_group_id, count(*) as products
			from kin k join bought b on b.account_id = k.account_id join bought c on c.account_id = k.similar_id and c.product_id = b.product_id group by 1, 2, 3 having count(*) >= 2
		), ranked as (
			select shared.*, row_number() over (partition by account_id order by products desc, similar_id) as place from shared
		)
		insert into similar_account (account_id, similar_id, buyer_group_id, shared_products, computed_at)
		select account_id, similar_id, buyer_group_id, products, ${at} from ranked where place <= 20 returning 1`
	return rows.length
}

/** Holds a cart as it is while something is decided about it; a submit waits. Null when it is no cart any more. */
export async function holdCart(tx: Tx, key: { accountId: number; cartId: number }): Promise<{ version: number; contactId: number | null } | null> {
	const [row] = await tx<{ version: number; contactId: number | null }[]>`
		select version, contact_id from sales_order where account_id = ${key.accountId} and id = ${key.cartId} and stage = 'cart' for share`
	return row ?? null
}

/** Who is told of a price that was asked for: the account's owner and what was asked. */
export async function readPriceRequest(
	sql: Sql,
	key: { accountId: number; productId: number },
): Promise<{ ownerUserId: number | null; accountName: string; sku: string; name: string; timeZone: string } | null> {
	const [row] = await sql<{ ownerUserId: number | null; accountName: string; sku: string; name: string; timeZone: string }[]>`
		select s.time_zone, a.owner_user_id, a.name as account_name, p.sku, coalesce(t.name, p.sku) as name from account a join seller_entity s on s.id = a.seller_entity_id
		join product p on p.id = ${key.productId} left join product_text t on t.product_id = p.id and t.locale = 'en' where a.id = ${key.accountId}`
	return row ?? null
}

export async function insertTask(
	tx: Tx,
	task: { idempotencyKey: string; ownerUserId: number; accountId: number; contactId: number | null; subject: string; facts: unknown; dueOn: string; at: Date },
): Promise<void> {
	await tx`
		insert into crm_task (idempotency_key, owner_user_id, account_id, contact_id, subject, facts, due_on, created_at)
		values (${task.idempotencyKey}, ${task.ownerUserId}, ${task.accountId}, ${task.contactId}, ${task.subject}, ${tx.json(task.facts as never)}, ${task.dueOn}, ${task.at})
		on conflict (idempotency_key) do nothing`
}
