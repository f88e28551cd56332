import type { Sql, Tx } from '../client.server.ts'

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
	/** `maxPercent`: how far the rep might go who gave it. */
	override: { unitPrice: string; reason: string; userId: number; maxPercent?: number } | null
	addedByUserId: number | null
	addedByUserName: string | null
	sku: string
	slug: string
	name: string
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
}

export type CartGroupRow = {
	id: number
	locationId: number | null
	requestedOn: string | null
	method: string
	sequence: number
	instructions: string | null
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

export type CartKey = { accountId: number; cartId: number } | { accountId: number; contactId: number }

/** A cart with its lines, what their products ask, its deliveries and allocations: one statement for any size. Null: not this account's. */
export async function readCart(sql: Sql, key: CartKey, locale: string): Promise<CartDocument | null> {
	const chosen =
		'cartId' in key
			? sql`o.id = ${key.cartId} and o.stage in ('cart','awaiting_approval')`
			: sql`o.contact_id = ${key.contactId} and o.stage = 'cart' and o.is_current`
	const [row] = await sql<CartDocument[]>`
		select o.id, o.account_id, o.stage, o.number, o.name, o.version, o.currency, o.rounding, o.channel, o.contact_id, o.coupon_codes, o.po_number, o.payment_method, o.crm_campaign_id, o.last_activity_at,
			coalesce((select json_agg(json_build_object(
				'id', l.id, 'sequence', l.sequence, 'kind', l.kind, 'productId', l.product_id, 'unitCode', l.unit_code, 'unitDigits', m.digits,
				'factorNumerator', coalesce(pu.factor_numerator, 1), 'factorDenominator', coalesce(pu.factor_denominator, 1), 'ownUnitCode', p.unit_code, 'ownUnitDigits', om.digits, 'quantity', l.quantity::text, 'override', l.override,
				'addedByUserId', l.added_by_user_id, 'addedByUserName', u.first_name || ' ' || u.last_name,
				'sku', p.sku, 'slug', p.slug, 'name', coalesce(t.name, e.name, p.sku), 'picture', p.picture, 'productClass', p.product_class, 'status', p.status, 'taxCode', p.tax_code,
				'weightGrams', p.weight_grams, 'leadDays', p.lead_days, 'stockPolicy', p.stock_policy, 'minimumQuantity', p.minimum_quantity::text, 'maximumQuantity', p.maximum_quantity::text,
				'incrementQuantity', p.increment_quantity::text, 'floorPrice', p.floor_price::text, 'unitCost', p.unit_cost::text, 'supersededBySku', s.sku,
				'grantPolicyIds', p.grant_policy_ids, 'denyPolicyIds', p.deny_policy_ids,
				'categoryIds', coalesce((select f.category_ids from product_search f where f.product_id = p.id limit 1), '{}'),
				'relations', coalesce((select json_agg(json_build_object('kind', r.kind, 'productId', r.product_id,
					'owned', exists (select 1 from owned_machine w where w.account_id = o.account_id and w.product_id = r.product_id)) order by r.kind, r.product_id)
					from product_relation r where r.related_id = p.id and r.kind in ('accessory','spare_part')), '[]')
			) order by l.sequence)
			from order_line l join product p on p.id = l.product_id join unit_of_measure m on m.code = l.unit_code join unit_of_measure om on om.code = p.unit_code
				left join product_unit pu on pu.product_id = p.id and pu.unit_code = l.unit_code and l.unit_code <> p.unit_code
				left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
				left join product s on s.id = p.superseded_by_id left join crm_user u on u.id = l.added_by_user_id
			where l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods'), '[]') as lines,
			coalesce((select json_agg(json_build_object('id', g.id, 'locationId', g.location_id, 'requestedOn', g.requested_on, 'method', g.method, 'sequence', g.sequence,
				'instructions', g.instructions, 'costCentre', g.cost_centre, 'code', a.code, 'name', a.name, 'line1', a.line1, 'line2', a.line2, 'city', a.city, 'region', a.region,
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

/** Opens a cart; with `isCurrent`, answers the contact's current one when there is one. */
export async function insertCart(tx: Tx, cart: NewCart): Promise<{ id: number; version: number; isNew: boolean }> {
	const [row] = await tx<{ id: number; version: number; isNew: boolean }[]>`
		insert into sales_order (account_id, seller_entity_id, contact_id, currency, rounding, locale, channel, is_current, name, created_at, last_activity_at)
		values (${cart.accountId}, ${cart.sellerEntityId}, ${cart.contactId}, ${cart.currency}, ${cart.rounding}, ${cart.locale}, ${cart.channel}, ${cart.isCurrent}, ${cart.name}, ${cart.at}, ${cart.at})
		on conflict (account_id, contact_id) where stage = 'cart' and is_current do update set last_activity_at = excluded.last_activity_at
		returning id, version, (xmax = 0) as is_new`
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

export type OrderableRow = {
	ordinal: number
	asked: string
	productId: number | null
	unitCode: string | null
	unitDigits: number | null
	sku: string | null
	kind: string | null
	supersededBySku: string | null
	incrementQuantity: string | null
	minimumQuantity: string | null
}

/** What each asked SKU (or product id) is to this account: rows it may not see come back empty, exactly like unknown ones. */
export async function readOrderables(
	sql: Sql,
	entitled: { sellerEntityId: number; policyIds: readonly number[] },
	asked: readonly { sku: string; unit: string | null }[],
): Promise<OrderableRow[]> {
	const policies = sql.array([...entitled.policyIds], 23)
	return sql<OrderableRow[]>`
		select a.ordinal::int as ordinal, a.sku as asked, p.id as product_id, u.code as unit_code, u.digits as unit_digits, p.sku, p.kind, s.sku as superseded_by_sku, p.increment_quantity, p.minimum_quantity
		from unnest(${sql.array(
			asked.map((row) => row.sku),
			25,
		)}::text[], ${sql.array(
			asked.map((row) => row.unit ?? ''),
			25,
		)}::text[]) with ordinality as a(sku, unit, ordinal)
			left join product p on p.seller_entity_id = ${entitled.sellerEntityId} and p.sku = upper(a.sku) and p.status = 'active' and p.kind in ('simple','variant','bundle')
				and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[]
			left join product s on s.id = p.superseded_by_id
			left join unit_of_measure u on u.code = case when a.unit in ('', p.unit_code) then p.unit_code else (select x.unit_code from product_unit x where x.product_id = p.id and x.unit_code = a.unit) end
		order by a.ordinal`
}

export type GroupWish = { locationId: number | null; requestedOn: string | null; method: string }

/** Makes the deliveries that are not there yet; answers the id of each wished one, in the order given. Null id: no such location. */
export async function upsertGroups(
	tx: Tx,
	key: { accountId: number; cartId: number },
	wishes: readonly GroupWish[],
): Promise<{ ordinal: number; id: number | null }[]> {
	return tx<{ ordinal: number; id: number | null }[]>`
		with wish as (
			select w.ordinal::int as ordinal, w.requested_on, w.method, l.id as location_id, w.location_id as asked
			from unnest(${tx.array(
				wishes.map((wish) => wish.locationId),
				20,
			)}::bigint[], ${tx.array(
				wishes.map((wish) => wish.requestedOn),
				1082,
			)}::date[], ${tx.array(
				wishes.map((wish) => wish.method),
				25,
			)}::text[])
				with ordinality as w(location_id, requested_on, method, ordinal)
				left join location l on l.account_id = ${key.accountId} and l.is_active and l.id = coalesce(w.location_id, (select d.id from location d where d.account_id = ${key.accountId} and d.is_default and d.is_active))
		), wanted as (
			select distinct on (location_id, requested_on, method) * from wish where location_id is not null or asked is null order by location_id, requested_on, method, ordinal
		), made as (
			insert into delivery_group (account_id, order_id, location_id, requested_on, method, sequence)
			select ${key.accountId}, ${key.cartId}, location_id, requested_on, method,
				(select coalesce(max(sequence), 0) from delivery_group g where g.account_id = ${key.accountId} and g.order_id = ${key.cartId}) + row_number() over (order by ordinal)
			from wanted
			on conflict (account_id, order_id, location_id, requested_on, method) do update set method = excluded.method
			returning id, location_id, requested_on, method
		)
		select wish.ordinal, made.id from wish left join made on made.location_id is not distinct from wish.location_id
			and made.requested_on is not distinct from wish.requested_on and made.method = wish.method and (wish.location_id is not null or wish.asked is null)
		order by wish.ordinal`
}

export type LineWish = { productId: number; unitCode: string; quantity: string; groupId: number | null }

/**
 * Adds quantities to a cart: a product and unit already there grows, others become new lines in the order given; then
 * their allocations. Two statements for any number of rows. Lines with a price of their own are never grown.
 */
export async function addLineQuantities(
	tx: Tx,
	key: { accountId: number; cartId: number; contactId: number | null; userId: number | null; at: Date },
	wishes: readonly LineWish[],
): Promise<void> {
	const products = tx.array(
		wishes.map((wish) => wish.productId),
		20,
	)
	const units = tx.array(
		wishes.map((wish) => wish.unitCode),
		25,
	)
	const quantities = tx.array(
		wishes.map((wish) => wish.quantity),
		25,
	)
	await tx`
		with wish as (
			select w.product_id, w.unit_code, sum(w.quantity::numeric) as quantity, min(w.ordinal) as ordinal
			from unnest(${products}::bigint[], ${units}::text[], ${quantities}::text[]) with ordinality as w(product_id, unit_code, quantity, ordinal) group by 1, 2
		), grown as (
			update order_line l set quantity = l.quantity + wish.quantity from wish
			where l.account_id = ${key.accountId} and l.order_id = ${key.cartId} and l.kind = 'goods' and l.override is null and l.product_id = wish.product_id and l.unit_code = wish.unit_code
			returning l.product_id, l.unit_code
		)
		insert into order_line (account_id, order_id, sequence, product_id, unit_code, quantity, added_by_contact_id, added_by_user_id, created_at)
		select ${key.accountId}, ${key.cartId}, (select coalesce(max(sequence), 0) from order_line x where x.account_id = ${key.accountId} and x.order_id = ${key.cartId}) + row_number() over (order by wish.ordinal),
			wish.product_id, wish.unit_code, wish.quantity, ${key.contactId}, ${key.userId}, ${key.at}
		from wish where not exists (select 1 from grown where grown.product_id = wish.product_id and grown.unit_code = wish.unit_code)`
	await tx`
		with wish as (
			select w.product_id, w.unit_code, w.group_id, sum(w.quantity::numeric) as quantity
			from unnest(${products}::bigint[], ${units}::text[], ${quantities}::text[], ${tx.array(
				wishes.map((wish) => wish.groupId),
				20,
			)}::bigint[]) as w(product_id, unit_code, quantity, group_id)
			where w.group_id is not null group by 1, 2, 3
		)
		insert into allocation (account_id, order_id, line_id, group_id, quantity)
		select ${key.accountId}, ${key.cartId}, l.id, wish.group_id, wish.quantity
		from wish join order_line l on l.account_id = ${key.accountId} and l.order_id = ${key.cartId} and l.kind = 'goods' and l.override is null and l.product_id = wish.product_id and l.unit_code = wish.unit_code
		on conflict (account_id, line_id, group_id) do update set quantity = allocation.quantity + excluded.quantity`
}

export type CellWish = { lineId: number; groupId: number; quantity: string }

/**
 * Writes cells of the matrix: each (line, delivery) gets exactly this quantity, 0 empties it; a line's quantity becomes
 * the sum of its cells, a line without any goes. One statement; rows of another account or cart are passed over.
 */
export async function setCells(tx: Tx, key: { accountId: number; cartId: number }, cells: readonly CellWish[]): Promise<number> {
	const rows = await tx`
		with wish as (
			select l.id as line_id, g.id as group_id, w.quantity::numeric as quantity
			from unnest(${tx.array(
				cells.map((cell) => cell.lineId),
				20,
			)}::bigint[], ${tx.array(
				cells.map((cell) => cell.groupId),
				20,
			)}::bigint[], ${tx.array(
				cells.map((cell) => cell.quantity),
				25,
			)}::text[]) as w(line_id, group_id, quantity)
				join order_line l on l.account_id = ${key.accountId} and l.order_id = ${key.cartId} and l.id = w.line_id
				join delivery_group g on g.account_id = ${key.accountId} and g.order_id = ${key.cartId} and g.id = w.group_id
		), sums as (
			select l.line_id, coalesce((select sum(a.quantity) from allocation a where a.account_id = ${key.accountId} and a.line_id = l.line_id
					and not exists (select 1 from wish w where w.line_id = a.line_id and w.group_id = a.group_id)), 0)
				+ coalesce((select sum(w.quantity) from wish w where w.line_id = l.line_id), 0) as quantity
			from (select distinct line_id from wish) l
		), emptied as (
			delete from allocation a using wish w where a.account_id = ${key.accountId} and a.line_id = w.line_id and a.group_id = w.group_id and w.quantity = 0
		), written as (
			insert into allocation (account_id, order_id, line_id, group_id, quantity)
			select ${key.accountId}, ${key.cartId}, line_id, group_id, quantity from wish where quantity > 0
			on conflict (account_id, line_id, group_id) do update set quantity = excluded.quantity
		), resized as (
			update order_line l set quantity = s.quantity from sums s where l.account_id = ${key.accountId} and l.id = s.line_id and s.quantity > 0
		), gone as (
			delete from order_line l using sums s where l.account_id = ${key.accountId} and l.id = s.line_id and s.quantity = 0
		)
		select 1 from wish`
	return rows.length
}

/** Lines out of a cart, with all that hangs on them; answers how many went. */
export async function deleteLines(tx: Tx, key: { accountId: number; cartId: number }, lineIds: readonly number[]): Promise<number> {
	const rows =
		await tx`delete from order_line where account_id = ${key.accountId} and order_id = ${key.cartId} and id = any(${tx.array([...lineIds], 20)}::bigint[]) returning 1`
	return rows.length
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

export type LineUnit = { id: number; sequence: number; sku: string; code: string; digits: number; cells: Record<string, string> }

/** Lines of a cart, how finely each is counted and what goes where. Empty: no such cart of this account, or none of these lines. */
export async function readLineUnits(sql: Sql, key: { accountId: number; cartId: number }, lineIds: readonly number[]): Promise<LineUnit[]> {
	return sql<LineUnit[]>`
		select l.id, l.sequence, p.sku, m.code, m.digits,
			coalesce((select json_object_agg(a.group_id, a.quantity::text) from allocation a where a.account_id = l.account_id and a.line_id = l.id), '{}') as cells
		from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id
			join unit_of_measure m on m.code = l.unit_code join product p on p.id = l.product_id
		where o.account_id = ${key.accountId} and o.id = ${key.cartId} and o.stage = 'cart' and l.id = any(${sql.array([...lineIds], 20)}::bigint[])`
}

/** Whether a cart is this account's and still a cart. */
export async function isOpenCart(sql: Sql, key: { accountId: number; cartId: number }): Promise<boolean> {
	const rows = await sql`select 1 from sales_order where account_id = ${key.accountId} and id = ${key.cartId} and stage = 'cart'`
	return rows.length > 0
}
