import type { Sql, Tx } from '../client.server.ts'
import { choicesFit, differenceOf, isChosen } from './bundle.ts'
import { cartInHand, lentCart } from './cart-hand.ts'
import { variantValues } from './variant.ts'

export type CartHead = {
	id: number
	accountId: number
	stage: string
	number: string | null
	name: string | null
	version: number
	currency: string
	rounding: 'half_away' | 'half_even'
	channel: string
	contactId: number | null
	contactName: string | null
	/** Colleagues of the account may take it in hand. */
	isShared: boolean
	couponCodes: string[]
	poNumber: string | null
	paymentMethod: string | null
	crmCampaignId: number | null
	lastActivityAt: Date
}

export type CartLineRow = {
	id: number
	sequence: number
	kind: 'goods' | 'gift' | 'fee'
	productId: number
	unitCode: string
	unitDigits: number
	/** One of the line's unit is so many of the product's own: numerator over denominator. */
	factorNumerator: number
	factorDenominator: number
	ownUnitCode: string
	ownUnitDigits: number
	quantity: string
	/** With how far the rep might go who gave it. */
	override: { unitPrice: string; reason: string; userId: number; maxPercent?: number; minMarginPercent?: number | null } | null
	/** An accepted quote's line (R1); decimals in text. */
	quoted: {
		quoteId: number
		version: number
		quantity: string
		minimum: string
		unitPrice: string
		number?: string
		validOn?: string
		expiresAt?: string
	} | null
	addedByUserId: number | null
	addedByUserName: string | null
	addedByContactId: number | null
	addedByContactName: string | null
	sku: string
	slug: string
	name: string
	/** What tells a variant from the others of its product. */
	variant: string[]
	picture: string | null
	productClass: string
	status: string
	taxCode: string
	weightGrams: number
	leadDays: number
	stockPolicy: string
	minimumQuantity: string
	maximumQuantity: string | null
	incrementQuantity: string
	floorPrice: string | null
	unitCost: string | null
	supersededBySku: string | null
	grantPolicyIds: number[]
	denyPolicyIds: number[]
	categoryIds: number[]
	relations: { kind: string; productId: number; owned: boolean }[]
	/** How a bundle is priced; null for everything else. */
	bundle: { pricing: 'own' | 'sum'; offPpm: number } | null
	/** What is inside a bundle, in its order; empty for everything else. */
	components: CartComponentRow[]
	/** How much dearer what was chosen makes a bundle; null: it has no price in this currency. */
	difference: string | null
	/** As many are chosen as each choice wants. */
	choicesFit: boolean
	/** SKUs that were chosen inside. */
	chosen: string[]
}

export type CartComponentRow = {
	productId: number
	sku: string
	slug: string
	name: string
	picture: string | null
	/** In one bundle, in the component's own unit. */
	quantity: string
	unitCode: string
	unitDigits: number
	taxCode: string
	leadDays: number
	stockPolicy: string
}

export type CartGroupRow = {
	id: number
	locationId: number | null
	requestedOn: string | null
	method: string
	sequence: number
	instructions: string | null
	window: string | null
	costCentre: string | null
	code: string | null
	name: string | null
	line1: string | null
	line2: string | null
	city: string | null
	region: string | null
	postalCode: string | null
	country: string | null
}

export type CartAllocationRow = { id: number; lineId: number; groupId: number; quantity: string }
export type CartDocument = CartHead & { lines: CartLineRow[]; groups: CartGroupRow[]; allocations: CartAllocationRow[] }

/** By its id, as what a person has in hand, or an order that is being changed. */
export type CartKey = { accountId: number; cartId: number } | { accountId: number; contactId: number } | { accountId: number; orderId: number }

/** What is inside the bundle `p`, named in the reader's language. */
const componentsOf = (sql: Sql, locale: string) => sql`
	select coalesce(json_agg(json_build_object('productId', c.id, 'sku', c.sku, 'slug', c.slug, 'name', coalesce(ct.name, ce.name, c.sku), 'picture', c.picture, 'quantity', b.quantity::text, 'unitCode', c.unit_code,
		'unitDigits', cm.digits, 'taxCode', c.tax_code, 'leadDays', c.lead_days, 'stockPolicy', c.stock_policy) order by b.position, c.id), '[]')
	from bundle_component b join product c on c.id = b.component_id join unit_of_measure cm on cm.code = c.unit_code
		left join product_text ct on ct.product_id = c.id and ct.locale = ${locale} left join product_text ce on ce.product_id = c.id and ce.locale = 'en' where b.bundle_id = p.id and ${isChosen(sql)}`

/** A cart with its lines, what their products ask, its deliveries and allocations: one statement for any size. A successor that `policyIds` hide is none. Null: not this account's. */
export async function readCart(sql: Sql, key: CartKey, { locale, policyIds }: { locale: string; policyIds: readonly number[] }): Promise<CartDocument | null> {
	const policies = sql.array([...policyIds], 23)
	const chosen =
		'cartId' in key
			? sql`o.id = ${key.cartId} and o.stage in ('cart','awaiting_approval')`
			: 'orderId' in key
				? sql`o.id = ${key.orderId} and o.stage in ('placed','changing')`
				: sql`o.id = ${cartInHand(sql, key)}`
	const [row] = await sql<CartDocument[]>`
		select o.id, o.account_id, o.stage, o.number, o.name, o.version, o.currency, o.rounding, o.channel, o.contact_id, o.is_shared, (select trim(concat_ws(' ', c.first_name, c.last_name)) from contact c where c.account_id = o.account_id and c.id = o.contact_id) as contact_name, o.coupon_codes, o.po_number, o.payment_method, o.crm_campaign_id, o.last_activity_at,
			coalesce((select json_agg(json_build_object(
				'id', l.id, 'sequence', l.sequence, 'kind', l.kind, 'productId', l.product_id, 'unitCode', l.unit_code, 'unitDigits', m.digits,
				'factorNumerator', coalesce(pu.factor_numerator, 1), 'factorDenominator', coalesce(pu.factor_denominator, 1), 'ownUnitCode', p.unit_code, 'ownUnitDigits', om.digits, 'quantity', l.quantity::text, 'override', l.override, 'quoted', l.quoted,
				'addedByUserId', l.added_by_user_id, 'addedByUserName', u.first_name || ' ' || u.last_name, 'addedByContactId', l.added_by_contact_id, 'addedByContactName', trim(concat_ws(' ', ac.first_name, ac.last_name)),
				'sku', p.sku, 'slug', p.slug, 'name', coalesce(t.name, e.name, p.sku), 'variant', ${variantValues(sql)}, 'picture', p.picture, 'productClass', p.product_class, 'status', p.status, 'taxCode', p.tax_code,
				'weightGrams', case when p.kind = 'bundle' and p.weight_grams = 0 then (select ceil(sum(c.weight_grams * b.quantity))::int from bundle_component b join product c on c.id = b.component_id where b.bundle_id = p.id and ${isChosen(sql)}) else p.weight_grams end,
				'leadDays', p.lead_days, 'stockPolicy', p.stock_policy, 'minimumQuantity', p.minimum_quantity::text, 'maximumQuantity', p.maximum_quantity::text,
				'incrementQuantity', p.increment_quantity::text, 'floorPrice', p.floor_price::text, 'unitCost', p.unit_cost::text, 'supersededBySku', s.sku,
				'grantPolicyIds', p.grant_policy_ids, 'denyPolicyIds', p.deny_policy_ids,
				'categoryIds', coalesce((select f.category_ids from product_search f where f.product_id = p.id limit 1), '{}'),
				'relations', coalesce((select json_agg(json_build_object('kind', r.kind, 'productId', r.product_id,
					'owned', exists (select 1 from owned_machine w where w.account_id = o.account_id and w.product_id = r.product_id)) order by r.kind, r.product_id)
					from product_relation r where r.related_id = p.id and r.kind in ('accessory','spare_part')), '[]'),
				'bundle', case when p.kind = 'bundle' then coalesce((select json_build_object('pricing', pb.pricing, 'offPpm', pb.off_ppm) from product_bundle pb where pb.product_id = p.id), '{"pricing":"own","offPpm":0}') end,
				'components', case when p.kind = 'bundle' then (${componentsOf(sql, locale)}) else '[]' end,
				'difference', case when p.kind = 'bundle' then (${differenceOf(sql, isChosen(sql), sql`o.currency`)}) else '0' end,
				'chosen', case when l.chosen is null then '[]' else coalesce((select json_agg(x.sku order by x.sku) from product x where x.id = any(l.chosen)), '[]') end,
				'choicesFit', case when p.kind = 'bundle' then ${choicesFit(sql, policyIds)} else true end
			) order by l.sequence)
			from order_line l join product p on p.id = l.product_id join unit_of_measure m on m.code = l.unit_code join unit_of_measure om on om.code = p.unit_code
				left join product_unit pu on pu.product_id = p.id and pu.unit_code = l.unit_code and l.unit_code <> p.unit_code
				left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
				left join product s on s.id = p.superseded_by_id and s.status = 'active' and s.grant_policy_ids && ${policies}::int[] and not s.deny_policy_ids && ${policies}::int[]
				left join crm_user u on u.id = l.added_by_user_id left join contact ac on ac.account_id = l.account_id and ac.id = l.added_by_contact_id
			where l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods'), '[]') as lines,
			coalesce((select json_agg(json_build_object('id', g.id, 'locationId', g.location_id, 'requestedOn', g.requested_on, 'method', g.method, 'sequence', g.sequence,
				'instructions', g.instructions, 'window', g.delivery_window, 'costCentre', g.cost_centre, 'code', a.code, 'name', a.name, 'line1', a.line1, 'line2', a.line2, 'city', a.city, 'region', a.region,
				'postalCode', a.postal_code, 'country', a.country) order by g.sequence, g.id)
			from delivery_group g left join location a on a.account_id = g.account_id and a.id = g.location_id where g.account_id = o.account_id and g.order_id = o.id), '[]') as groups,
			coalesce((select json_agg(json_build_object('id', a.id, 'lineId', a.line_id, 'groupId', a.group_id, 'quantity', a.quantity::text) order by a.id)
			from allocation a where a.account_id = o.account_id and a.order_id = o.id), '[]') as allocations
		from sales_order o where o.account_id = ${key.accountId} and ${chosen}`
	return row ?? null
}

export type NewCart = {
	accountId: number
	sellerEntityId: number
	contactId: number | null
	currency: string
	rounding: string
	locale: string
	channel: string
	isCurrent: boolean
	name: string | null
	at: Date
}

/** Opens a cart; with `isCurrent`, answers the one that the contact has in hand when there is one. */
export async function insertCart(tx: Tx, cart: NewCart): Promise<{ id: number; version: number; isNew: boolean }> {
	const [row] = await tx<{ id: number; version: number; isNew: boolean }[]>`
		with lent as (
			select o.id, o.version from sales_order o where ${cart.isCurrent}::boolean and o.account_id = ${cart.accountId} and o.id = ${lentCart(tx, cart)}
		), opened as (
			insert into sales_order (account_id, seller_entity_id, contact_id, currency, rounding, locale, channel, is_current, name, created_at, last_activity_at)
			select ${cart.accountId}, ${cart.sellerEntityId}, ${cart.contactId}, ${cart.currency}, ${cart.rounding}, ${cart.locale}, ${cart.channel}, ${cart.isCurrent}, ${cart.name}, ${cart.at}, ${cart.at}
			where not exists (select from lent)
			on conflict (account_id, contact_id) where stage = 'cart' and is_current do update set last_activity_at = excluded.last_activity_at
			returning id, version, (xmax = 0) as is_new
		)
		select id, version, is_new from opened union all select id, version, false from lent`
	if (!row) throw new Error('A cart could not be opened')
	return row
}

export type LockedCart = { id: number; version: number; contactId: number | null; couponCodes: string[] }

/**
 * Locks a cart for an edit and raises its version. Null when it is not this account's, is no cart any more, or, with
 * `expectedVersion`, has been edited since: the caller tells these apart by reading.
 */
export async function touchCart(tx: Tx, input: { accountId: number; cartId: number; expectedVersion: number | null; at: Date }): Promise<LockedCart | null> {
	const [row] = await tx<LockedCart[]>`
		update sales_order o set version = o.version + 1, last_activity_at = ${input.at}, quiet_noticed_at = null
		where o.account_id = ${input.accountId} and o.id = ${input.cartId} and o.stage = 'cart' and (${input.expectedVersion}::int is null or o.version = ${input.expectedVersion})
		returning o.id, o.version, o.contact_id, o.coupon_codes`
	return row ?? null
}

export async function readCartCounts(
	sql: Sql,
	key: { accountId: number; cartId: number },
): Promise<{ lines: number; allocations: number; groups: number; units: string }> {
	const [row] = await sql<{ lines: number; allocations: number; groups: number; units: string }[]>`
		select (select count(*)::int from order_line l where l.account_id = ${key.accountId} and l.order_id = ${key.cartId}) as lines,
			(select count(*)::int from allocation a where a.account_id = ${key.accountId} and a.order_id = ${key.cartId}) as allocations,
			(select count(*)::int from delivery_group g where g.account_id = ${key.accountId} and g.order_id = ${key.cartId}) as groups,
			(select coalesce(trim_scale(sum(l.quantity)), 0)::text from order_line l where l.account_id = ${key.accountId} and l.order_id = ${key.cartId}) as units`
	return row ?? { lines: 0, allocations: 0, groups: 0, units: '0' }
}

export type CartListRow = {
	id: number
	name: string | null
	version: number
	currency: string
	lines: number
	isCurrent: boolean
	channel: string
	lastActivityAt: Date
}

/** The open carts of an account, newest first; one row more than asked. */
export async function listCarts(sql: Sql, question: { accountId: number; after: number | null; limit: number }): Promise<CartListRow[]> {
	return sql<CartListRow[]>`
		select o.id, o.name, o.version, o.currency, (select count(*)::int from order_line l where l.account_id = o.account_id and l.order_id = o.id) as lines, o.is_current, o.channel, o.last_activity_at
		from sales_order o where o.account_id = ${question.accountId} and o.stage = 'cart' and (${question.after}::bigint is null or o.id < ${question.after})
		order by o.id desc limit ${question.limit + 1}`
}

/** Whether a cart is this account's and still a cart. */
export async function isOpenCart(sql: Sql, key: { accountId: number; cartId: number }): Promise<boolean> {
	const rows = await sql`select 1 from sales_order where account_id = ${key.accountId} and id = ${key.cartId} and stage = 'cart'`
	return rows.length > 0
}
