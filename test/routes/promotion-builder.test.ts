import { expect, test } from 'vitest'
import { benefitNames } from '../../app/engine/promotion/benefits.ts'
import { conditionNames } from '../../app/engine/promotion/conditions.ts'
import { makeCompany } from '../support/company.ts'
import { filledForm } from '../support/filled-form.ts'
import { ask, testHouse } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'builder')
const { sellerId, accountId, groupId, products, locations } = company
const { cookie } = await makeStaff(db, sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const room = '/merchandising/promotions'

const [category] = await db<{ id: number }[]>`insert into category (seller_entity_id, code, slug) values (${sellerId}, 'CUPS', 'cups') returning id`
const [campaign] = await db<
	{ id: number }[]
>`insert into crm_campaign (seller_entity_id, code, name, status, currency) values (${sellerId}, 'ROAST', 'New roast', 'in_progress', 'USD') returning id`
const categoryId = category?.id ?? 0
const campaignId = campaign?.id ?? 0

const everyLine = {
	productIds: [products.bean, products.tamper],
	excludedProductIds: [products.jug],
	categoryIds: [categoryId],
	excludedCategoryIds: [categoryId],
	units: ['each', 'kg'],
	relation: { kind: 'spare_part', of: 'products', productIds: [products.machine] },
}
const everyCondition = {
	...everyLine,
	...{ accountIds: [accountId], buyerGroupIds: [groupId], locationIds: [locations.a, locations.c], channels: ['web', 'api'], weekdays: [5, 0] },
	...{ firstOrder: true, paymentMethods: ['card'], campaignIds: [campaignId], quantity: { min: 25_000, per: 'line' } },
	amount: { minMinor: 12_345, over: 'selected', of: 'resolved_price' },
}

/** Every field of every benefit and condition that the engine knows, as a promotion of which the builder must show all. */
const written: { benefit: { kind: string } & Record<string, unknown>; conditions: Record<string, unknown> }[] = [
	{ conditions: everyCondition, benefit: { kind: 'percent', scope: 'line', percentPpm: 125_000, of: 'resolved_price' } },
	{ conditions: { firstOrder: false, relation: { kind: 'accessory', of: 'in_cart' } }, benefit: { kind: 'percent', scope: 'order', percentPpm: 50_001 } },
	{ conditions: { quantity: { min: 30_000, per: 'order' } }, benefit: { kind: 'amount', scope: 'line', per: 'line', amountMinor: 1050 } },
	{ conditions: { amount: { minMinor: 500, over: 'order' } }, benefit: { kind: 'amount', scope: 'line', per: 'unit', amountMinor: 1 } },
	{
		conditions: { relation: { kind: 'up_sell', of: 'owned', productIds: [products.machine] } },
		benefit: { kind: 'amount', scope: 'order', amountMinor: 100 },
	},
	{ conditions: {}, benefit: { kind: 'fixed_price', unitPriceMicros: '17.125' } },
	{
		conditions: { productIds: [products.bean] },
		benefit: { kind: 'free_units', buyQuantity: 120_000, getQuantity: 20_000, getLines: everyLine, percentPpm: 500_000, maxUses: 4 },
	},
	{
		conditions: {},
		benefit: { kind: 'free_units', buyQuantity: 20_000, getQuantity: 10_000, getLines: {}, percentPpm: 1_000_000, maxUses: null },
	},
	{ conditions: {}, benefit: { kind: 'free_units', buyQuantity: 20_000, getQuantity: 10_000, percentPpm: 1_000_000, maxUses: null } },
	{
		conditions: {},
		benefit: {
			...{ kind: 'bundle_price', priceMinor: 9900, maxUses: 2 },
			components: [
				{ lines: everyLine, quantity: 15_000 },
				{ lines: {}, quantity: 10_000 },
				{ lines: { productIds: [products.jug] }, quantity: 20_000 },
			],
		},
	},
	{ conditions: {}, benefit: { kind: 'gift', productId: products.jug, unit: 'kg', quantity: 10_000, every: 50_000, maxUses: 3 } },
	{ conditions: {}, benefit: { kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: 2000, methods: ['ground', 'air'] } },
	{ conditions: {}, benefit: { kind: 'shipping_cap', atMostMinor: 0, methods: ['ground'] } },
	{ conditions: {}, benefit: { kind: 'terms', days: 45 } },
]

const namesIn = (record: unknown): string[] => (typeof record === 'object' && record !== null ? Object.keys(record) : [])

test('the table has every field that the engine reads: one added there without a line in the builder fails here', () => {
	const has = new Map<string, Set<string>>()
	const add = (place: string, record: unknown) => has.set(place, new Set([...(has.get(place) ?? []), ...namesIn(record)]))
	for (const { benefit, conditions } of written) {
		add('conditions', conditions)
		for (const part of ['relation', 'quantity', 'amount']) add(`conditions.${part}`, conditions[part])
		add(benefit.kind, benefit)
		add('selector', benefit['getLines'])
		for (const component of (benefit['components'] as { lines: object }[] | undefined) ?? []) {
			add('bundle_price.components', component)
			add('selector', component.lines)
		}
	}
	for (const [place, names] of Object.entries({ ...conditionNames, ...benefitNames }))
		expect([place, [...names].sort()]).toEqual([place, [...(has.get(place) ?? [])].sort()])
})

test.each(written.map((one, index) => [one.benefit.kind, index, one] as const))(
	'%s (%i) is shown whole by the builder and saved as it was',
	async (_kind, index, one) => {
		const code = `FULL-${index}`
		const [row] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, priority, currency, coupon_code, is_global_exclusive, includes_protected, conditions, benefit, valid_from, valid_to)
		values (${sellerId}, ${code}, 'line', ${`lane ${index}`}, -3, 'USD', ${`C${index}`}, true, true, ${db.json(one.conditions as never)}, ${db.json(one.benefit as never)}, '2026-01-01T06:00:00Z', '2026-06-01T05:00:00Z') returning id`
		const id = row?.id ?? 0
		await db`insert into promotion_text (promotion_id, locale, name, description) values (${id}, 'en', ${`Offer ${index}`}, 'With <b>words</b> & "marks"'), (${id}, 'ja', 'オファー', null)`
		await db`insert into promotion_audience (promotion_id, buyer_group_id) values (${id}, ${groupId})`
		await db`insert into promotion_budget (promotion_id, policy, limit_minor, limit_uses, account_id, buyer_group_id, location_id) values
		(${id}, 'cap', 50000, 7, null, null, null), (${id}, 'reject', 100, null, ${accountId}, null, null), (${id}, 'cap', null, 9, null, ${groupId}, null), (${id}, 'reject', 250, 3, ${accountId}, null, ${locations.b})`
		const stored = async () => [
			await db`select code, lane, priority, currency, coupon_code, is_global_exclusive, includes_protected, conditions, benefit, valid_from, valid_to from promotion where id = ${id}`,
			await db`select locale, name, description from promotion_text where promotion_id = ${id} order by locale`,
			await db`select account_id, buyer_group_id from promotion_audience where promotion_id = ${id}`,
			await db`select id, policy, limit_minor, limit_uses, account_id, buyer_group_id, location_id from promotion_budget where promotion_id = ${id} order by id`,
		]
		const before = await stored()
		const page = await (await ask(house, `${room}/${id}`, { cookie })).text()
		const saved = await ask(house, `${room}/${id}`, { cookie, form: filledForm(page, 'value="save"') })
		if (saved.status !== 302) throw new Error((await saved.text()).replaceAll(/<[^>]+>/g, ' ').slice(0, 3000))
		expect(await stored()).toEqual(before)
	},
)
