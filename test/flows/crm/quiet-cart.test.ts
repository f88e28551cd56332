import { expect, test } from 'vitest'
import { destinationsOf } from '../../../app/cli/work.ts'
import { computeSimilarAccounts } from '../../../app/flows/crm/compute-similar-accounts.ts'
import { noticeQuietCarts } from '../../../app/flows/crm/notice-quiet-carts.ts'
import type { AlertInputs } from '../../../app/flows/crm/types.ts'
import type { DomainEvent } from '../../../app/flows/event/save-events.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { again, deliver, tell, toMarketing, write } from '../../support/deliver.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const noon = new Date('2026-03-02T18:00:00Z')
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)
const desk = (at: Date) => {
	const { nba } = destinationsOf({ db, clock: () => at, connectors: {}, secrets: [], publicUrl: '' } as never)
	return tell(db, 'nba', nba.outside, () => at)
}
const one = (rows: readonly Record<string, unknown>[]) => rows[0]?.['id'] as number

/** Fargo with its rep, a touch on a campaign, and the two offers of the story; or without offers. */
async function make(lot: string, { offers = true, touched = true } = {}) {
	const company = await makeCompany(db, lot)
	const { sellerId, accountId, contactId, groupId, tag } = company
	const natalieId = one(
		await db`insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${sellerId}, 'Natalie', 'Ortiz', ${`natalie@${lot}.test`}, '{rep}') returning id`,
	)
	await db`update account set owner_user_id = ${natalieId} where id = ${accountId}`
	const campaignId = one(
		await db`insert into crm_campaign (seller_entity_id, code, name, currency) values (${sellerId}, ${`NR-${tag}`}, 'New roast', 'USD') returning id`,
	)
	if (touched)
		await db`insert into campaign_touch (send_recipient_id, crm_campaign_id, account_id, contact_id, clicked_at, confirmed_at, confirmed_by)
			values (1, ${campaignId}, ${accountId}, ${contactId}, ${after(-10)}, ${after(-10)}, 'page')`
	await db`delete from promotion where seller_entity_id = ${sellerId}`
	const offered = async (code: string, phase: string, conditions: object, benefit: object) => {
		const id = one(
			await db`
			insert into promotion (seller_entity_id, code, phase, lane, conditions, benefit, status, valid_from)
			values (${sellerId}, ${`${code}-${tag}`}, ${phase}, ${code}, ${db.json(conditions as never)}, ${db.json(benefit as never)}, 'published', ${after(-9999)}) returning id`,
		)
		await db`insert into promotion_audience (promotion_id, buyer_group_id) values (${id}, ${groupId})`
		return id
	}
	const accessories = offers
		? await offered('acc', 'line', { relation: { kind: 'accessory', of: 'owned' } }, { kind: 'percent', scope: 'line', percentPpm: 300_000 })
		: 0
	const net45 = offers ? await offered('net45', 'terms', { paymentMethods: ['po'] }, { kind: 'terms', days: 45 }) : 0
	return { ...company, natalieId, campaignId, accessories, net45 }
}
type Made = Awaited<ReturnType<typeof make>>

async function leaveCart(made: Made, at = noon, units = 3): Promise<number> {
	const { accountId, sellerId, contactId, products, locations } = made
	const cartId = one(
		await db`
		insert into sales_order (account_id, seller_entity_id, currency, contact_id, is_current, last_activity_at) values (${accountId}, ${sellerId}, 'USD', ${contactId}, true, ${at}) returning id`,
	)
	const lineId = one(
		await db`insert into order_line (account_id, order_id, sequence, product_id, unit_code, quantity) values (${accountId}, ${cartId}, 1, ${products.bean}, 'each', ${units}) returning id`,
	)
	const deliveryId = one(await db`insert into delivery_group (account_id, order_id, location_id) values (${accountId}, ${cartId}, ${locations.a}) returning id`)
	await db`insert into allocation (account_id, order_id, line_id, group_id, quantity) values (${accountId}, ${cartId}, ${lineId}, ${deliveryId}, ${units})`
	return cartId
}

/** An account beside `company` whose owner bought accessories. */
async function makeNeighbour({ sellerId, groupId, products, tag }: Company, name: string, productIds: readonly number[]): Promise<number> {
	const accountId = one(
		await db`insert into account (seller_entity_id, number, name, currency) values (${sellerId}, ${`${name}-${tag}`}, ${name}, 'USD') returning id`,
	)
	await db`insert into buyer_group_member (account_id, buyer_group_id) values (${accountId}, ${groupId})`
	await order(accountId, sellerId, [products.bean, ...productIds], `${name}-${tag}`)
	return accountId
}

async function order(accountId: number, sellerId: number, productIds: readonly number[], number: string) {
	const orderId = one(
		await db`
		insert into sales_order (account_id, seller_entity_id, stage, channel, number, currency, placed_at) values (${accountId}, ${sellerId}, 'placed', 'import', ${number}, 'USD', ${after(-60 * 24 * 30)}) returning id`,
	)
	await db`
		insert into order_line (account_id, order_id, sequence, product_id, unit_code, quantity)
		select ${accountId}, ${orderId}, n, id, 'each', 1 from unnest(${db.array([...productIds], 20)}::bigint[]) with ordinality p(id, n)`
	return orderId
}

const alerts = (made: Made) => db<
	{ status: string; outcome: string | null; inputs: AlertInputs; cartId: number; ownerUserId: number; idempotencyKey: string }[]
>`
	select * from alert where account_id = ${made.accountId} order by id`
const tasks = (made: Made) =>
	db`select subject, status, outcome, owner_user_id, priority, due_on, facts from crm_task where account_id = ${made.accountId} order by id`

test('(A46) (c) cart.abandoned (NBA-1) Luka answered New roast and left 3 units: Natalie is told once, with every fact', async () => {
	const made = await make('fargo')
	const { tamper, jug, bean } = made.products
	await order(made.accountId, made.sellerId, [bean, tamper], 'mine')
	await makeNeighbour(made, 'Duluth Beans', [tamper, jug])
	// One product in common is not enough, whatever else they bought.
	await makeNeighbour(made, 'One Bean', [jug])
	// A scanner opened the link again since: that takes nothing from the touch that was confirmed.
	await db`insert into campaign_touch (send_recipient_id, crm_campaign_id, account_id, contact_id, clicked_at) values (1, ${made.campaignId}, ${made.accountId}, ${made.contactId}, ${noon})`
	await computeSimilarAccounts(db, noon)
	const cartId = await leaveCart(made)
	expect(await noticeQuietCarts(db, after(59))).toBe(0)
	expect(await expectStatements(db, 2, () => noticeQuietCarts(db, after(60)))).toBe(1)
	expect(await noticeQuietCarts(db, after(61))).toBe(0)
	await desk(after(61))

	const [alert] = await alerts(made)
	expect(alert).toMatchObject({ status: 'open', cartId, ownerUserId: made.natalieId, idempotencyKey: `NBA-1:${cartId}:1` })
	expect(alert?.inputs).toMatchObject({ templateKey: 'nba1.offer', termsDays: 45 })
	expect(alert?.inputs.offers.map(({ promotionId, kind, productIds }) => [promotionId, kind, productIds])).toEqual([
		[made.accessories, 'goods', [tamper, jug].sort((a, b) => a - b)],
		[made.net45, 'terms', []],
	])
	expect(alert?.inputs.suggestions.map(({ productId, accounts, promotionIds }) => [productId, accounts.map(({ name }) => name), promotionIds])).toEqual(
		[tamper, jug].sort((a, b) => a - b).map((id) => [id, ['Duluth Beans'], [made.accessories]]),
	)
	expect(alert?.inputs.facts).toMatchObject({
		touch: { campaignId: made.campaignId, campaignName: 'New roast' },
		cart: { lines: [{ productId: bean, quantity: 30_000 }], lastChangedBy: 'buyer' },
		quietAfterMinutes: 60,
	})
	// One in the afternoon in Chicago on a Monday: now is a good time.
	expect(alert?.inputs.call).toEqual({ from: after(61).toISOString(), to: after(181).toISOString() })
	expect(await tasks(made)).toMatchObject([{ subject: 'task.quiet_cart', status: 'open', ownerUserId: made.natalieId, priority: 'high', dueOn: '2026-03-02' }])

	await db`update outbox_delivery set state = 'waiting', next_attempt_at = ${noon} where destination = 'nba'`
	await desk(after(70))
	expect(await alerts(made)).toHaveLength(1)
	expect(await tasks(made)).toHaveLength(1)
})

test.each([
	['looker', false],
	['denied', true],
] as const)(
	'(c) product.viewed counts to NBA-1: what %s looked at is named, not what is in the cart, was ordered since, is old, a rep’s or denied',
	async (lot, isDenied) => {
		const made = await make(lot, { offers: false })
		const { tamper, jug, bean, machine } = made.products
		const days = (count: number) => after(-count * 1440)
		const look = (productId: number, at: Date, actedByUserId: number | null = null): DomainEvent => ({
			...{ topic: 'product.viewed', subject: `contact:${made.contactId}`, accountId: made.accountId, contactId: made.contactId },
			...{ payload: { productId }, occurredAt: at, actedByUserId },
		})
		await write(db, look(jug, days(29)), look(jug, days(2)), look(jug, days(1)), look(bean, days(1)), look(tamper, days(9)), look(machine, days(31)))
		await write(db, look(machine, days(1), made.natalieId))
		const since = await order(made.accountId, made.sellerId, [tamper], `since-${lot}`)
		await db`update sales_order set placed_at = ${days(3)} where id = ${since}`
		if (isDenied) await db`update product set deny_policy_ids = grant_policy_ids where id = ${jug}`
		await leaveCart(made)
		await noticeQuietCarts(db, after(60))
		await desk(after(61))
		const [alert] = await alerts(made)
		expect(alert?.inputs.interests.map(({ productId, times }) => [productId, times])).toEqual(isDenied ? [] : [[jug, 3]])
		expect(alert?.inputs.facts.looked.map(({ productId }) => productId)).toEqual(isDenied ? [bean] : [jug, bean])
	},
)

test('what an offer reaches is suggested however much else accounts alike bought', async () => {
	const made = await make('many')
	await db`
		with more as (insert into product (seller_entity_id, sku, slug, grant_policy_ids) select ${made.sellerId}, 'M' || n, 'm' || n, (select grant_policy_ids from product where id = ${made.products.bean}) from generate_series(1, 40) n returning id)
		select count(*) from more`
	const ids = (await db<{ id: number }[]>`select id from product where seller_entity_id = ${made.sellerId} and sku like 'M%'`).map(({ id }) => id)
	await order(made.accountId, made.sellerId, [made.products.bean, ...ids.slice(0, 1)], 'mine-many')
	await makeNeighbour(made, 'Everything', ids)
	await makeNeighbour(made, 'More', [...ids, made.products.jug])
	await computeSimilarAccounts(db, noon)
	await leaveCart(made)
	await noticeQuietCarts(db, after(60))
	await desk(after(60))
	expect((await alerts(made))[0]?.inputs.suggestions[0]).toMatchObject({
		productId: made.products.jug,
		accounts: [{ name: 'More' }],
		promotionIds: [made.accessories],
	})
})

test('without an eligible promotion the alert comes without an offer', async () => {
	const made = await make('plain', { offers: false })
	await leaveCart(made)
	await noticeQuietCarts(db, after(60))
	await desk(after(60))
	expect((await alerts(made))[0]?.inputs).toMatchObject({ templateKey: 'nba1.plain', offers: [], termsDays: null })
})

test('an offer on accessories of a machine that only others own is none', async () => {
	const made = await make('unowned')
	const neighbour = await makeNeighbour(made, 'Machine House', [])
	await db`update owned_machine set account_id = ${neighbour}, location_id = null where account_id = ${made.accountId}`
	await leaveCart(made)
	await noticeQuietCarts(db, after(60))
	await desk(after(60))
	const [alert] = await alerts(made)
	expect(alert?.inputs).toMatchObject({ templateKey: 'nba1.terms', offers: [{ promotionId: made.net45 }] })
})

test('no confirmed touch, a rep who edits, an empty cart: nobody is told', async () => {
	const untouched = await make('untouched', { touched: false })
	await leaveCart(untouched)
	const byRep = await make('byrep')
	const cartId = await leaveCart(byRep)
	await write(db, {
		...{ topic: 'cart.updated', subject: `cart:${cartId}`, accountId: byRep.accountId, contactId: byRep.contactId, actedByUserId: byRep.natalieId },
		...{ payload: { cartId }, occurredAt: noon },
	} as DomainEvent)
	const empty = await make('empty')
	await db`delete from order_line where order_id = ${await leaveCart(empty)}`
	expect(await noticeQuietCarts(db, after(60))).toBe(2)
	await desk(after(60))
	for (const made of [untouched, byRep, empty]) expect(await alerts(made)).toHaveLength(0)
})

test('an account’s own minutes count, and an edit begins a new quiet spell', async () => {
	const made = await make('own')
	await db`update account set quiet_cart_minutes = 1 where id = ${made.accountId}`
	const cartId = await leaveCart(made)
	expect(await noticeQuietCarts(db, after(1))).toBe(1)
	await desk(after(1))
	await db`update alert set status = 'dismissed' where account_id = ${made.accountId}`
	await db`update sales_order set version = 2, last_activity_at = ${after(5)}, quiet_noticed_at = null where id = ${cartId}`
	expect(await noticeQuietCarts(db, after(6))).toBe(1)
	await desk(after(6))
	expect((await alerts(made)).map(({ status, idempotencyKey }) => [status, idempotencyKey])).toEqual([
		['dismissed', `NBA-1:${cartId}:1`],
		['open', `NBA-1:${cartId}:2`],
	])
})

test('(A47) (c) cart.recovered the order that follows closes alert and task, recovers the cart, tells the buyer, and reaches the goal once', async () => {
	const made = await make('recovered')
	const [goal] = await db<{ id: number }[]>`
		insert into sales_goal (user_id, currency, starts_on, ends_on, target_minor) values (${made.natalieId}, 'USD', '2026-03-01', '2026-03-31', 17000) returning id`
	const cartId = await leaveCart(made)
	await noticeQuietCarts(db, after(60))
	await desk(after(60))
	const place = async (id: number, netMinor: number, at: Date) => {
		await db`update sales_order set stage = 'placed', channel = 'import', number = ${`SO-${id}`}, placed_at = ${at}, net_minor = ${netMinor}, total_minor = ${netMinor} where id = ${id}`
		const payload = { orderId: id, number: `SO-${id}`, totalMinor: netMinor, currency: 'USD', userName: 'Natalie Ortiz' }
		const who = { accountId: made.accountId, contactId: made.contactId, actedByUserId: made.natalieId }
		await write(db, { topic: 'order.placed', subject: `order:${id}`, ...who, payload, occurredAt: at })
	}
	const goalNow = async () => (await db`select achieved_minor, reached_at from sales_goal where id = ${goal?.id ?? 0}`)[0]
	const notices = () => db`select kind, user_id, contact_id from notice where user_id = ${made.natalieId} or contact_id = ${made.contactId} order by kind`

	await place(cartId, 16_013, after(90))
	await desk(after(91))
	expect(await alerts(made)).toMatchObject([{ status: 'closed', outcome: 'ordered_on_behalf' }])
	expect(await tasks(made)).toMatchObject([{ status: 'done', outcome: 'ordered_on_behalf' }])
	expect(await goalNow()).toEqual({ achievedMinor: 16_013, reachedAt: null })

	const next = await leaveCart(made, after(95))
	await place(next, 1_000, after(100))
	await desk(after(101))
	expect(await goalNow()).toEqual({ achievedMinor: 17_013, reachedAt: after(100) })
	await db`update outbox_delivery set state = 'waiting', next_attempt_at = ${noon} where destination = 'nba'`
	await desk(after(110))
	await desk(after(111))
	expect(await goalNow()).toEqual({ achievedMinor: 17_013, reachedAt: after(100) })
	expect(await notices()).toEqual([
		{ kind: 'goal.reached', userId: made.natalieId, contactId: null },
		{ kind: 'order.placed_for_you', userId: null, contactId: made.contactId },
		{ kind: 'order.placed_for_you', userId: null, contactId: made.contactId },
	])
	expect(await db`select topic, count(*) from outbox_event where account_id = ${made.accountId} and topic = 'cart.recovered' group by 1`).toEqual([
		{ topic: 'cart.recovered', count: 1 },
	])
	expect(await db`select from outbox_event where topic = 'goal.reached'`).toHaveLength(1)
	// Marketing hears of it too: ten points once, though a rep ordered, and whoever walks because of the cart stops.
	await deliver(db, 'ma', toMarketing, after(110))
	await again(db, 'ma', toMarketing, after(110))
	expect(
		await db`select y.kind, y.score from ma_activity y join ma_prospect p on p.id = y.prospect_id where p.contact_id = ${made.contactId} and y.kind = 'cart.recovered'`,
	).toEqual([{ kind: 'cart.recovered', score: 10 }])

	await db`update sales_order set stage = 'cancelled', cancelled_at = ${after(120)} where id = ${next}`
	await write(db, { topic: 'order.cancelled', subject: `order:${next}`, accountId: made.accountId, payload: { orderId: next }, occurredAt: after(120) })
	await desk(after(121))
	expect(await goalNow()).toEqual({ achievedMinor: 16_013, reachedAt: after(100) })
})

test('a price that was asked for is a task and a notice for the rep, once', async () => {
	const made = await make('price')
	await write(db, {
		topic: 'price.requested',
		subject: 'product:1',
		accountId: made.accountId,
		contactId: made.contactId,
		payload: { productId: made.products.jug },
		occurredAt: noon,
	})
	await desk(after(1))
	await db`update outbox_delivery set state = 'waiting', next_attempt_at = ${noon} where destination = 'nba'`
	await desk(after(2))
	expect(await tasks(made)).toMatchObject([{ subject: 'task.price_requested', dueOn: '2026-03-03', facts: { sku: made.skus.jug } }])
	expect(await db`select kind from notice where user_id = ${made.natalieId}`).toEqual([{ kind: 'price.requested' }])
})

test('noticing one cart and a hundred costs the same statements', async () => {
	const made = await make('hundred', { touched: false })
	await leaveCart(made)
	await db`
		with carts as (insert into sales_order (account_id, seller_entity_id, currency, last_activity_at) select ${made.accountId}, ${made.sellerId}, 'USD', ${noon} from generate_series(1, 100) returning id)
		insert into order_line (account_id, order_id, sequence, product_id, unit_code, quantity) select ${made.accountId}, id, 1, ${made.products.bean}, 'each', 1 from carts`
	expect(await expectStatements(db, 2, () => noticeQuietCarts(db, after(60)))).toBe(101)
})
