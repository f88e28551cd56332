import { setTimeout as sleep } from 'node:timers/promises'
import { openSession } from '../../app/platform/session.server.ts'
import type { Web } from '../bench/stage.ts'
import { webhookSecret } from '../connectors/stand-in-desk.ts'
import { testHouse } from '../support/house.ts'
import { makeStaff } from '../support/placed.ts'
import { auditOf, wrongIn } from './audit.ts'
import { type CrashCompany, everyIntent, makeCrashCompany, newCard, pressOf } from './crash.ts'
import type { Trap } from './gate.ts'
import { type Answer, type Ask, connection, type Shop } from './shop.ts'

/** Where somebody pays or the worker pays on, and which call of it the kill finds. */
export type Place = { name: string; run: (scene: Scene) => Promise<string[]> }
type Scene = { shop: Shop; company: CrashCompany; staffCookie: string; buyerCookie: string; lot: string; web: () => Promise<Web> }

const intents = /^\/v1\/payment_intents$/
const captures = /^\/v1\/payment_intents\/[^/]+\/capture$/
const cancels = /^\/v1\/payment_intents\/[^/]+\/cancel$/

/** Asks `web`, which dies at the call that `trap` names. */
async function dieAt({ shop }: Scene, web: Web, trap: Trap, one: Ask): Promise<void> {
	const held = shop.gate.hold(trap)
	const line = connection(web.origin)
	const lost = line.ask(one).catch(() => null)
	const first = await Promise.race([held.then(() => 'held' as const), lost.then((answer) => answer)])
	if (first !== 'held') throw new Error(`It was answered before the kill: ${JSON.stringify(first).slice(0, 300)}`)
	await web.kill()
	await lost
	line.close()
}

async function ask(web: Web, one: Ask): Promise<Answer> {
	const line = connection(web.origin)
	const answer = await line.ask(one)
	line.close()
	return answer
}

/** A worker that works until `isDone` says so, or dies at the call that `trap` names; the rounds look once a second. */
async function work({ shop }: Scene, ahead: string, until: { isDone: () => Promise<boolean> } | { trap: Trap }): Promise<void> {
	if ('trap' in until) {
		const held = shop.gate.hold(until.trap)
		const worker = await shop.startWorker(ahead)
		await held
		return worker.kill()
	}
	const worker = await shop.startWorker(ahead)
	for (let look = 0; look < 300 && !(await until.isDone()); look += 1) await sleep(100)
	await worker.stop()
}

const told = (what: string, is: unknown, right: unknown) =>
	JSON.stringify(is) === JSON.stringify(right) ? [] : [`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(right)}`]
const ordersOf = async ({ shop, company }: Scene) =>
	(await shop.db<{ count: number }[]>`select count(*)::int as count from sales_order where account_id = ${company.accountId} and stage = 'placed'`)[0]?.count ??
	0
const statesOf = async ({ shop, company }: Scene) =>
	(await shop.db<{ state: string }[]>`select state from payment_attempt where account_id = ${company.accountId} order by id`).map(({ state }) => state)
const paidOf = async ({ shop, company }: Scene) =>
	await shop.db<
		{ amountMinor: number; appliedMinor: number }[]
	>`select amount_minor, applied_minor from payment where account_id = ${company.accountId} order by id`

/** An order on a card, placed without a kill: three deliveries, each authorised. */
async function placed(scene: Scene, web: Web) {
	const { shop, company, lot } = scene
	const line = connection(web.origin)
	const press = await pressOf(shop, line.ask, company, lot, true)
	const answer = await line.ask(press.ask)
	line.close()
	if (answer.status !== 201) throw new Error(JSON.stringify(answer).slice(0, 300))
	const [group] = await shop.db<{ id: number; dueMinor: number; allocationId: number }[]>`
		select g.id, g.due_minor, a.id as allocation_id from delivery_group g join allocation a on a.account_id = g.account_id and a.group_id = g.id and a.quantity = 3
		where g.account_id = ${company.accountId} and g.order_id = ${press.cartId}`
	if (!group) throw new Error('The order has no delivery')
	return { number: String(answer.body['number']), ...group }
}

const shipping = ({ staffCookie }: Scene, { id, allocationId }: { id: number; allocationId: number }, quantity: string): Ask => ({
	...{ path: `/desk/warehouse/${id}`, cookie: staffCookie, form: { [`quantity-${allocationId}`]: quantity, carrier: 'UPS', trackingNumber: '1Z' } },
})

function authorising(nth: number, when: Trap['when'], comesBack: boolean): Place {
	return {
		name: `authorisation ${nth}, ${when}, ${comesBack ? 'pressed again' : 'left'}`,
		run: async (scene) => {
			const { shop, company, lot } = scene
			const victim = await scene.web()
			const setup = connection(victim.origin)
			const press = await pressOf(shop, setup.ask, company, lot, true)
			setup.close()
			await dieAt(scene, victim, { method: 'POST', path: intents, nth, when }, press.ask)
			if (comesBack) {
				const answer = await ask(await scene.web(), press.ask)
				return [
					...told('status', answer.status, 201),
					...told('orders', await ordersOf(scene), 1),
					...told('calls', await statesOf(scene), Array(3).fill('authorised')),
				]
			}
			await work(scene, '+11m', { isDone: async () => (await statesOf(scene)).every((state) => state === 'released') })
			return [...told('orders', await ordersOf(scene), 0), ...told('calls', await statesOf(scene), Array(3).fill('released'))]
		},
	}
}

/** The parcel's money was captured, and nobody knows: the parcel is packed again with as many pieces or others, or its order is cancelled. */
function capturing(when: Trap['when'], then: 'as many' | 'fewer' | 'cancelled'): Place {
	return {
		name: `capture, ${when}, then ${then}`,
		run: async (scene) => {
			const { shop, company } = scene
			const victim = await scene.web()
			const parcel = await placed(scene, victim)
			await dieAt(scene, victim, { method: 'POST', path: captures, when }, shipping(scene, parcel, '3'))
			const next = await scene.web()
			if (then === 'cancelled') {
				const answer = await ask(next, { path: `/api/v1/orders/${parcel.number}/cancel`, key: company.buyerKey, json: {} })
				await work(scene, '+11m', { isDone: async () => (await statesOf(scene)).every((state) => ['released', 'captured'].includes(state)) })
				return told('cancel', answer.status, 200)
			}
			const answers = [await ask(next, shipping(scene, parcel, then === 'fewer' ? '2' : '3'))]
			if (then === 'fewer') answers.push(await ask(next, shipping(scene, parcel, '1')))
			const paid = await paidOf(scene)
			const shipped = await shop.db<{ count: number }[]>`select count(*)::int as count from shipment where account_id = ${company.accountId}`
			const [owed] = await shop.db<
				{ totalMinor: number }[]
			>`select sum(total_minor)::bigint as total_minor from invoice where account_id = ${company.accountId}`
			return [
				...told(
					'statuses',
					answers.map(({ status }) => status),
					answers.map(() => 302),
				),
				...told('parcels', shipped[0]?.count, then === 'fewer' ? 2 : 1),
				...told(
					'paid',
					paid.reduce((sum, { appliedMinor }) => sum + appliedMinor, 0),
					owed?.totalMinor,
				),
				...told('delivery', owed?.totalMinor, parcel.dueMinor),
			]
		},
	}
}

/** Invoices paid by card: the money was taken, or only asked for, when the process died. */
function payingInvoices(path: RegExp, comesBack: boolean): Place {
	return {
		name: `invoices paid, ${path === captures ? 'captured' : 'authorised'}, ${comesBack ? 'pressed again' : 'left'}`,
		run: async (scene) => {
			const { shop, company, buyerCookie, lot } = scene
			const victim = await scene.web()
			const line = connection(victim.origin)
			const press = await pressOf(shop, line.ask, company, lot, false)
			await line.ask(press.ask)
			const [group] = await shop.db<{ id: number; allocationId: number }[]>`
				select g.id, a.id as allocation_id from delivery_group g join allocation a on a.account_id = g.account_id and a.group_id = g.id where g.order_id = ${press.cartId}`
			await line.ask(shipping(scene, group ?? { id: 0, allocationId: 0 }, '3'))
			line.close()
			const [invoice] = await shop.db<{ id: number; totalMinor: number }[]>`select id, total_minor from invoice where account_id = ${company.accountId}`
			const pay = {
				path: '/invoices/pay',
				cookie: buyerCookie,
				form: { invoice: String(invoice?.id), [`amount-${invoice?.id}`]: '', key: `pay-${lot}`, paymentMethodId: 'pm_card_visa' },
			}
			await dieAt(scene, victim, { method: 'POST', path, when: 'after' }, pay)
			if (comesBack) await ask(await scene.web(), pay)
			else await work(scene, '+11m', { isDone: async () => !(await statesOf(scene)).some((state) => ['prepared', 'authorised'].includes(state)) })
			const right = comesBack || path === captures ? [{ amountMinor: invoice?.totalMinor, appliedMinor: invoice?.totalMinor }] : []
			return told('payments', await paidOf(scene), right)
		},
	}
}

/** The worker gives back what nobody claimed, and dies with the processor's word in its hand. */
const releasing: Place = {
	name: 'release, killed worker',
	run: async (scene) => {
		const { shop, company, lot } = scene
		const victim = await scene.web()
		const setup = connection(victim.origin)
		const press = await pressOf(shop, setup.ask, company, lot, true)
		setup.close()
		await dieAt(scene, victim, { method: 'POST', path: intents, nth: 3, when: 'after' }, press.ask)
		await work(scene, '+11m', { trap: { method: 'POST', path: cancels, when: 'after' } })
		await work(scene, '+11m', { isDone: async () => (await statesOf(scene)).every((state) => state === 'released') })
		return told('calls', await statesOf(scene), Array(3).fill('released'))
	},
}

/** Goods wanted weeks from now: the worker authorises their card on the day before, and dies. */
const later: Place = {
	name: 'later authorisation, killed worker',
	run: async (scene) => {
		const { shop, company } = scene
		await placed(scene, await scene.web())
		// As checkout leaves the call of a delivery that ships in three weeks.
		await shop.db`update payment_attempt set state = 'released' where account_id = ${company.accountId}`
		const standing = await everyIntent(shop.standIn.pay)
		await Promise.all(
			standing.filter(({ status }) => status === 'requires_capture').map(({ id }) => shop.standIn.pay.cancel({ intentId: id, idempotencyKey: `set-${id}` })),
		)
		await shop.db`insert into payment_attempt (account_id, idempotency_key, order_id, group_id, amount_minor, currency, state, payment_method_id, authorise_on, attempt)
			select account_id, idempotency_key || ':later', order_id, group_id, amount_minor, currency, 'scheduled', payment_method_id, current_date, 2 from payment_attempt where account_id = ${company.accountId}`
		await work(scene, '+1d', { trap: { method: 'POST', path: intents, when: 'after' } })
		const done = async () => (await statesOf(scene)).filter((state) => state === 'authorised').length === 3
		await work(scene, '+1d', { isDone: done })
		return told('authorised', await done(), true)
	},
}

/** Two refunds at the processor's desk, told to the web process; the worker dies as it reads them. */
const refunding: Place = {
	name: 'refund notice, killed worker',
	run: async (scene) => {
		const { shop, company } = scene
		const web = await scene.web()
		const parcel = await placed(scene, web)
		await ask(web, shipping(scene, parcel, '3'))
		const [call] = await shop.db<
			{ stripeIntentId: string; capturedMinor: number }[]
		>`select stripe_intent_id, captured_minor from payment_attempt where account_id = ${company.accountId} and state = 'captured'`
		shop.standIn.tell({ url: `${web.origin}/webhooks/stripe`, secret: webhookSecret })
		for (const amount of ['100', '250']) await shop.standIn.rest('POST', '/v1/refunds', { payment_intent: call?.stripeIntentId ?? '', amount })
		await shop.standIn.knob({ settle: true })
		await work(scene, '+0s', { trap: { method: 'GET', path: /^\/v1\/refunds\//, when: 'after' } })
		const waiting = async () => (await shop.db`select 1 from webhook_event where processed_at is null`).length
		await work(scene, '+0s', { isDone: async () => (await waiting()) === 0 })
		shop.standIn.tell({ url: '', secret: '' })
		const rows = await shop.db`select amount_minor, status from card_refund where account_id = ${company.accountId} order by amount_minor`
		const events = await shop.db`select 1 from outbox_event where account_id = ${company.accountId} and topic = 'payment.refunded'`
		return [
			...told('notices left', await waiting(), 0),
			...told('refunds', rows, [
				{ amountMinor: 100, status: 'succeeded' },
				{ amountMinor: 250, status: 'succeeded' },
			]),
			...told('told', events.length, 2),
		]
	},
}

/** The bank has asked the buyer, and the processor tells us before her browser comes back: it is the same money, and one order. */
const noticeFirst: Place = {
	name: 'notice before the redirect',
	run: async (scene) => {
		const { shop, company, lot } = scene
		const web = await scene.web()
		const setup = connection(web.origin)
		const press = await pressOf(shop, setup.ask, company, lot, true)
		setup.close()
		const json = press.ask.json as { payment: object }
		const one = { ...press.ask, json: { ...json, payment: { method: 'card', paymentMethodId: await newCard(shop, '4000002500003155') } } }
		shop.standIn.tell({ url: `${web.origin}/webhooks/stripe`, secret: webhookSecret })
		const worker = await shop.startWorker('+0s')
		const statuses: number[] = []
		const before: number[] = []
		for (let turn = 0; turn < 4; turn += 1) {
			statuses.push((await ask(web, one)).status)
			if (statuses.at(-1) !== 402) break
			const asking = (await everyIntent(shop.standIn.pay)).find(
				({ status, metadata }) => status === 'requires_action' && metadata['accountId'] === String(company.accountId),
			)
			const secret = asking?.nextAction?.kind === 'script' ? asking.nextAction.clientSecret : ''
			await fetch(`${shop.standIn.origin}/3ds/${asking?.id}?client_secret=${secret}`, { method: 'POST', body: new URLSearchParams({ answer: 'complete' }) })
			await shop.standIn.knob({ settle: true })
			for (let look = 0; look < 100 && (await statesOf(scene)).includes('requires_action'); look += 1) await sleep(100)
			before.push((await statesOf(scene)).filter((state) => state === 'authorised').length)
		}
		shop.standIn.tell({ url: '', secret: '' })
		await worker.stop()
		return [
			...told('statuses', statuses, [402, 402, 402, 201]),
			...told('known before she was back', before, [1, 2, 3]),
			...told('orders', await ordersOf(scene), 1),
			...told('calls', await statesOf(scene), Array(3).fill('authorised')),
		]
	},
}

/** Every place, in the order in which they are tried; `npm test` takes those that the seed chooses. */
export const places: readonly Place[] = [
	capturing('after', 'as many'),
	refunding,
	authorising(2, 'after', true),
	payingInvoices(captures, false),
	authorising(3, 'after', false),
	capturing('after', 'fewer'),
	capturing('after', 'cancelled'),
	capturing('before', 'as many'),
	authorising(1, 'before', true),
	authorising(1, 'after', false),
	payingInvoices(captures, true),
	payingInvoices(intents, false),
	releasing,
	later,
	noticeFirst,
]

/** One kill at one place, in a company of its own; what is wrong afterwards, in words. */
export async function crashAt(shop: Shop, place: Place, lot: string): Promise<string[]> {
	const company = await makeCrashCompany(shop.db, lot)
	const userId = await makeStaff(shop.db, company, ['rep', 'credit_manager'])
	const logins = await shop.db<{ id: number }[]>`
		with made as (insert into login (email, user_id) select email, id from crm_user where id = ${userId} returning id)
		select id from login where contact_id = ${company.contactId} union all select id from made`
	// The programs' clock is the world's, not a morning of the seed.
	const house = testHouse(shop.db, { at: new Date() })
	const [buyerCookie = '', staffCookie = ''] = await Promise.all(logins.map(async ({ id }) => (await openSession(house, id)).split(';')[0] ?? ''))
	const scene = { shop, company, staffCookie, buyerCookie, lot, web: shop.startWeb }
	const wrong = await place.run(scene)
	const held = Object.entries(wrongIn(await auditOf(shop.db, company))).map(([what, count]) => `${what} ${count}`)
	return [...wrong, ...held, ...(await wrongMoney(scene))].map((what) => `${place.name}: ${what}`)
}

/** What the processor holds, took and gave back of this company, intent by intent, against our calls, payments and refunds. */
async function wrongMoney({ shop, company }: Scene): Promise<string[]> {
	const { accountId } = company
	const calls = await shop.db<
		{
			id: number
			key: string
			state: string
			stage: string | null
			amountMinor: number
			capturedMinor: number | null
			intentId: string | null
			purpose: string
		}[]
	>`
		select a.id, a.idempotency_key as key, a.state, o.stage, a.amount_minor, a.captured_minor, a.stripe_intent_id as intent_id, a.purpose
		from payment_attempt a left join sales_order o on o.account_id = a.account_id and o.id = a.order_id where a.account_id = ${accountId}`
	const payments = await shop.db<
		{ intentId: string | null; amountMinor: number }[]
	>`select stripe_intent_id as intent_id, amount_minor from payment where account_id = ${accountId}`
	const refunds = await shop.db<
		{ intentId: string; amountMinor: number }[]
	>`select stripe_intent_id as intent_id, sum(amount_minor)::bigint as amount_minor from card_refund where account_id = ${accountId} group by 1`
	const all = (await everyIntent(shop.standIn.pay)).filter(({ metadata }) => [metadata['accountId'], metadata['account']].includes(String(accountId)))
	const wrong: string[] = []
	for (const intent of all) {
		const ofIntent = calls.filter((call) => call.intentId === intent.id)
		const [call] = ofIntent
		const paid = payments.filter((one) => one.intentId === intent.id)
		const given = refunds.find((one) => one.intentId === intent.id)?.amountMinor ?? 0
		const said = `${intent.id}: ${intent.status}, captured ${intent.capturedMinor}, our call ${call?.state} of an order ${call?.stage}, paid ${paid.map(({ amountMinor }) => amountMinor)}, given back ${given}`
		const isRight =
			intent.status === 'requires_capture'
				? call?.state === 'authorised' && call.stage === 'placed' && call.amountMinor === intent.capturableMinor && paid.length === 0
				: intent.status === 'canceled'
					? call?.state === 'released' && paid.length === 0
					: intent.status === 'succeeded' && call?.state === 'captured' && paid.length === 1 && paid[0]?.amountMinor === intent.capturedMinor
		if (!isRight || ofIntent.length !== 1) wrong.push(said)
		if (given !== (await refundedAt(shop, intent.id))) wrong.push(`${said}, unlike the processor`)
		if (intent.status === 'succeeded' && call?.stage === 'cancelled' && given !== intent.capturedMinor) wrong.push(`${said}: kept for a cancelled order`)
	}
	const known = new Set(all.map(({ id }) => id))
	for (const call of calls) if (call.intentId && !known.has(call.intentId)) wrong.push(`${call.key} names an intent that is nowhere`)
	for (const one of payments) if (one.intentId && !known.has(one.intentId)) wrong.push(`a payment of ${one.amountMinor} that no card paid`)
	return wrong
}

async function refundedAt({ standIn }: Shop, intentId: string): Promise<number> {
	const { body } = await standIn.rest('GET', '/v1/refunds', { payment_intent: intentId, limit: '100' })
	return (body['data'] as { amount: number; status: string }[]).filter(({ status }) => status === 'succeeded').reduce((sum, { amount }) => sum + amount, 0)
}
