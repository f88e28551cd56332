import type { Sql } from '../client.server.ts'

/** What the bundle `p` holds, `b` being a thing inside: what always comes, and of each choice what a list and a new line begin with. */
export const isUsual = (sql: Sql) => sql`(b.choice is null or b.is_usual)`

/** What the line `l` of a bundle holds: what always comes, and what was chosen; what is usual where nobody chose. */
export const isChosen = (sql: Sql) => sql`(b.choice is null or case when l.chosen is null then b.is_usual else b.component_id = any(l.chosen) end)`

/** How far what is chosen, `which`, is dearer than what is usual, in the currency; null: it has no price there. */
export const differenceOf = (sql: Sql, which: ReturnType<typeof isChosen>, currency: ReturnType<Sql>) => sql`
	select case when coalesce(bool_or(${which} and b.differences <> '{}' and not b.differences ? ${currency}), false) then null
		else coalesce(sum((b.differences->>${currency})::numeric) filter (where ${which}), 0) - coalesce(sum((b.differences->>${currency})::numeric) filter (where b.is_usual), 0) end::numeric(18,6)::text
	from bundle_component b where b.bundle_id = p.id and b.choice is not null`

/** The choices of the bundle `p`, as an order of it is judged by. */
export const choicesOf = (sql: Sql) => sql`
	select coalesce(json_agg(json_build_object('code', c.code, 'names', c.names, 'minimum', c.minimum, 'maximum', c.maximum, 'options',
		(select coalesce(json_agg(json_build_object('id', o.id, 'sku', o.sku, 'quantity', b.quantity::text, 'isUsual', b.is_usual, 'differences', b.differences) order by b.position, o.id), '[]')
			from bundle_component b join product o on o.id = b.component_id where b.bundle_id = p.id and b.choice = c.code)) order by c.position, c.code), '[]')
	from bundle_choice c where c.bundle_id = p.id`
