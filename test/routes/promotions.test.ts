import { expect, test } from 'vitest'
import { addToCart } from '../../app/flows/cart/add-to-cart.ts'
import { loadPricedCart } from '../../app/flows/cart/load-priced-cart.ts'
import { listPromotions } from '../../app/flows/merchandising/open-promotions.ts'
import { previewPromotion } from '../../app/flows/merchandising/preview-promotion.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { readPromotionForm } from '../../app/routes/merchandising/read-promotion-form.ts'
import { makeCompany, makeStoryPromotions } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { buyerCookie, makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'offer')
const rival = await makeCompany(db, 'contra')
await makeStoryPromotions(db, rival)
const { sellerId, groupId, skus, accountId } = company
const tomas = await makeStaff(db, sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const natalie = await makeStaff(db, sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
const luka = await buyerCookie(db, 'luka@offer.test')
const room = '/merchandising/promotions'

const get = async (path: string, cookie = tomas.cookie) => ask(house, path, { cookie })
const post = (path: string, form: Record<string, string | string[]>, cookie = tomas.cookie) => ask(house, path, { cookie, form })
const unsaid = (text: string, ...words: string[]) => words.filter((word) => !text.replaceAll('<!-- -->', '').includes(word))
const idIn = (response: Response) => Number(/promotions\/(\d+)/.exec(response.headers.get('location') ?? '')?.[1] ?? 0)

/** The story's offer: 30 % off accessories of machines they own, for one group. */
const story = {
	...{ intent: 'save', code: 'acc30', lane: 'accessories', priority: '0', currency: 'USD', kind: 'percent_line', percent: '30' },
	...{ relation: 'accessory', relationOf: 'owned', groupIds: String(groupId), validFrom: '2026-02-01', validTo: '2026-06-01' },
	...{ 'name.en': '30 % off accessories', 'name.cs': 'Sleva 30 % na příslušenství', 'description.en': 'For machines on record.' },
	...{ budgetMoney: '500', budgetPolicy: 'cap' },
}

test.each([room, `${room}/new`])('%s is for merchandisers', async (path) => {
	expect((await ask(house, path)).headers.get('location')).toBe(`/sign-in?to=${encodeURIComponent(path)}`)
	expect((await get(path, luka)).status).toBe(404)
	expect((await get(path, natalie.cookie)).status).toBe(404)
	expect((await get(path)).status).toBe(200)
})

test('the story’s offer is built, stored as the engine reads it, said in plain words, and acts once published', async () => {
	const saved = await post(`${room}/new`, story)
	expect(saved.status).toBe(302)
	const id = idIn(saved)
	expect(await db`select code, phase, lane, currency, conditions, benefit, status, valid_from, valid_to from promotion where id = ${id}`).toEqual([
		{
			...{ code: 'ACC30', phase: 'line', lane: 'accessories', currency: 'USD', status: 'draft' },
			conditions: { relation: { kind: 'accessory', of: 'owned' } },
			benefit: { kind: 'percent', scope: 'line', percentPpm: 300_000 },
			validFrom: new Date('2026-02-01T06:00:00Z'),
			validTo: new Date('2026-06-01T05:00:00Z'),
		},
	])
	expect(await db`select locale, name, description from promotion_text where promotion_id = ${id} order by locale`).toEqual([
		{ locale: 'cs', name: 'Sleva 30 % na příslušenství', description: null },
		{ locale: 'en', name: '30 % off accessories', description: 'For machines on record.' },
	])
	expect(await db`select account_id, buyer_group_id from promotion_audience where promotion_id = ${id}`).toEqual([{ accountId: null, buyerGroupId: groupId }])
	expect(await db`select policy, limit_minor, limit_uses from promotion_budget where promotion_id = ${id}`).toEqual([
		{ policy: 'cap', limitMinor: 50_000, limitUses: null },
	])
	const page = await (await get(`${room}/${id}`)).text()
	expect(
		unsaid(page, '30% off each line', 'accessories for machines you own', 'while $500.00 lasts', '2 of 5', 'It can act, and keeps no other from acting.'),
	).toEqual([])

	const { shopper } = company
	const cart = await addToCart(db, shopper, {
		cartId: null,
		rows: [{ sku: skus.tamper, quantity: '1', unit: null, locationId: null, requestedOn: null }],
		locale: 'en',
		at: house.at,
	})
	if (!cart?.ok) throw new Error('no cart')
	const net = async () => (await loadPricedCart(db, shopper, { accountId, cartId: cart.cartId }, { locale: 'en', at: house.at }))?.cart?.netMinor
	expect(await net()).toBe(4990)
	expect((await post(`${room}/${id}`, { intent: 'publish' })).headers.get('location')).toContain('done=published')
	// 30 % of 49.90, in the very next price.
	expect(await net()).toBe(3493)
	await post(`${room}/${id}`, { intent: 'retire' })
	expect(await net()).toBe(4990)
	const trail = await db`select action, user_id from audit_entry where subject = ${`promotion:${id}`} order by id`
	expect(trail.map(({ action }) => action)).toEqual(['promotion.created', 'promotion.published', 'promotion.retired'])
	expect(trail[0]?.['userId']).toBe(tomas.userId)
})

test('what cannot be read is named by field, all at once, and every keystroke stays', async () => {
	const bad = { ...story, code: 'x', percent: '130', minAmount: '12.345', skus: `${skus.bean}, NO-SUCH`, accounts: 'A-9', validFrom: '', 'name.en': '' }
	const answer = await post(`${room}/new`, bad)
	expect(answer.status).toBe(422)
	const text = await answer.text()
	const said = [
		'Percent off',
		'“130” does not fit here.',
		'“12.345” does not fit here.',
		'“NO-SUCH” does not fit here.',
		'“A-9” does not fit here.',
		'Give it a name in English',
		'value="12.345"',
		'Sleva 30 % na příslušenství',
	]
	expect(unsaid(text, ...said)).toEqual([])
	expect(await db`select 1 from promotion where code = 'X'`).toHaveLength(0)
})

test('a promotion that no account can meet, or that another always outdoes, warns, and is published only knowingly', async () => {
	const first = idIn(await post(`${room}/new`, { ...story, code: 'BIG', budgetMoney: '' }))
	expect((await post(`${room}/${first}`, { intent: 'publish' })).status).toBe(302)
	const second = idIn(await post(`${room}/new`, { ...story, code: 'SMALL', percent: '20', budgetMoney: '', accounts: '' }))
	const page = await (await get(`${room}/${second}`)).text()
	expect(unsaid(page, 'always gives more in the same lane, so this one never acts.', 'Publish in spite of the warnings')).toEqual([])
	const unread = await post(`${room}/${second}`, { intent: 'publish' })
	expect([unread.status, (await unread.text()).includes('There are warnings.')]).toEqual([422, true])
	expect((await post(`${room}/${second}`, { intent: 'publish', knows: '1' })).status).toBe(302)
	const nobody = idIn(await post(`${room}/new`, { ...story, code: 'NOBODY', lane: 'other', currency: 'CAD' }))
	expect(unsaid(await (await get(`${room}/${nobody}`)).text(), '0 accounts can get it')).toEqual([])
	expect((await post(`${room}/${nobody}`, { intent: 'publish' })).status).toBe(422)
})

test('it reaches the children of a named account however deep, and nobody where its store is another’s', async () => {
	const [grand] = await db<
		{ id: number; number: string }[]
	>`insert into account (seller_entity_id, number, name, currency, status) values (${sellerId}, 'GRAND', 'Grand', 'USD', 'closed') returning id, number`
	const [parent] = await db<
		{ id: number }[]
	>`insert into account (seller_entity_id, number, name, currency, status, parent_id) values (${sellerId}, 'PARENT', 'Parent', 'USD', 'closed', ${grand?.id ?? 0}) returning id`
	await db`insert into account (seller_entity_id, number, name, currency, parent_id) values (${sellerId}, 'CHILD', 'Child', 'USD', ${parent?.id ?? 0})`
	const reached = async (form: Record<string, string>) => {
		const id = idIn(await post(`${room}/new`, { ...story, relation: '', groupIds: '', accounts: 'GRAND', lane: form['code'] ?? '', ...form }))
		// What publishing answers: the words of every warning stand in the page's catalog too.
		return (await post(`${room}/${id}`, { intent: 'publish' })).status
	}
	const [store] = await db<
		{ code: string }[]
	>`select a.number || '/' || l.code as code from location l join account a on a.id = l.account_id where l.id = ${company.locations.b}`
	expect(await reached({ code: 'DEEP' })).toBe(302)
	expect(await reached({ code: 'STORE', accounts: '', stores: store?.code ?? '' })).toBe(302)
	expect(await reached({ code: 'ELSE', stores: store?.code ?? '' })).toBe(422)
	await db`update account set status = 'closed' where number = 'CHILD'`
})

test('codes and coupons are one of a kind', async () => {
	const first = idIn(await post(`${room}/new`, { ...story, code: 'SPRING', lane: 'coupon', couponCode: 'spring26' }))
	expect((await (await post(`${room}/new`, { ...story, code: 'SPRING' })).text()).includes('Another promotion has the code SPRING.')).toBe(true)
	await post(`${room}/${first}`, { intent: 'publish', knows: '1' })
	const second = idIn(await post(`${room}/new`, { ...story, code: 'SPRING2', lane: 'coupon2', couponCode: 'SPRING26' }))
	const taken = await post(`${room}/${second}`, { intent: 'publish', knows: '1' })
	expect([taken.status, (await taken.text()).includes('Another published promotion has the coupon SPRING26.')]).toEqual([422, true])
})

test('a budget is never set below what is spent; taking the limit away keeps what was counted', async () => {
	const id = idIn(await post(`${room}/new`, { ...story, code: 'BUDGET' }))
	await db`update promotion_budget set committed_minor = 30000 where promotion_id = ${id}`
	const less = await post(`${room}/${id}`, { ...story, code: 'BUDGET', budgetMoney: '299.99' })
	expect([less.status, (await less.text()).includes('less than what is spent or promised already')]).toEqual([422, true])
	expect((await post(`${room}/${id}`, { ...story, code: 'BUDGET', budgetMoney: '' })).status).toBe(302)
	expect(await db`select limit_minor, committed_minor from promotion_budget where promotion_id = ${id}`).toEqual([{ limitMinor: null, committedMinor: 30_000 }])
})

test('a store’s budget is set by its code, refused when unknown or twice, and taken away by emptying it', async () => {
	const own = (who: string[], money: string[]) => ({
		...{ ownKind: who.map(() => 'store'), ownWho: who, ownMoney: money, ownUses: who.map(() => ''), ownPolicy: who.map(() => 'reject') },
	})
	const [store] = await db<
		{ code: string; id: number }[]
	>`select a.number || '/' || l.code as code, l.id from location l join account a on a.id = l.account_id where l.id = ${company.locations.b}`
	const code = store?.code ?? ''
	const id = idIn(await post(`${room}/new`, { ...story, code: 'STORES', ...own([code.toLowerCase()], ['25']) }))
	const budgets = () => db`select account_id, location_id, limit_minor from promotion_budget where promotion_id = ${id} and location_id is not null`
	expect(await budgets()).toEqual([{ accountId, locationId: company.locations.b, limitMinor: 2500 }])
	const page = await (await get(`${room}/${id}`)).text()
	expect(unsaid(page, code, '$25.00')).toEqual([])
	const twice = await post(`${room}/${id}`, { ...story, code: 'STORES', ...own([code, code, 'A-1/NOWHERE'], ['25', '30', '1']) })
	expect([twice.status, unsaid(await twice.text(), `${code} has two budgets here.`, '“A-1/NOWHERE” does not fit here.')]).toEqual([422, []])
	expect((await post(`${room}/${id}`, { ...story, code: 'STORES', ...own([code], ['']) })).status).toBe(302)
	expect(await budgets()).toEqual([])
})

test('a promotion of another seller answers like none, to a look and to a write', async () => {
	const [other] = await db<{ id: number }[]>`select id from promotion where seller_entity_id = ${rival.sellerId} limit 1`
	const path = `${room}/${other?.id}`
	expect((await get(path)).status).toBe(404)
	expect((await post(path, story)).status).toBe(404)
	expect((await post(path, { intent: 'retire' })).status).toBe(404)
	expect((await post(path, { intent: 'copy' })).status).toBe(404)
	expect((await post(path, { ...story, intent: 'preview' })).status).toBe(404)
	expect((await get(`${room}/x`)).status).toBe(404)
	expect(await (await get(room)).text()).not.toContain(`L1-${rival.tag}`)
})

test('a form is said back as it is filled in, with whom it reaches, and nothing is saved', async () => {
	const before = await db`select count(*)::int as count from promotion where seller_entity_id = ${sellerId}`
	const staff = {
		...{ kind: 'staff' as const, userId: tomas.userId, name: '', email: '', locale: 'en', roles: [], seller: company.shopper.seller },
		sessionHash: '',
		actingFor: null,
	}
	const preview = async (form: Record<string, string>) => {
		const filled = new FormData()
		for (const [name, value] of Object.entries({ ...story, ...form })) filled.set(name, value)
		const said = await previewPromotion(db, staff, { promotionId: null, fields: readPromotionForm(filled, 'en'), locale: 'en', at: house.at })
		if (!said) throw new Error('no preview')
		return said
	}
	const said = await preview({ code: 'SAID', kind: 'fixed_price', amount: '15.50', relation: '', skus: skus.bean })
	expect(said.sentences.map(({ key }) => key)).toEqual(['benefit.fixed_price', 'condition.products', 'rule.lane', 'rule.budget_cap'])
	expect(said.review).toMatchObject({ accountCount: 1, accounts: [{ name: 'Coffeehaus offer' }], warnings: [] })
	await db`update product set floor_price = 16 where id = ${company.products.bean}`
	const floored = await preview({ code: 'SAID', kind: 'fixed_price', amount: '15.50', relation: '', skus: skus.bean })
	expect(floored.review.warnings).toMatchObject([{ code: 'BELOW_FLOOR', facts: { count: 1 } }])
	await db`update product set floor_price = null where id = ${company.products.bean}`
	const bare = await preview({ code: 'SAID', percent: '', 'name.en': '' })
	expect(bare.missing.map(({ code, facts }) => facts['key'] ?? code)).toEqual(['percent', 'NAME_MISSING'])
	expect(await db`select count(*)::int as count from promotion where seller_entity_id = ${sellerId}`).toEqual([...before])
})

test('a copy is a draft with the same words, audience and budget, nothing of it spent', async () => {
	const id = idIn(await post(`${room}/new`, { ...story, code: 'ORIGINAL' }))
	await db`update promotion_budget set committed_minor = 30000 where promotion_id = ${id}`
	await db`update promotion set status = 'published' where id = ${id}`
	const copied = await post(`${room}/${id}`, { intent: 'copy' })
	const copy = idIn(copied)
	expect([copied.status, copy === id]).toEqual([302, false])
	expect(await db`select code, status, version, benefit, conditions from promotion where id = ${copy}`).toEqual([
		{
			code: 'ORIGINAL-2',
			status: 'draft',
			version: 1,
			benefit: { kind: 'percent', scope: 'line', percentPpm: 300_000 },
			conditions: { relation: { kind: 'accessory', of: 'owned' } },
		},
	])
	expect(await db`select limit_minor, committed_minor from promotion_budget where promotion_id = ${copy}`).toEqual([{ limitMinor: 50_000, committedMinor: 0 }])
	expect(await db`select count(*)::int as count from promotion_text where promotion_id = ${copy}`).toEqual([{ count: 2 }])
	expect(await db`select buyer_group_id from promotion_audience where promotion_id = ${copy}`).toEqual([{ buyerGroupId: groupId }])
	const again = idIn(await post(`${room}/${id}`, { intent: 'copy' }))
	expect(await db`select code from promotion where id = ${again}`).toEqual([{ code: 'ORIGINAL-3' }])
})

test('a promotion for those who answered a campaign is built, shown again and said by the campaign’s name; another seller’s campaign is none', async () => {
	const campaignOf = async (seller: number) => {
		const [row] = await db<
			{ id: number }[]
		>`insert into crm_campaign (seller_entity_id, code, name, status, currency) values (${seller}, 'ROAST', 'New roast', 'in_progress', 'USD') returning id`
		return row?.id ?? 0
	}
	const [own, foreign] = [await campaignOf(sellerId), await campaignOf(rival.sellerId)]
	const id = idIn(await post(`${room}/new`, { ...story, code: 'ANSWERED', relation: '', campaignIds: String(own) }))
	expect(await db`select conditions from promotion where id = ${id}`).toEqual([{ conditions: { campaignIds: [own] } }])
	const page = (await (await get(`${room}/${id}`)).text()).replaceAll('<!-- -->', '')
	expect(unsaid(page, 'after answering New roast', 'Answered a CRM campaign (1 chosen)')).toEqual([])
	const refused = await post(`${room}/new`, { ...story, code: 'FOREIGN', campaignIds: String(foreign) })
	expect([refused.status, (await refused.text()).includes('Campaigns')]).toEqual([422, true])
})

test('the list stands by any column, either way round, page after page and in the file', async () => {
	const staff = { ...({ kind: 'staff', userId: tomas.userId, roles: [] } as unknown as StaffMember), seller: company.shopper.seller }
	await db`update promotion_budget set limit_minor = 50000, committed_minor = 1000 * (promotion_id % 7) where limit_minor is not null`
	const filter = { search: '', status: null, phase: null, locale: 'en' }
	const all = (await listPromotions(db, staff, { ...filter, sort: 'newest', after: null, limit: 500 })).promotions
	expect(all.length).toBeGreaterThan(8)
	expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort((a, b) => b - a))
	const share = ({ limitMinor, usedMinor, limitUses, usedUses }: (typeof all)[number]) =>
		Math.min(limitMinor === null ? 9 : 1 - usedMinor / limitMinor, limitUses === null ? 9 : 1 - usedUses / limitUses)
	const keys: Record<'name' | 'status' | 'begins' | 'ends' | 'left', (one: (typeof all)[number]) => string | number> = {
		name: ({ name }) => name.toLowerCase(),
		status: ({ status }) => status,
		begins: ({ validFrom }) => validFrom.getTime(),
		ends: ({ validTo }) => validTo?.getTime() ?? Number.POSITIVE_INFINITY,
		left: share,
	}
	for (const by of ['name', 'status', 'begins', 'ends', 'left'] as const) {
		for (const sort of [by, `-${by}`] as const) {
			const seen: typeof all = []
			let after: number | null = null
			do {
				const page: Awaited<ReturnType<typeof listPromotions>> = await listPromotions(db, staff, { ...filter, sort, after, limit: 3 })
				seen.push(...page.promotions)
				after = page.nextAfter
			} while (after !== null)
			expect(new Set(seen.map(({ id }) => id)).size, sort).toBe(all.length)
			const values = seen.map(keys[by])
			const inOrder = values.every((value, index) => index === 0 || (sort === by ? (values[index - 1] ?? 0) <= value : (values[index - 1] ?? 0) >= value))
			expect([sort, inOrder, values]).toEqual([sort, true, values])
		}
	}
	const page = await (await get(`${room}?sort=-name`)).text()
	expect(page).toMatch(/aria-sort="descending"/)
	expect(page).toMatch(/promotions\.csv\?[^"]*sort=-name/)
	expect((await get(`${room}?sort=%27`)).status).toBe(200)
})
