import type { Tx } from '../../client.server.ts'
import { categoryId } from '../categories.ts'
import { sellerId, warehouses } from '../company.ts'
import type { Clock } from '../days.ts'
import { fill } from '../fill.ts'
import { locales, w } from '../words.ts'
import { drawingOf } from './drawing.ts'
import { money, pictureOf, productId, products } from './index.ts'

/** A cloth in two sizes and three colours, one of which is made in one size only: the shop's product with variants. */
const cloth = {
	sku: 'ACC-CLO',
	name: w('Waffle bar cloth', 'Linge gaufré de bar', 'Paño de barra gofrado', 'ワッフルバークロス', 'Vaflová barová utěrka'),
	summary: w(
		'Dries milk and steel alike; washes at sixty.',
		'Essuie le lait comme l’acier; se lave à soixante degrés.',
		'Seca leche y acero por igual; se lava a sesenta grados.',
		'ミルクもステンレスもよく拭けます。60℃で洗えます。',
		'Vysuší mléko i ocel; pere se na šedesát.',
	),
	description: w(
		'Heavy cotton waffle with a woven loop. It comes in two sizes and in colours that tell the wand from the counter.',
		'Coton gaufré épais avec une attache tissée. Deux tailles, et des couleurs pour distinguer la buse du comptoir.',
		'Algodón gofrado grueso con presilla tejida. Dos tamaños y colores que distinguen la lanza del mostrador.',
		'織りループ付きの厚手ワッフルコットン。2サイズ、ノズル用とカウンター用を色で分けられます。',
		'Hutná bavlněná vafle s tkaným poutkem. Dvě velikosti a barvy, které odliší trysku od pultu.',
	),
}
const variants = [
	{ size: '40 cm', colour: 'ink', price: 890 },
	{ size: '40 cm', colour: 'sand', price: 890 },
	{ size: '40 cm', colour: 'clay', price: 890 },
	{ size: '60 cm', colour: 'ink', price: 1190 },
	{ size: '60 cm', colour: 'sand', price: 1190 },
] as const
const CANADIAN_CENTS_PER_DOLLAR = 138
const picture = '/images/products/acc-tow-4.svg'
function towels() {
	const found = products.find(({ sku }) => sku === 'ACC-TOW-4')
	if (!found) throw new Error('No towels to draw the cloth after')
	return found
}
const skuOf = ({ size, colour }: { size: string; colour: string }) => `${cloth.sku}-${size.slice(0, 2)}-${colour.toUpperCase()}`

async function seedCloth(tx: Tx, clock: Clock): Promise<void> {
	const parentId = products.length + 1
	const shared = { sellerEntityId: sellerId, productClass: 'accessory', family: 'towel', stockPolicy: 'backorder', picture, art: drawingOf(towels()) }
	const dates = { createdAt: clock.daysAgo(200), updatedAt: clock.daysAgo(20) }
	const own = variants.map((variant, index) => ({ variant, id: parentId + 1 + index }))
	await fill(tx, 'product', [
		{
			id: parentId,
			parentId: null,
			sku: cloth.sku,
			slug: 'waffle-bar-cloth',
			kind: 'parent',
			attributes: {},
			optionAxes: ['size', 'colour'],
			unitCost: null,
			weightGrams: 0,
			...shared,
			...dates,
		},
		...own.map(({ variant: { price, ...attributes }, id }) => ({
			...{ id, parentId, sku: skuOf(attributes), slug: `waffle-bar-cloth-${attributes.size.slice(0, 2)}-${attributes.colour}` },
			...{ kind: 'variant', attributes, optionAxes: [], unitCost: money(Math.round(price * 0.4)), weightGrams: 90, ...shared, ...dates },
		})),
	])
	const ids = [parentId, ...own.map(({ id }) => id)]
	await fill(
		tx,
		'product_text',
		ids.flatMap((id) =>
			locales.map((locale) => ({ productId: id, locale, name: cloth.name[locale], summary: cloth.summary[locale], description: cloth.description[locale] })),
		),
	)
	await fill(tx, 'product_category', [{ productId: parentId, categoryId: categoryId('espresso-accessories'), position: parentId, isPrimary: true }])
	await fill(
		tx,
		'stock_level',
		own.map(({ id }, index) => ({ warehouseId: warehouses.chicago, productId: id, onHand: index === 1 ? 0 : 48 + index * 12, updatedAt: clock.daysAgo(1) })),
	)
	const entries = own.map(({ id, variant: { price } }) => ({
		id,
		usd: money(price),
		usdMany: money(Math.round(price * 0.9)),
		cad: money(Math.round((price * CANADIAN_CENTS_PER_DOLLAR) / 100)),
	}))
	await tx`
		insert into price_book_entry (id, price_book_id, product_id, unit_code, tier_from, tier_price, updated_at)
		select (select max(id) from price_book_entry) + row_number() over (order by b.id, w.id), b.id, w.id, 'each', case b.currency when 'USD' then '{1,12}'::numeric[] else '{1}' end, case b.currency when 'USD' then array[w.usd, w."usdMany"] else array[w.cad] end, ${clock.daysAgo(20)}
		from price_book b, json_to_recordset(${JSON.stringify(entries)}::text::json) as w(id bigint, usd numeric, "usdMany" numeric, cad numeric) where b.rung = 'base' and b.currency in ('USD', 'CAD')`
}

const frontView = w(
	'Front view with connections',
	'Vue de face avec raccords',
	'Vista frontal con conexiones',
	'正面図（接続位置）',
	'Čelní pohled s přípojkami',
)

/** Machines have a drawing for who installs them. */
async function seedDrawings(tx: Tx): Promise<void> {
	const machines = products.filter(({ productClass, sku }) => productClass === 'machine' && sku.startsWith('MAC-'))
	await tx`
		insert into product_media (id, product_id, kind, url, alt, position)
		select (select max(id) from product_media) + row_number() over (order by w.id), w.id, 'drawing', w.url, ${tx.json(frontView)}, 2
		from json_to_recordset(${JSON.stringify(machines.map(({ sku }) => ({ id: productId(sku), url: pictureOf({ sku }) })))}::text::json) as w(id bigint, url text)`
}

/** After prices and history, which know nothing of them: what has variants, a set by its sum, and how cups are sold. */
export async function seedVariants(tx: Tx, clock: Clock): Promise<void> {
	await seedCloth(tx, clock)
	await seedDrawings(tx)
	await fill(tx, 'product_bundle', [
		{ productId: productId('SET-BARISTA'), pricing: 'own', offPpm: 0 },
		{ productId: productId('SET-FILTER'), pricing: 'sum', offPpm: 100_000 },
	])
	await tx`
		insert into quantity_rule (seller_entity_id, product_id, unit_code, account_id, minimum_quantity, maximum_quantity, increment_quantity)
		select ${sellerId}, p.id, p.unit_code, a.id, case when a.id is null then 6 else 12 end, case when a.id is null then 96 end, case when a.id is null then 6 end
		from product p cross join (select null::bigint as id union all (select id from account where name like 'Fargo%' order by id limit 1)) a where p.sku = 'CON-CUP-ESP' order by a.id nulls first`
}
