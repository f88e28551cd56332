import { setTimeout as sleep } from 'node:timers/promises'
import type { Intent, PaymentConnector } from '../../app/connectors/payment/contract.ts'
import type { Db } from '../../db/client.server.ts'
import type { Web } from '../bench/stage.ts'
import { keys } from '../connectors/stand-in-desk.ts'
import { type Company, makeCompany } from '../support/company.ts'
import { dice } from '../support/dice.ts'
import { makeStock } from '../support/placed.ts'
import { auditOf, wrongIn } from './audit.ts'
import { type Answer, type Ask, connection, type Shop, submitOf } from './shop.ts'
import { buyerKeyOf } from './storm-company.ts'

const SUBMITS = 10
/** As many go to the process that lives, so that the database is never at rest. */
const BESIDE = 4
const SPREAD_MS = 400

export type Press = { cartId: number; byCard: boolean; ask: Ask; answer: Answer | null }

/** Where the kill found the presses that were never answered. */
export type Found = 'nothing yet' | 'calls written' | 'money held' | 'order placed'
export type CrashReport = { seed: number; afterMs: number; answered: number; found: Record<Found, number>; cameBack: number; wrong: string[] }

/** P2's rows for a card, which is asked once per delivery; one row for a purchase order. */
export async function pressOf(shop: Shop, ask: (one: Ask) => Promise<Answer>, company: CrashCompany, name: string, byCard: boolean): Promise<Press> {
	const { buyerKey, skus } = company
	const made = await ask({ path: '/api/v1/carts', key: buyerKey, json: {} })
	const id = Number(made.body['id'])
	const rows = [
		[skus.bean, 3, 'A'],
		...(byCard
			? [
					[skus.bean, 1, 'B'],
					[skus.tamper, 1, 'B'],
					[skus.jug, 1, 'C'],
				]
			: []),
	]
	const lines = rows.map(([sku, quantity, shipTo]) => ({ sku, quantity, shipTo }))
	const filled = await ask({ path: `/api/v1/carts/${id}/lines`, key: buyerKey, json: { lines } })
	const version = (filled.body['cart'] as { version: number } | undefined)?.version
	if (version === undefined) throw new Error(`A cart was refused: ${JSON.stringify(filled.body).slice(0, 300)}`)
	const payment = byCard ? { method: 'card', paymentMethodId: await newCard(shop) } : { method: 'po', poNumber: `PO-${name}` }
	return { cartId: id, byCard, ask: submitOf(buyerKey, { id, version }, `press-${name}`, payment), answer: null }
}

export async function newCard({ standIn }: Shop, number = '4242424242424242'): Promise<string> {
	const form = { type: 'card', 'card[number]': number, 'card[exp_month]': '12', 'card[exp_year]': '2034', 'card[cvc]': '123' }
	return String((await standIn.rest('POST', '/v1/payment_methods', form, { as: keys.publishableKey })).body['id'])
}

export async function send(web: Web, press: Press): Promise<void> {
	const line = connection(web.origin)
	// A process that is killed answers nobody; what became of the press is asked of the database.
	press.answer = await line.ask(press.ask).catch(() => null)
	line.close()
}

/** What a process does the first time takes longer than anything later, and would be all that is ever hit. */
async function warm(web: Web, presses: readonly Press[]): Promise<void> {
	const line = connection(web.origin)
	for (const { cartId, ask } of presses.slice(0, 4)) await line.ask({ path: `/api/v1/carts/${cartId}/quote`, key: ask.key ?? '', json: { method: 'po' } })
	line.close()
}

async function whereFound(db: Db, presses: readonly Press[]): Promise<Record<Found, number>> {
	const found = { 'nothing yet': 0, 'calls written': 0, 'money held': 0, 'order placed': 0 }
	const rows = await db<{ placed: boolean; calls: number; held: number }[]>`
		select o.stage = 'placed' as placed, count(a.id)::int as calls, count(*) filter (where a.state = 'authorised')::int as held
		from sales_order o left join delivery_group g on g.account_id = o.account_id and g.order_id = o.id left join payment_attempt a on a.account_id = g.account_id and a.group_id = g.id
		where o.id = any(${db.array(
			presses.map(({ cartId }) => cartId),
			20,
		)}::bigint[]) group by o.account_id, o.id, o.stage`
	for (const { placed, calls, held } of rows) found[placed ? 'order placed' : held > 0 ? 'money held' : calls > 0 ? 'calls written' : 'nothing yet'] += 1
	return found
}

/** One kill: people press, the process dies at a moment that the seed chose, half of those without an answer press again. */
export async function crash(
	shop: Shop,
	webs: { victim: Web; beside: Web; next: Web },
	company: CrashCompany,
	seed: number,
): Promise<{ report: CrashReport; cartIds: number[] }> {
	const luck = dice(seed)
	const setup = connection(webs.beside.origin)
	const presses: Press[] = []
	for (let index = 0; index < SUBMITS + BESIDE; index += 1) presses.push(await pressOf(shop, setup.ask, company, `${seed}-${index}`, index % 2 === 0))
	const [toDie, toLive] = [presses.slice(0, SUBMITS), presses.slice(SUBMITS)]
	await warm(webs.victim, presses)
	// Not all at once: the kill finds them at different places.
	const later = async (web: Web, press: Press, ms: number) => {
		await sleep(ms)
		await send(web, press)
	}
	const sent = [
		...toDie.map((press) => later(webs.victim, press, luck.whole(0, SPREAD_MS))),
		...toLive.map((press) => later(webs.beside, press, luck.whole(0, SPREAD_MS))),
	]
	const afterMs = luck.whole(100, SPREAD_MS + 1200)
	await sleep(afterMs)
	await webs.victim.kill()
	await Promise.all(sent)
	setup.close()
	const lost = toDie.filter(({ answer }) => answer === null)
	const found = await whereFound(shop.db, lost)
	const back = lost.filter(() => luck.chance(0.5))
	for (const press of back) await send(webs.next, press)
	const wrong = presses.flatMap((press) => wrongPress(press, back.includes(press) || !lost.includes(press)))
	return { report: { seed, afterMs, answered: toDie.length - lost.length, found, cameBack: back.length, wrong }, cartIds: presses.map(({ cartId }) => cartId) }
}

function wrongPress({ cartId, answer }: Press, mustBeAnswered: boolean): string[] {
	if (answer === null) return mustBeAnswered ? [`cart ${cartId} was never answered`] : []
	return answer.status === 201 || answer.status === 200 ? [] : [`cart ${cartId}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`]
}

export type CrashCompany = Company & { buyerKey: string }

/** A company with credit, stock and a promotion budget that suffice: what is missing afterwards was lost. */
export async function makeCrashCompany(db: Db, lot: string): Promise<CrashCompany> {
	const company = await makeCompany(db, lot)
	const { accountId, sellerId } = company
	await makeStock(db, company, 1_000_000)
	await db`update credit_profile set limit_minor = 1000000000 where account_id = ${accountId}`
	const [promotion] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, currency, conditions, benefit, status, valid_from)
		values (${sellerId}, ${`TEN-${lot}`}, 'line', 'line', 'USD', '{}', '{"kind":"amount","scope":"line","per":"line","amountMinor":1000}', 'published', '2026-01-01') returning id`
	await db`insert into promotion_budget (promotion_id, limit_minor) values (${promotion?.id ?? 0}, 1000000000)`
	return { ...company, buyerKey: await buyerKeyOf(db, company) }
}

/** Waits for the worker to have given back every call that no order claimed. */
async function settled(db: Db): Promise<void> {
	for (let look = 0; look < 300; look += 1) {
		const [left] = await db<
			{ count: number }[]
		>`select count(*)::int as count from payment_attempt where order_id is null and state in ('prepared','requires_action','authorised')`
		if (left?.count === 0) return
		await sleep(200)
	}
}

export type Accounts = { placedByCard: number; placedOnTerms: number; carts: number; released: number; held: number; wrong: string[] }

/**
 * Every cart, order, reservation, call and intent accounted for, when the worker (its clock eleven minutes ahead) has
 * given back what nobody claimed. Cards: what the processor holds is what orders say, to the cent and one by one.
 */
export async function accountFor(shop: Shop, company: CrashCompany, cartIds: readonly number[]): Promise<Accounts> {
	const { db } = shop
	const worker = await shop.startWorker('+11m')
	await settled(db)
	await worker.stop()
	const wrong = Object.entries(wrongIn(await auditOf(db, company))).map(([what, count]) => `${what} ${count}`)
	const carts = await db<{ id: number; stage: string; paymentMethod: string; totalMinor: number; heldMinor: number; calls: number }[]>`
		select o.id, o.stage, o.payment_method, o.total_minor, coalesce(sum(a.amount_minor), 0)::bigint as held_minor, count(a.id)::int as calls
		from sales_order o left join payment_attempt a on a.account_id = o.account_id and a.order_id = o.id and a.state = 'authorised'
		where o.account_id = ${company.accountId} group by o.account_id, o.id, o.stage, o.payment_method, o.total_minor`
	const known = new Set(carts.map(({ id }) => id))
	wrong.push(...cartIds.filter((id) => !known.has(id)).map((id) => `cart ${id} is gone`))
	for (const one of carts) {
		const isCard = one.stage === 'placed' && one.paymentMethod === 'card'
		if (!['cart', 'placed'].includes(one.stage)) wrong.push(`cart ${one.id} is ${one.stage}`)
		if (one.heldMinor !== (isCard ? one.totalMinor : 0)) wrong.push(`cart ${one.id}, ${one.stage}: ${one.heldMinor} held of ${one.totalMinor}`)
		if (isCard && one.calls !== 3) wrong.push(`order ${one.id} has ${one.calls} calls for three deliveries`)
	}
	const intents = await wrongIntents(shop)
	const placed = carts.filter(({ stage }) => stage === 'placed')
	const placedByCard = placed.filter(({ paymentMethod }) => paymentMethod === 'card').length
	return {
		...{ placedByCard, placedOnTerms: placed.length - placedByCard, carts: carts.length - placed.length },
		...{ released: intents.released, held: intents.held, wrong: [...wrong, ...intents.wrong] },
	}
}

/** What the processor holds, intent by intent, against our calls. */
async function wrongIntents({ db, standIn }: Shop): Promise<{ held: number; released: number; wrong: string[] }> {
	const calls = await db<{ key: string; state: string; intentId: string | null; amountMinor: number; stage: string | null }[]>`
		select a.idempotency_key as key, a.state, a.stripe_intent_id as intent_id, a.amount_minor, o.stage from payment_attempt a left join sales_order o on o.account_id = a.account_id and o.id = a.order_id`
	const byKey = new Map(calls.map((one) => [one.key, one]))
	const intents = await everyIntent(standIn.pay)
	const wrong = intents.flatMap((intent) => {
		const call = byKey.get(intent.metadata['attempt'] ?? '')
		const said = `${intent.id} of ${intent.metadata['attempt']}: ${intent.status} ${intent.capturableMinor}, our call ${call?.state} ${call?.amountMinor} of an order ${call?.stage}`
		const isHeld =
			intent.status === 'requires_capture' && call?.state === 'authorised' && call.stage === 'placed' && call.amountMinor === intent.capturableMinor
		const isReleased = intent.status === 'canceled' && call?.state === 'released' && call.stage === null
		return (isHeld || isReleased) && call.intentId === intent.id ? [] : [said]
	})
	const ids = new Set(intents.map(({ id }) => id))
	for (const call of calls) if (call.state === 'authorised' && !ids.has(call.intentId ?? '')) wrong.push(`${call.key} holds an intent that is nowhere`)
	const held = intents.filter(({ status }) => status === 'requires_capture').length
	return { held, released: intents.length - held, wrong }
}

export async function everyIntent(pay: PaymentConnector): Promise<Intent[]> {
	const all: Intent[] = []
	for (let afterId: string | undefined; ; afterId = all.at(-1)?.id) {
		const page = await pay.listIntents({ createdFrom: new Date(0), ...(afterId ? { afterId } : {}) })
		if (!page.ok) throw new Error(JSON.stringify(page.refusals))
		all.push(...page.intents)
		if (!page.more) return all
	}
}
