import { expect, test } from 'vitest'
import { readPinned } from '../../../app/engine/approval/pinned.ts'
import { answerApproval } from '../../../app/flows/approval/answer-approval.ts'
import { type AskApproval, askApproval } from '../../../app/flows/approval/ask-approval.ts'
import { expireApprovals } from '../../../app/flows/approval/expire-approvals.ts'
import { exportApprovals, listApprovals } from '../../../app/flows/approval/list-approvals.ts'
import type { Pinned } from '../../../app/flows/approval/load-approval.ts'
import { changeDeputies, openDeputies } from '../../../app/flows/approval/name-deputy.ts'
import { openApproval, openApprovalLink, readApprovalLink } from '../../../app/flows/approval/open-approvals.ts'
import { tellDeputies } from '../../../app/flows/approval/tell-deputies.ts'
import { takeUpReturned, withdrawApproval } from '../../../app/flows/approval/withdraw-approval.ts'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { loadPricedCart } from '../../../app/flows/cart/load-priced-cart.ts'
import { placeOrder } from '../../../app/flows/checkout/place-order.ts'
import type { Shopper } from '../../../app/platform/actor.ts'
import { sign } from '../../../app/platform/signing.server.ts'
import { readApprovalFacts } from '../../../db/queries/mail-facts.ts'
import { cartOfBeans, makeApprovers, makeRule, noon } from '../../support/approvals.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { makeStoryPromotions } from '../../support/company.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 60 })
const at = noon
const later = (days: number) => new Date(at.getTime() + days * 86_400_000)

const byPo = (cart: { cartId: number; version: number }, poNumber = 'PO-1') => ({
	...{ ...cart, payment: { method: 'po' as const, poNumber, cardPartMinor: 0, cardReference: null }, seen: null, consentedHash: null },
	...{ locale: 'en', at },
})

const ask = (shopper: Shopper, cart: { cartId: number; version: number }, more: Partial<AskApproval> = {}) =>
	askApproval(asShopper(db, shopper), shopper, { ...byPo(cart), message: null, ...more })

const answer = (shopper: Shopper, requestId: number, approves: boolean, note: string | null = null, when = at) =>
	answerApproval(asShopper(db, shopper), shopper, { requestId, approves, note, seenVersion: null, locale: 'en', at: when })

async function asked(shopper: Shopper, cart: { cartId: number; version: number }, more: Partial<AskApproval> = {}): Promise<number> {
	const made = await ask(shopper, cart, more)
	if (!made?.ok) throw new Error(JSON.stringify(made))
	return made.requestId
}

const topicsOf = async (accountId: number) =>
	(await db<{ topic: string }[]>`select topic from outbox_event where account_id = ${accountId} and topic like 'approval.%' order by topic`).map(
		({ topic }) => topic,
	)

test('a rule stops the order at every door, what is asked holds nothing, and the yes places it at the pinned price', async () => {
	const { company, luka, jana } = await makeApprovers(db, 'amber')
	await makeStoryPromotions(db, company)
	await makeRule(db, company, { atLeastMinor: 5000, approverContactId: jana.contactId })
	const cart = await cartOfBeans(db, company, luka)
	expect(await placeOrder(asShopper(db, luka), luka, { ...byPo(cart), idempotencyKey: 'k1' })).toMatchObject({
		ok: false,
		refusals: [{ code: 'APPROVAL_NEEDED', facts: { steps: 1 } }],
	})
	const before = await loadPricedCart(db, luka, { accountId: company.accountId, cartId: cart.cartId }, { locale: 'en', at, paymentMethod: 'po' })
	const requestId = await asked(luka, cart)
	expect(await asked(luka, cart)).toBe(requestId)
	const [row] =
		await db`select r.pinned, r.expires_at, o.stage, o.is_current, c.reserved_minor from approval_request r join sales_order o on o.id = r.order_id join credit_profile c on c.account_id = r.account_id where r.id = ${requestId}`
	expect([row?.['stage'], row?.['isCurrent'], row?.['reservedMinor'], row?.['expiresAt']]).toEqual(['awaiting_approval', false, 0, later(14)])
	expect(readPinned<Pinned>(row?.['pinned']).cart).toEqual(before?.cart)
	// Nobody can change what waits.
	const changed = await addToCart(asShopper(db, luka), luka, {
		cartId: cart.cartId,
		rows: [{ sku: company.skus.jug, quantity: '1', unit: null, locationId: company.locations.a, requestedOn: null }],
		locale: 'en',
		at,
	})
	expect(changed?.ok ?? false).toBe(false)
	// Dearer meanwhile, and without its promotions: what was asked for stands.
	await db`update price_book_entry set tier_price = '{99,99}', tier_from = '{1,5}' where product_id = ${company.products.bean}`
	await db`update promotion set status = 'archived' where seller_entity_id = ${company.sellerId}`.catch(
		() => db`update promotion set valid_to = '2026-02-01' where seller_entity_id = ${company.sellerId}`,
	)
	const answered = await answer(jana, requestId, true, null, later(3))
	expect(answered).toMatchObject({ ok: true, state: 'approved' })
	const [order] = await db`select stage, total_minor, number, contact_id, acted_by_user_id from sales_order where id = ${cart.cartId}`
	expect(order).toMatchObject({ stage: 'placed', totalMinor: before?.cart?.totalMinor, contactId: company.contactId, actedByUserId: null })
	const [credit] = await db`select reserved_minor from credit_profile where account_id = ${company.accountId}`
	expect(credit).toEqual({ reservedMinor: before?.cart?.totalMinor })
	expect(await topicsOf(company.accountId)).toEqual(['approval.approved', 'approval.asked', 'approval.turn'])
})

test('nobody approves her own order, no viewer and no rep does, and no other account sees it', async () => {
	const { company, luka, jana, petr, ola, vera } = await makeApprovers(db, 'basalt')
	const stranger = await makeApprovers(db, 'basaltic')
	await makeRule(db, company, { approverContactId: jana.contactId })
	const requestId = await asked(luka, await cartOfBeans(db, company, luka))
	const codes = async (who: Shopper, approves = true) => {
		const given = await answer(who, requestId, approves)
		return given === null ? null : given.ok ? 'ok' : given.refusals.map(({ code }) => code).join()
	}
	expect(await codes(stranger.ola)).toBeNull()
	expect(await codes(luka)).toBe('APPROVAL_OWN')
	expect(await codes(vera)).toBe('ROLE_MAY_NOT')
	expect(await codes(petr)).toBe('APPROVAL_NOT_YOURS')
	expect(await codes(ola)).toBe('APPROVAL_NOT_YOURS')
	expect(await codes({ ...jana, kind: 'rep' })).toBe('APPROVAL_BY_BUYER')
	expect(await codes(jana, false)).toBe('APPROVAL_WHY_MISSING')
	// The approver of the rule asks herself: it is anybody else's.
	const own = await asked(jana, await cartOfBeans(db, company, jana))
	expect(await answer(jana, own, true)).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_OWN' }] })
	await expect(
		db`update approval_step set state = 'approved', decided_at = now(), decided_by_contact_id = asked_by_contact_id where request_id = ${own}`,
	).rejects.toThrow(/not_her_own/)
	expect(await answer(petr, own, true)).toMatchObject({ ok: true, state: 'approved' })
})

test('several steps are taken in order, and the last yes places', async () => {
	const { company, luka, jana, petr } = await makeApprovers(db, 'chalk')
	await makeRule(db, company, { name: 'Every order', step: 1, approverContactId: jana.contactId })
	await makeRule(db, company, { name: 'Above 40', step: 2, atLeastMinor: 4000, approverContactId: petr.contactId })
	const requestId = await asked(luka, await cartOfBeans(db, company, luka))
	expect(await answer(petr, requestId, true)).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_NOT_YOURS' }] })
	expect(await answer(jana, requestId, true)).toMatchObject({ ok: true, state: 'waiting', number: null })
	expect(await answer(jana, requestId, true)).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_NOT_YOURS' }] })
	expect(await answer(petr, requestId, true)).toMatchObject({ ok: true, state: 'approved' })
	expect(await answer(petr, requestId, true)).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_CLOSED' }] })
})

test('a no gives the cart back with its reason, and so does its time', async () => {
	const { company, luka, jana } = await makeApprovers(db, 'dolomite')
	await makeRule(db, company, { approverContactId: jana.contactId })
	const cart = await cartOfBeans(db, company, luka)
	const requestId = await asked(luka, cart)
	expect(await answer(jana, requestId, false, 'Wait for March')).toMatchObject({ ok: true, state: 'refused' })
	expect(await takeUpReturned(asShopper(db, luka), luka, requestId)).toEqual({ ok: true })
	const [given] = await db`select stage, is_current from sales_order where id = ${cart.cartId}`
	expect(given).toEqual({ stage: 'cart', isCurrent: true })
	const [now] = await db<{ version: number }[]>`select version from sales_order where id = ${cart.cartId}`
	const second = await asked(luka, { cartId: cart.cartId, version: now?.version ?? 0 })
	expect(await answer(jana, second, true, null, later(14))).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_EXPIRED' }] })
	expect(await expireApprovals(db, later(13))).toBe(0)
	expect(await expireApprovals(db, later(14))).toBeGreaterThan(0)
	expect(await answer(jana, second, true, null, later(14))).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_EXPIRED' }] })
	const [lapsed] = await db`select r.state, o.stage from approval_request r join sales_order o on o.id = r.order_id where r.id = ${second}`
	expect(lapsed).toEqual({ state: 'expired', stage: 'cart' })
	expect(await topicsOf(company.accountId)).toEqual([
		'approval.asked',
		'approval.asked',
		'approval.expired',
		'approval.refused',
		'approval.turn',
		'approval.turn',
	])
})

test('an order short of credit may be asked for; while credit is short the yes says so and places nothing', async () => {
	const { company, luka, ola } = await makeApprovers(db, 'erz')
	await db`update credit_profile set limit_minor = 1000 where account_id = ${company.accountId}`
	const cart = await cartOfBeans(db, company, luka)
	expect(await placeOrder(asShopper(db, luka), luka, { ...byPo(cart), idempotencyKey: 'k' })).toMatchObject({
		ok: false,
		refusals: [{ code: 'CREDIT_INSUFFICIENT' }],
		offers: [{ kind: 'card_for_shortfall' }, { kind: 'approval' }],
	})
	const requestId = await asked(luka, cart)
	expect(await answer(ola, requestId, true)).toMatchObject({ ok: false, isReturned: true, refusals: [{ code: 'CREDIT_INSUFFICIENT' }] })
	const [kept] =
		await db`select r.state, r.failure, o.stage, s.state as step from approval_request r join sales_order o on o.id = r.order_id join approval_step s on s.request_id = r.id where r.id = ${requestId}`
	expect(kept).toMatchObject({ state: 'waiting', stage: 'awaiting_approval', step: 'waiting', failure: [{ code: 'CREDIT_INSUFFICIENT' }] })
	await db`update credit_profile set limit_minor = 500000 where account_id = ${company.accountId}`
	expect(await answer(ola, requestId, true)).toMatchObject({ ok: true, state: 'approved' })
})

test('two approvers at once, a withdrawal and a worker: one of them has it, twenty times', async () => {
	for (let run = 0; run < 20; run++) {
		const { company, luka, jana, petr, ola } = await makeApprovers(db, `flint${String.fromCharCode(97 + run)}`)
		await makeRule(db, company, {})
		const cart = await cartOfBeans(db, company, luka)
		const requestId = await asked(luka, cart)
		const when = run % 2 ? later(14) : at
		const answers = await Promise.all([
			answer(jana, requestId, true),
			answer(petr, requestId, true),
			answer(ola, requestId, false, 'No'),
			withdrawApproval(asShopper(db, luka), luka, { requestId, at }),
			expireApprovals(db, when),
		])
		const done = answers.filter((one) => (typeof one === 'number' ? one > 0 : one?.ok)).length
		expect(done).toBe(1)
		const [state] = await db<{ orders: number; reserved: number; state: string; stage: string; total: number }[]>`
			select (select count(*)::int from credit_reservation where account_id = ${company.accountId}) as orders, c.reserved_minor as reserved, r.state, o.stage, o.total_minor as total
			from approval_request r join sales_order o on o.id = r.order_id join credit_profile c on c.account_id = r.account_id where r.id = ${requestId}`
		const isPlaced = state?.state === 'approved'
		expect(state).toMatchObject({ orders: isPlaced ? 1 : 0, reserved: isPlaced ? state.total : 0, stage: isPlaced ? 'placed' : 'cart' })
	}
}, 120_000)

const name = (shopper: Shopper, away: Shopper, deputy: Shopper, days: [string, string] = ['2026-03-02', '2026-03-06'], when = at) =>
	changeDeputies(asShopper(db, shopper), shopper, {
		change: { kind: 'name', typed: { contactId: String(away.contactId), deputyContactId: String(deputy.contactId), fromOn: days[0], untilOn: days[1] } },
		at: when,
	})

const turnsOf = (requestId: number) =>
	db`select contact_id, (payload->>'forContactId')::bigint as for_contact_id from outbox_event where topic = 'approval.turn' and (payload->>'requestId')::bigint = ${requestId} order by id`

test('a deputy is asked and answers for who is away, in the record as such; her own request she never answers', async () => {
	const { company, luka, jana, petr, ola } = await makeApprovers(db, 'halite')
	await makeRule(db, company, { approverContactId: jana.contactId })
	expect(await name(jana, jana, petr)).toEqual({ ok: true })
	const requestId = await asked(luka, await cartOfBeans(db, company, luka))
	expect(await turnsOf(requestId)).toEqual([
		{ contactId: jana.contactId, forContactId: null },
		{ contactId: petr.contactId, forContactId: jana.contactId },
	])
	expect(await openApproval(asShopper(db, petr), petr, { requestId, locale: 'en', at })).toMatchObject({ mayAnswer: true })
	// Owned by neither: Ola is an owner, but nobody named her.
	expect(await openApproval(asShopper(db, ola), ola, { requestId, locale: 'en', at })).toMatchObject({ mayAnswer: false })
	expect(await answer(petr, requestId, true, null, later(5))).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_NOT_YOURS' }] })
	const own = await asked(petr, await cartOfBeans(db, company, petr))
	expect(await answer(petr, own, true)).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_OWN' }] })
	expect(await answer(petr, requestId, true)).toMatchObject({ ok: true, state: 'approved' })
	const opened = await openApproval(asShopper(db, luka), luka, { requestId, locale: 'en', at })
	expect(opened?.request.steps).toMatchObject([{ decidedByName: 'Petr Dvorak', decidedForName: 'Jana Dvorak', state: 'approved' }])
	const [told] = await db`select payload from outbox_event where topic = 'approval.approved' and (payload->>'requestId')::bigint = ${requestId}`
	expect(told?.['payload']).toMatchObject({ byContactId: petr.contactId, forContactId: jana.contactId })
	await expect(db`update approval_step set decided_for_contact_id = asked_by_contact_id where request_id = ${requestId}`).rejects.toThrow(/for_another/)
	// Nothing waits for her any more; she counts as told.
	expect(await tellDeputies(db, at)).toBe(1)
	expect(await turnsOf(requestId)).toHaveLength(2)
})

test('an owner names for who is away, both are told, and what waited since before reaches the deputy on her first day', async () => {
	const { company, luka, jana, petr, ola, vera } = await makeApprovers(db, 'ilmenite')
	await makeRule(db, company, { approverContactId: jana.contactId })
	const requestId = await asked(luka, await cartOfBeans(db, company, luka))
	const codes = async (given: Promise<unknown>) => ((await given) as { refusals?: { code: string }[] } | null)?.refusals?.map(({ code }) => code).join() ?? 'ok'
	expect(await codes(name(luka, jana, petr))).toBe('ROLE_MAY_NOT')
	expect(await codes(name({ ...ola, kind: 'rep' }, jana, petr))).toBe('ROLE_MAY_NOT')
	expect(await codes(name(ola, jana, vera))).toBe('DEPUTY_WHO')
	// An owner that asks herself chooses nobody to answer her.
	expect(await name(ola, jana, luka, ['2026-03-04', '2026-03-06'])).toEqual({ ok: true })
	expect(await codes(name(jana, jana, petr, ['2026-03-06', '2026-03-09']))).toBe('DEPUTY_TWICE')
	const ownersOwn = await asked(ola, await cartOfBeans(db, company, ola))
	expect(await answer(luka, ownersOwn, true, null, later(2))).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_NOT_YOURS' }] })
	const told = await db`select contact_id from outbox_event where topic = 'deputy.named' and account_id = ${company.accountId} order by id`
	expect(told.map(({ contactId }) => contactId)).toEqual([luka.contactId, jana.contactId])
	const [trail] =
		await db`select actor_kind, contact_id, on_behalf_of_contact_id from audit_entry where action = 'deputy.named' and account_id = ${company.accountId}`
	expect(trail).toEqual({ actorKind: 'contact', contactId: ola.contactId, onBehalfOfContactId: jana.contactId })

	const page = await openDeputies(asShopper(db, ola), ola, at)
	const change = { kind: 'end' as const, deputyId: page?.deputies[0]?.id ?? 0 }
	expect(await codes(changeDeputies(asShopper(db, petr), petr, { change, at }))).toBe('ROLE_MAY_NOT')
	expect(await changeDeputies(asShopper(db, luka), luka, { change, at })).toEqual({ ok: true })
	expect(await name(jana, jana, petr, ['2026-03-04', '2026-03-09'])).toEqual({ ok: true })
	expect(await codes(changeDeputies(asShopper(db, ola), ola, { change: { ...change, kind: 'putBack' }, at }))).toBe('DEPUTY_TWICE')
	const stranger = await makeApprovers(db, 'ilmenitic')
	expect(await changeDeputies(asShopper(db, stranger.ola), stranger.ola, { change, at })).toBeNull()

	const before = await turnsOf(requestId)
	expect(await tellDeputies(db, later(1))).toBe(0)
	expect(await tellDeputies(db, later(2))).toBe(1)
	expect(await tellDeputies(db, later(2))).toBe(0)
	expect((await turnsOf(requestId)).slice(before.length)).toEqual([{ contactId: petr.contactId, forContactId: jana.contactId }])
	// Two at once for one person: the database has the last word.
	await expect(
		db`insert into approval_deputy (account_id, contact_id, deputy_contact_id, named_by_contact_id, from_on, until_on, created_at) select account_id, contact_id, named_by_contact_id + 1, named_by_contact_id, '2026-03-09', '2026-03-20', created_at from approval_deputy where ended_at is null and account_id = ${company.accountId}`,
	).rejects.toThrow(/approval_deputy_one/)
})

const none = { show: 'all' as const, text: null, state: null, sort: 'newest' as const, after: null, at }

test('the list: what waits for whom is what may be answered, page by page in every order, and as it is exported', async () => {
	const { company, luka, jana, petr, ola, vera } = await makeApprovers(db, 'jasper')
	await makeRule(db, company, { name: 'Large', atLeastMinor: 4000, step: 2, approverContactId: jana.contactId })
	await makeRule(db, company, { name: 'Any', atLeastMinor: 0 })
	await makeRule(db, company, { name: 'Of the owner', step: 3, contactId: ola.contactId, approverContactId: luka.contactId })
	await name(jana, jana, petr)
	for (const [who, quantity] of [
		[luka, '1'],
		[luka, '9'],
		[jana, '2'],
		[petr, '4'],
		[ola, '9'],
	] as const) {
		await asked(who, await cartOfBeans(db, company, who, quantity), {
			payment: { method: 'po', poNumber: `PO-${quantity}`, cardPartMinor: 0, cardReference: null },
		})
	}
	const list = async (who: Shopper, more: Partial<Parameters<typeof listApprovals>[2]> = {}) => {
		const page = await listApprovals(asShopper(db, who), who, { ...none, ...more })
		if (!page) throw new Error('no list')
		return page
	}
	const idsOf = ({ requests }: { requests: { id: number }[] }) => requests.map(({ id }) => id)
	for (const who of [luka, jana, petr, ola, vera]) {
		const all = await list(who)
		const mine = await list(who, { show: 'mine' })
		expect(idsOf(mine)).toEqual(idsOf({ requests: all.requests.filter(({ isMine }) => isMine) }))
		expect(all.counts).toEqual({ mine: mine.requests.length, asked: all.requests.filter(({ isAsked }) => isAsked).length, waiting: 5 })
	}
	expect((await list(petr, { show: 'mine' })).requests).toHaveLength(4)
	// Once its first step was taken, Petr answers the second in Jana's place; of what Ola asked he answers as himself.
	const [, large] = idsOf(await list(luka, { show: 'asked', sort: 'oldest' }))
	expect(await answer(ola, large ?? 0, true)).toMatchObject({ ok: true, state: 'waiting' })
	expect(idsOf(await list(petr, { show: 'mine' }))).toContain(large)
	expect(idsOf(await list(ola, { show: 'mine' }))).not.toContain(large)
	for (const sort of ['newest', 'oldest', 'largest'] as const) {
		const whole = idsOf(await list(ola, { sort }))
		const paged: number[] = []
		for (let after: { id: number; totalMinor: number } | null = null, more = true; more; ) {
			const page = await list(ola, { sort, after, limit: 1 })
			paged.push(...idsOf(page))
			const [id = 0, totalMinor = 0] = page.nextAfter?.split('~').map(Number) ?? []
			after = { id, totalMinor }
			more = page.nextAfter !== null
		}
		expect(paged).toEqual(whole)
		expect(whole).toHaveLength(5)
	}
	const totals = (await list(ola, { sort: 'largest' })).requests.map(({ totalMinor }) => totalMinor)
	expect(totals).toEqual([...totals].sort((a, b) => b - a))
	expect((await list(ola, { text: 'po-4' })).requests.map(({ askedByName }) => askedByName)).toEqual(['Petr Dvorak'])
	expect((await list(ola, { text: '100%' })).requests).toEqual([])
	expect((await list(ola, { show: 'decided' })).requests).toEqual([])
	const rows = await exportApprovals(asShopper(db, ola), ola, { ...none, sort: 'oldest' }, 'Anybody')
	expect(rows?.[1]?.slice(0, 5)).toEqual(['2026-03-02', 'Luka Novak jasper', 'PO-9', 'waiting', 'Jana Dvorak / Petr Dvorak'])
	await expectStatements(db, 3, () => list(ola))
	const stranger = await makeApprovers(db, 'jasperine')
	expect((await list(stranger.ola)).requests).toEqual([])
})

test('the link of a mail is for one person, one version, one answer, and its fourteen days', async () => {
	const { company, luka, jana, petr } = await makeApprovers(db, 'kyanite')
	await makeRule(db, company, { approverContactId: jana.contactId })
	await name(jana, jana, petr)
	const requestId = await asked(luka, await cartOfBeans(db, company, luka))
	const { accountId } = company
	const linkOf = async ({ contactId }: Pick<Shopper, 'contactId'>) => {
		const facts = await readApprovalFacts(db, { accountId, requestId, contactId: contactId ?? 0, forContactId: null })
		const claims = { accountId, requestId, contactId, orderVersion: facts?.orderVersion }
		return sign(claims, { purpose: 'approval', secrets: ['one'], expiresAt: facts?.expiresAt ?? at })
	}
	const opens = async (token: string, { secrets = ['one'], when = at } = {}) =>
		(await openApprovalLink(db, { token, secrets, locale: 'en', at: when })) !== null
	const [hers, deputys, askers] = [await linkOf(jana), await linkOf(petr), await linkOf(luka)]
	expect([await opens(hers), await opens(deputys), await opens(hers, { secrets: ['two', 'one'] })]).toEqual([true, true, true])
	// Not for who may not answer, not signed by another, not for another purpose, not changed on its way.
	expect([await opens(askers), await opens(hers, { secrets: ['two'] })]).toEqual([false, false])
	const claims = readApprovalLink(hers, { secrets: ['one'], at })
	expect([claims?.contactId, readApprovalLink(hers, { secrets: ['one'], at: later(14) })]).toEqual([jana.contactId, null])
	expect(await opens(sign(claims, { purpose: 'document', secrets: ['one'], expiresAt: later(14) }))).toBe(false)
	const [body = '', signature = ''] = hers.split('.')
	const forged = Buffer.from(Buffer.from(body, 'base64url').toString().replace(`"contactId":${jana.contactId}`, `"contactId":${company.contactId}`)).toString(
		'base64url',
	)
	expect(forged).not.toBe(body)
	expect(await opens(`${forged}.${signature}`)).toBe(false)
	// Not after its time; a deputy's not after her days.
	expect([await opens(hers, { when: later(13) }), await opens(hers, { when: later(14) }), await opens(deputys, { when: later(5) })]).toEqual([
		true,
		false,
		false,
	])
	// Not for another version of the order, nor for who has left or may only look now.
	await db`update sales_order set version = version + 1 where id = (select order_id from approval_request where id = ${requestId})`
	expect(await opens(hers)).toBe(false)
	await db`update sales_order set version = version - 1 where id = (select order_id from approval_request where id = ${requestId})`
	await db`update contact set role = 'viewer' where id = ${jana.contactId}`
	expect(await opens(hers)).toBe(false)
	await db`update contact set role = 'approver' where id = ${jana.contactId}`
	expect(await opens(hers)).toBe(true)
	// Once: who opens it answers nothing, and after the answer nothing opens.
	expect(await answer(petr, requestId, false, 'Later')).toMatchObject({ ok: true })
	expect([await opens(hers), await opens(deputys)]).toEqual([false, false])
})

test('what an approval costs the database does not depend on the lines', async () => {
	const { company, luka, jana } = await makeApprovers(db, 'gneiss')
	await makeRule(db, company, { approverContactId: jana.contactId })
	const cart = await cartOfBeans(db, company, luka)
	const requestId = await expectStatements(db, 10, () => asked(luka, cart))
	await expectStatements(db, 19, () => answer(jana, requestId, true))
})
