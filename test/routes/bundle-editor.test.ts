import { expect, test } from 'vitest'
import { openProduct } from '../../app/flows/catalog/open-product.ts'
import { makeChoiceSet } from '../support/choice-set.ts'
import { ask, testHouse } from '../support/house.ts'
import { morning as at } from '../support/placed.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)

async function open(lot: string) {
	const set = await makeChoiceSet(db, lot)
	const { company, id, slug } = set
	const tomas = await makeStaff(db, company.sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
	const room = `/merchandising/products/${id}/bundle`
	const { bean, jug, tamper } = company.skus
	const form = {
		...{ 'head.kind': 'bundle', 'head.pricing': 'own', 'head.off': '0' },
		...{ 'choice.0.code': 'tool', 'choice.0.name.en': 'Your tool', 'choice.0.minimum': '1', 'choice.0.maximum': '1' },
		...{ 'choice.1.code': 'choice-1', 'choice.1.minimum': '1', 'choice.1.maximum': '1' },
		...{ 'row.0.sku': bean, 'row.0.quantity': '1', 'row.0.choice': '' },
		...{ 'row.1.sku': jug, 'row.1.quantity': '1', 'row.1.choice': 'tool', 'row.1.usual': '1' },
		...{ 'row.2.sku': tamper, 'row.2.quantity': '1', 'row.2.choice': 'tool', 'row.2.difference.USD': '25.00' },
		...{ 'row.3.sku': '', 'row.3.quantity': '', 'row.3.choice': '' },
	}
	const shop = async () => {
		const page = await openProduct(db, company.shopper, { slug, quantity: null, unit: null, locale: 'en', at })
		return page?.choices.map(({ name, minimum, maximum, options }) => [
			name,
			minimum,
			maximum,
			options.map(({ sku, isChosen, difference }) => [sku, isChosen, difference]),
		])
	}
	return {
		...{ ...set, form, shop },
		look: async () => (await (await ask(house, room, { cookie: tomas.cookie })).text()).replaceAll('<!-- -->', ''),
		save: (given: Record<string, string>) => ask(house, room, { cookie: tomas.cookie, form: given }),
	}
}

test('the tab shows a choice with its names and options, and saving what it shows changes nothing', async () => {
	const { company, id, form, look, save, shop } = await open('jasper')
	const page = await look()
	for (const words of ['name="choice.0.name.en"', 'value="Your tool"', 'name="choice.1.name.ja"', 'always comes', 'Dearer (USD)', 'value="25.00"'])
		expect(page).toContain(words)
	const stored = async () =>
		await db`select component_id, quantity, position, choice, is_usual, differences from bundle_component where bundle_id = ${id} order by position`
	const before = [await stored(), await shop()]
	expect((await save(form)).headers.get('location')).toMatch(/\?done=saved$/)
	expect([await stored(), await shop()]).toEqual(before)
	expect(before[1]).toEqual([
		[
			...['Your tool', 1, 1],
			[
				[company.skus.jug, true, null],
				[company.skus.tamper, false, '25.000000'],
			],
		],
	])
})

test('a choice is renamed, another added, and both undone; the shop follows at once', async () => {
	const { company, form, save, shop } = await open('kyanite')
	const { bean, jug, tamper } = company.skus
	const before = await shop()
	const wished = { ...form, 'choice.0.name.en': 'Tool of the bar', 'choice.0.name.cs': 'Nástroj', 'choice.1.name.en': 'A treat', 'choice.1.minimum': '0' }
	expect((await save({ ...wished, 'row.0.choice': 'choice-1', 'row.0.difference.USD': '4.5', 'row.2.difference.USD': '-1' })).status).toBe(302)
	const after = [
		[
			...['Tool of the bar', 1, 1],
			[
				[jug, true, null],
				[tamper, false, '-1.000000'],
			],
		],
		['A treat', 0, 1, [[bean, false, '4.500000']]],
	]
	expect(await shop()).toEqual(after)
	expect((await save({ intent: 'undo' })).headers.get('location')).toMatch(/done=undone$/)
	expect(await shop()).toEqual(before)
	await save({ intent: 'undo' })
	expect(await shop()).toEqual(after)
})

test('a choice is taken away with its rows; what still names it is refused in words, with the input kept', async () => {
	const { company, form, save, shop } = await open('lazurite')
	const refused = await save({ ...form, 'choice.0.remove': '1', 'row.2.difference.USD': '26.75' })
	expect(refused.status).toBe(422)
	const text = (await refused.text()).replaceAll('<!-- -->', '')
	for (const words of ['Its choice is taken away', 'value="26.75"', 'value="Your tool"']) expect(text).toContain(words)
	expect(await shop()).toHaveLength(1)
	const { 'row.2.sku': _sku, 'row.2.quantity': _quantity, 'row.2.difference.USD': _difference, 'row.1.usual': _usual, ...rest } = form
	expect((await save({ ...rest, 'choice.0.remove': '1', 'row.1.choice': '' })).status).toBe(302)
	expect(await shop()).toEqual([])
	const inside =
		await db`select p.sku from bundle_component b join product p on p.id = b.component_id join product s on s.id = b.bundle_id where s.sku = ${`SET-${company.tag}`} order by b.position`
	expect(inside.map(({ sku }) => sku)).toEqual([company.skus.bean, company.skus.jug])
})
