import type { Sql } from '../client.server.ts'

/** By what the variant `p` differs from the others of its product: its values in the order in which they are chosen; of all else none. */
export const variantValues = (sql: Sql) => sql`
	case when p.kind = 'variant' then coalesce((select json_agg(p.attributes->>x.axis order by x.place) filter (where p.attributes->>x.axis <> '')
		from product r, unnest(r.option_axes) with ordinality as x(axis, place) where r.id = p.parent_id), '[]') else '[]' end`
