import type { Db } from '../../db/client.server.ts'
import type { Web } from '../bench/stage.ts'
import { type Dice, dice } from '../support/dice.ts'
import { auditOf, wrongIn } from './audit.ts'
import { type Answer, type Ask, connection, submitOf } from './shop.ts'
import { type Buyer, makeStormCompany, order, type Room, type StormCompany } from './storm-company.ts'

const CONNECTIONS = 50
const SUBMITS = 100
const TWICE = 10
/** How many of the submits each kind of buyer makes. */
const COUNTS = { line: 50, budget: 27, shelf: 23 }
const BEFORE = { open: 12, invoices: 4 }
const CANCELS = 8
/** Each brings the pieces of one order. */
const RECEIPTS = 3

type Cart = { id: number; version: number; seen: { hash: string; totalMinor: number }; buyer: Buyer }
/** One press of somebody's button; several answers where one waits for the other. */
type Act = { kind: 'submit' | 'again' | 'cancel' | 'pay' | 'receive'; cart?: Cart; asks: Ask[] }
type Told = { act: Act; answers: Answer[] }

export type StormReport = {
	seed: number
	/** Which counter runs out first, and how many new orders there is room for in the end. */
	binding: keyof Room
	room: number
	/** Placed at once, and placed in the end, when everyone refused had tried again. */
	atOnce: number
	atLast: number
	/** What the storm itself had to leave room for at least and at most. */
	bounds: [least: number, most: number]
	codes: Record<string, number>
	/** Everything that should not be, in words; empty is right. */
	wrong: string[]
	milliseconds: number
}

type Draw = { room: Room; binding: keyof Room; atLast: number; bounds: [number, number] }

/** Room for the storm: one counter has room for some of those who draw on it, the others for all. `freed` comes back meanwhile. */
function drawRoom(luck: Dice): Draw {
	const freed: Room = { credit: CANCELS + BEFORE.invoices, budget: CANCELS, stock: CANCELS + RECEIPTS }
	const asking: Room = { credit: COUNTS.line, budget: COUNTS.line + COUNTS.budget, stock: SUBMITS }
	const binding = luck.shuffled(['credit', 'budget', 'stock'] as const)[0] ?? 'credit'
	// Mostly so little that it runs out among the first fifty, who all come at the same moment.
	const wins = freed[binding] + (luck.chance(0.8) ? luck.whole(2, 18) : luck.whole(19, asking[binding] - freed[binding] - 8))
	const room = { ...asking, [binding]: wins - freed[binding] }
	const free = SUBMITS - asking[binding]
	return { room, binding, atLast: wins + free, bounds: [wins - freed[binding] + free, wins + free] }
}

async function fillCarts(ask: (one: Ask) => Promise<Answer>, { buyers, skus }: StormCompany): Promise<Cart[]> {
	const carts: Cart[] = []
	for (const kind of ['line', 'budget', 'shelf'] as const) {
		const own = buyers.filter((one) => one.kind === kind)
		for (let index = 0; index < COUNTS[kind]; index += 1) carts.push(await fillCart(ask, own[index % own.length] as Buyer, skus.bean))
	}
	return carts
}

async function fillCart(ask: (one: Ask) => Promise<Answer>, buyer: Buyer, sku: string): Promise<Cart> {
	const made = await ask({ path: '/api/v1/carts', key: buyer.key, json: {} })
	const id = Number(made.body['id'])
	const filled = await ask({ path: `/api/v1/carts/${id}/lines`, key: buyer.key, json: { lines: [{ sku, quantity: order.pieces, shipTo: 'A' }] } })
	const cart = filled.body['cart'] as { version: number; hash: string; totals: { totalMinor: number } } | undefined
	if (cart?.totals.totalMinor !== dueOf(buyer)) throw new Error(`A cart is not what it should be: ${JSON.stringify(filled.body).slice(0, 300)}`)
	return { id, version: cart.version, seen: { hash: cart.hash, totalMinor: cart.totals.totalMinor }, buyer }
}

const dueOf = ({ kind }: Buyer) => (kind === 'shelf' ? order.plainMinor : order.totalMinor)
const pressOf = ({ buyer, ...cart }: Cart, key: string, poNumber: string): Ask => submitOf(buyer.key, cart, key, { method: 'po', poNumber })

function actsOf(company: StormCompany, carts: readonly Cart[], luck: Dice): Act[] {
	const { accountId, buyerKey, buyerCookie, creditCookie, houseKey, skus, tag } = company
	const submits = carts.map((cart, index): Act => ({ kind: 'submit', cart, asks: [pressOf(cart, `storm-${tag}-${cart.id}`, `PO-${index}`)] }))
	const again = luck
		.shuffled(submits)
		.slice(0, TWICE)
		.map((one): Act => ({ ...one, kind: 'again' }))
	const cancels = luck
		.shuffled(company.open)
		.slice(0, CANCELS)
		.map((number): Act => ({ kind: 'cancel', asks: [{ path: `/api/v1/orders/${number}/cancel`, key: buyerKey, json: {} }] }))
	const payments = company.invoices.map((id, index): Act => {
		const form = { invoice: String(id), [`amount-${id}`]: '', key: `payment-${tag}-${id}` }
		if (index % 2 === 0) return { kind: 'pay', asks: [{ path: '/invoices/pay', cookie: buyerCookie, form: { ...form, paymentMethodId: 'pm_card_visa' } }] }
		const bank = { ...form, chosen: String(id), order: 'chosen', amount: (order.totalMinor / 100).toFixed(2), reference: `Bank ${id}`, method: 'bank_transfer' }
		return { kind: 'pay', asks: [{ path: `/receivables/${accountId}`, cookie: creditCookie, form: bank }] }
	})
	const counted = Array.from({ length: RECEIPTS }, (_, index) => String(company.onHand + order.pieces * (index + 1)))
	const receive: Act = {
		kind: 'receive',
		asks: counted.map((onHand) => ({ path: '/api/v1/house/stock', key: houseKey, json: { levels: [{ sku: skus.bean, warehouse: 'W', onHand }] } })),
	}
	return luck.shuffled([...submits, ...again, ...cancels, ...payments, receive])
}

/** Opens every connection, waits until each is there, and lets all of them ask at the same moment. */
async function release(webs: readonly Web[], acts: readonly Act[]): Promise<Told[]> {
	const lines = Array.from({ length: CONNECTIONS }, (_, index) => connection((webs[index % webs.length] as Web).origin))
	await Promise.all(lines.map(({ ask }) => ask({ path: '/healthz' })))
	let open: () => void = () => undefined
	const barrier = new Promise<void>((go) => {
		open = go
	})
	const told = lines.map(async ({ ask }, line) => {
		await barrier
		const out: Told[] = []
		for (const act of acts.filter((_, index) => index % CONNECTIONS === line)) {
			const answers: Answer[] = []
			for (const one of act.asks) answers.push(await ask(one))
			out.push({ act, answers })
		}
		return out
	})
	open()
	const all = (await Promise.all(told)).flat()
	for (const line of lines) line.close()
	return all
}

const codesOf = ({ body }: Answer) =>
	((body['refusals'] as { code: string }[] | undefined) ?? [{ code: String(body['code'] ?? 'NONE') }]).map(({ code }) => code)
const right: Record<Act['kind'], number[]> = { submit: [201, 200, 422], again: [201, 200, 422], cancel: [200], pay: [302], receive: [200] }
/** What a submit may be refused for here: credit, stock, or a price that rose because the budget was gone. */
const honest = new Set(['CREDIT_INSUFFICIENT', 'STOCK_SHORT', 'PRICE_CHANGED'])

function wrongAnswers(told: readonly Told[]): string[] {
	const numbers = new Map<string, string>()
	return told.flatMap(({ act, answers }) =>
		answers.flatMap((answer) => {
			const said = `${act.kind} ${act.asks[0]?.path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`
			if (!right[act.kind].includes(answer.status)) return [said]
			if (answer.status === 422) return codesOf(answer).every((code) => honest.has(code)) ? [] : [said]
			if (act.kind !== 'submit' && act.kind !== 'again') return []
			const number = String(answer.body['number'])
			const known = numbers.get(act.asks[0]?.path ?? '') ?? number
			numbers.set(act.asks[0]?.path ?? '', number)
			return known === number && act.cart && answer.body['totalMinor'] === dueOf(act.cart.buyer) ? [] : [said]
		}),
	)
}

const placedOf = (told: readonly Told[]) =>
	new Set(told.flatMap(({ act, answers: [answer] }) => (act.cart && answer && answer.status < 300 ? [act.cart.id] : [])))

/** One storm of one seed (commerce-engine.md section 11, point 7): a company of its own, two web processes, one moment. */
export async function storm(db: Db, webs: readonly Web[], seed: number): Promise<StormReport> {
	const luck = dice(seed)
	const { room, binding, atLast, bounds } = drawRoom(luck)
	const company = await makeStormCompany(db, `storm${seed}`, { ...BEFORE, room, cafes: COUNTS })
	const setup = connection(webs[0]?.origin ?? '')
	const carts = await fillCarts(setup.ask, company)
	const began = performance.now()
	const told = await release(webs, actsOf(company, carts, luck))
	const milliseconds = Math.round(performance.now() - began)
	const wrong = wrongAnswers(told)
	const placed = placedOf(told)
	if (placed.size < bounds[0] || placed.size > bounds[1]) wrong.push(`${placed.size} placed at once, outside ${bounds.join(' to ')}`)
	wrong.push(...wrongSaid(await auditOf(db, company), 'after the storm'))
	// Whoever was refused tries again: only now is everything given back that was to be, and the right number is one number.
	const late = new Set(placed)
	for (const cart of luck.shuffled(carts.filter(({ id }) => !placed.has(id)))) {
		const answer = await setup.ask(pressOf(cart, `later-${company.tag}-${cart.id}`, `LATER-${cart.id}`))
		if (answer.status === 201) late.add(cart.id)
		else if (answer.status !== 422 || !codesOf(answer).every((code) => honest.has(code)))
			wrong.push(`later: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`)
	}
	setup.close()
	if (late.size !== atLast) wrong.push(`${late.size} placed in the end, ${atLast} is right`)
	wrong.push(
		...wrongSaid(await auditOf(db, company), 'in the end'),
		...(await wrongCounters(
			db,
			company,
			carts.filter(({ id }) => late.has(id)),
		)),
	)
	const codes: Record<string, number> = {}
	for (const { act, answers } of told)
		for (const answer of answers) {
			const what = act.cart && answer.status === 422 ? codesOf(answer).join('+') : `${act.kind} ${answer.status}`
			codes[what] = (codes[what] ?? 0) + 1
		}
	return { seed, binding, room: atLast, atOnce: placed.size, atLast: late.size, bounds, codes, wrong, milliseconds }
}

const wrongSaid = (found: Record<string, number>, when: string) => Object.entries(wrongIn(found)).map(([what, count]) => `${when}: ${what} ${count}`)

/** The counters themselves, from the number of orders alone: nothing here is read from a reservation. */
async function wrongCounters(db: Db, { accountId, sellerId, products, onHand }: StormCompany, placed: readonly Cart[]): Promise<string[]> {
	const before = BEFORE.open - CANCELS
	const count = (...kinds: Buyer['kind'][]) => placed.filter(({ buyer }) => kinds.includes(buyer.kind)).length
	const [now] = await db`
		select c.reserved_minor as credit, c.open_invoice_minor as invoices, b.reserved_minor as budget, b.committed_minor as committed, b.reserved_uses::int as uses, s.reserved::float as stock, s.on_hand::float as on_hand, n.committed_quantity::float as period,
			(select count(*)::int from sales_order o where o.seller_entity_id = ${sellerId} and o.stage = 'placed') as orders, (select count(*)::int from payment p where p.account_id = ${accountId}) as payments
		from credit_profile c, promotion_budget b join promotion p on p.id = b.promotion_id, stock_level s, period_counter n
		where c.account_id = ${accountId} and p.seller_entity_id = ${sellerId} and s.product_id = ${products.bean} and n.account_id = ${accountId}`
	const [line, budget, all] = [before + count('line'), before + count('line', 'budget'), before + placed.length]
	const expected = {
		...{ credit: line * order.totalMinor, invoices: 0, budget: budget * order.savingMinor, committed: BEFORE.invoices * order.savingMinor, uses: budget },
		...{ stock: all * order.pieces, onHand: onHand + RECEIPTS * order.pieces, period: (line + BEFORE.invoices) * order.pieces },
		...{ orders: all + BEFORE.invoices, payments: BEFORE.invoices },
	}
	return Object.entries(expected).flatMap(([what, value]) => (now?.[what] === value ? [] : [`${what} is ${now?.[what]}, not ${value}`]))
}
