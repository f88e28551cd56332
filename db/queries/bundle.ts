import type { Sql } from '../client.server.ts'

/** What the bundle `p` holds, `b` being a thing inside: what always comes, and of each choice what a list and a new line begin with. */
export const isUsual = (sql: Sql) => sql`(b.choice is null or b.is_usual)`

/** How many of the bundle `p` what is inside makes, over all warehouses; what is not counted sets no end. */
export const bundleAvailable = (sql: Sql) => sql`
	select coalesce(min(floor(coalesce((select sum(l.on_hand - l.reserved) from stock_level l where l.product_id = b.component_id), 0) / b.quantity)), 0)
	from bundle_component b join product c on c.id = b.component_id where b.bundle_id = p.id and ${isUsual(sql)} and c.stock_policy <> 'untracked'`

/** A bundle is refused when anything inside is, waits when it may, and is not counted when nothing inside is. */
export const bundlePolicy = (sql: Sql) => sql`
	select case when bool_and(c.stock_policy = 'untracked') then 'untracked' when bool_or(c.stock_policy in ('refuse','substitute')) then 'refuse' else 'backorder' end
	from bundle_component b join product c on c.id = b.component_id where b.bundle_id = p.id and ${isUsual(sql)}`

/** What the line `l` of a bundle holds: what always comes, and what was chosen; what is usual where nobody chose. */
export const isChosen = (sql: Sql) => sql`(b.choice is null or case when l.chosen is null then b.is_usual else b.component_id = any(l.chosen) end)`

/** How far what is chosen, `which`, is dearer than what is usual, in the currency; null: it has no price there. */
export const differenceOf = (sql: Sql, which: ReturnType<typeof isChosen>, currency: ReturnType<Sql>) => sql`
	select case when coalesce(bool_or(${which} and b.differences <> '{}' and not b.differences ? ${currency}), false) then null
		else coalesce(sum((b.differences->>${currency})::numeric) filter (where ${which}), 0) - coalesce(sum((b.differences->>${currency})::numeric) filter (where b.is_usual), 0) end::numeric(18,6)::text
	from bundle_component b where b.bundle_id = p.id and b.choice is not null`

/** Whether who has these policies may see the product `o` inside. */
const isSeen = (sql: Sql, policyIds: readonly number[]) =>
	sql`(o.status = 'active' and o.grant_policy_ids && ${sql.array([...policyIds], 23)}::int[] and not o.deny_policy_ids && ${sql.array([...policyIds], 23)}::int[])`

/**
 * The choices of the bundle `p`, as an order of it is judged by, with the options that these policies may see. Where what
 * is usual is hidden and one must be chosen, the first that may be seen is usual; `usual` says what the bundle's own price
 * counts from, hidden or not.
 */
export const choicesOf = (sql: Sql, policyIds: readonly number[]) => sql`
	select coalesce(json_agg(json_build_object('code', c.code, 'names', c.names, 'minimum', c.minimum, 'maximum', c.maximum,
		'usual', (select coalesce(json_agg(b.differences), '[]') from bundle_component b where b.bundle_id = p.id and b.choice = c.code and b.is_usual),
		'options', (select coalesce(json_agg(json_build_object('id', x.id, 'sku', x.sku, 'quantity', x.quantity::text, 'isUsual', x.is_usual or (c.minimum > 0 and x.place = 1 and not x.has_usual), 'differences', x.differences) order by x.place), '[]')
			from (select o.id, o.sku, b.quantity, b.is_usual, b.differences, row_number() over (order by b.position, o.id) as place, bool_or(b.is_usual) over () as has_usual
				from bundle_component b join product o on o.id = b.component_id where b.bundle_id = p.id and b.choice = c.code and ${isSeen(sql, policyIds)}) x)) order by c.position, c.code), '[]')
	from bundle_choice c where c.bundle_id = p.id`

/** Whether the line `l` of the bundle `p` chose as many as each choice wants, and nothing that these policies hide. */
export const choicesFit = (sql: Sql, policyIds: readonly number[]) => sql`
	not exists (select from bundle_choice c where c.bundle_id = p.id
		and (select count(*) from bundle_component b join product o on o.id = b.component_id where b.bundle_id = p.id and b.choice = c.code and ${isChosen(sql)} and ${isSeen(sql, policyIds)}) not between c.minimum and c.maximum)
	and not exists (select from bundle_component b join product o on o.id = b.component_id where b.bundle_id = p.id and b.choice is not null and ${isChosen(sql)} and not ${isSeen(sql, policyIds)})`
