import type { ChoiceWrite } from '../../app/engine/catalog/bundle-part.ts'
import type { Sql, Tx } from '../client.server.ts'

/** What a bundle holds and what can be chosen inside, as its form shows it. */
export const bundlePart = (sql: Sql, productId: number): ReturnType<Sql> => sql`
	select json_build_object('kind', case when p.kind in ('bundle','kit') then p.kind else 'simple' end, 'pricing', coalesce(b.pricing, 'own'), 'off', trim_scale(coalesce(b.off_ppm, 0) / 10000.0)::text) as head,
		(select json_agg(jsonb_build_object('sku', c.sku, 'quantity', trim_scale(x.quantity)::text)
				|| case when x.choice is null then '{}' else jsonb_build_object('choice', x.choice) end || case when x.is_usual then '{"usual":"1"}' else '{}'::jsonb end
				|| coalesce((select jsonb_object_agg('difference.' || d.key, d.value) from jsonb_each_text(x.differences) d), '{}') order by x.position, c.sku)
			from bundle_component x join product c on c.id = x.component_id where x.bundle_id = p.id) as rows,
		(select json_agg(jsonb_build_object('code', h.code, 'minimum', h.minimum::text, 'maximum', h.maximum::text)
				|| coalesce((select jsonb_object_agg('name.' || n.key, n.value) from jsonb_each_text(h.names) n), '{}') order by h.position, h.code)
			from bundle_choice h where h.bundle_id = p.id) as choices
	from product p left join product_bundle b on b.product_id = p.id where p.id = ${productId}`

/** Replaces what a bundle holds and its choices; `json`: the judged rows with their positions. One statement. */
export async function writeBundlePart(
	tx: Tx,
	productId: number,
	{ head, json, choices }: { head: Record<string, string>; json: string; choices: readonly ChoiceWrite[] },
): Promise<void> {
	const wished = JSON.stringify(choices.map((choice, index) => ({ ...choice, position: index + 1 })))
	await tx`
		with wish as materialized (select * from json_to_recordset(${json}::text::json) as r(id bigint, quantity numeric, position int, choice text, "isUsual" boolean, differences text)),
			gone as (delete from bundle_component x where x.bundle_id = ${productId} and not exists (select from wish w where w.id = x.component_id)),
			choices as materialized (select * from json_to_recordset(${wished}::text::json) as r(code text, names text, minimum int, maximum int, position int)),
			closed as (delete from bundle_choice h where h.bundle_id = ${productId} and not exists (select from choices w where w.code = h.code)),
			opened as (insert into bundle_choice (bundle_id, code, names, minimum, maximum, position) select ${productId}, code, names::jsonb, minimum, maximum, position from choices
				on conflict (bundle_id, code) do update set names = excluded.names, minimum = excluded.minimum, maximum = excluded.maximum, position = excluded.position),
			said as (insert into product_bundle (product_id, pricing, off_ppm) values (${productId}, ${head['pricing'] ?? 'own'}, ${Number(head['offPpm'] ?? 0)})
				on conflict (product_id) do update set pricing = excluded.pricing, off_ppm = excluded.off_ppm),
			-- A variant, a parent and a fee stay what they are when they are said to hold nothing.
			kind as (update product set kind = case when kind in ('simple','bundle','kit') then ${head['kind'] ?? 'simple'} else kind end, version = version + 1 where id = ${productId})
		insert into bundle_component (bundle_id, component_id, quantity, position, choice, is_usual, differences)
		select ${productId}, id, quantity, position, choice, coalesce("isUsual", false), coalesce(differences, '{}')::jsonb from wish
		on conflict (bundle_id, component_id) do update set quantity = excluded.quantity, position = excluded.position,
			choice = excluded.choice, is_usual = excluded.is_usual, differences = excluded.differences`
}
