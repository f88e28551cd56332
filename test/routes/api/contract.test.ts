import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import type { Connectors } from '../../../app/platform/house.ts'
import { Throttle } from '../../../app/platform/throttle.ts'
import { type Operation, statusesOf } from '../../../app/routes/api/contract/operation.ts'
import { operations } from '../../../app/routes/api/contract/operations.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { ask, everyDoor, testHouse } from '../../support/house.ts'
import { morning } from '../../support/placed.ts'
import { keyOf, openWorld, renew } from '../doors/world.ts'
import { type Ids, idsOf } from '../doors/world-ids.ts'
import { examples } from './calls.ts'

// commerce-engine.md 11.10: every operation of the document is tried, and every status that it promises was seen; answers are
// read by the schemas of the document as it is served, not by what they were made of.
const world = await openWorld()
const { db } = world
const connectors = { payment: noPayment() } as Connectors
await db`insert into promotion (seller_entity_id, code, phase, lane, currency, conditions, benefit, coupon_code, status, valid_from)
	values (${world.luka.company.sellerId}, 'SPRING', 'order', 'spring', 'USD', '{}', ${db.json({ kind: 'percent', scope: 'order', percentPpm: 10_000 })}, 'SPRING', 'published', '2026-01-01')`

type Json = Record<string, unknown>
type Sent = { key?: string; path: string; body?: unknown; headers?: Record<string, string>; throttle?: Throttle }

async function call(operation: Operation, { key, path, body, headers, throttle }: Sent) {
	const house = testHouse(db, { connectors, ...(throttle ? { throttle } : {}) })
	const authorised = key ? { Authorization: `Bearer ${key}` } : {}
	const json = operation.method === 'post' ? { json: body ?? {} } : {}
	const response = await ask(house, `/api/v1/${path}`, { ...json, headers: { ...authorised, ...headers } as Record<string, string> })
	const text = await response.text()
	return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Json }
}

const document = JSON.parse(await (await ask(testHouse(db), '/api/v1/openapi.json')).text()) as {
	paths: Record<string, Record<string, { operationId: string; responses: Record<string, { content: Record<string, { schema: Json }> }> }>>
	components: { schemas: Json }
}

/** A schema of the served document, with what it points to. */
function schemaAt(operation: Operation, status: number): z.ZodType {
	const responses = document.paths[operation.path]?.[operation.method]?.responses
	const [content] = Object.values(responses?.[String(status)]?.content ?? {})
	const local = JSON.parse(JSON.stringify({ ...content?.schema, $defs: document.components.schemas }).replaceAll('#/components/schemas/', '#/$defs/'))
	return z.fromJSONSchema(local)
}

const keyFor = ({ tag }: Operation) => (tag === 'house' ? world.keys.house : world.keys.luka)
const exampleOf = (operation: Operation) => examples[operation.id] ?? { path: () => '' }
const seen = new Map<string, Set<number>>(operations.map(({ id }) => [id, new Set()]))

async function fresh(): Promise<Ids> {
	await renew(db, world.luka)
	return idsOf(db, world.luka)
}

/** Notes what was answered, and holds it to the document. */
function hold(operation: Operation, { status, body, headers }: Awaited<ReturnType<typeof call>>, expected: number, why = ''): void {
	expect([operation.id, status], `${why} ${JSON.stringify(body).slice(0, 600)}`).toEqual([operation.id, expected])
	seen.get(operation.id)?.add(status)
	const read = schemaAt(operation, status).safeParse(body)
	expect(read.error?.issues ?? [], `${operation.id} ${status} is not as the document says`).toEqual([])
	expect(headers.get('content-type')).toContain(status < 300 ? 'application/json' : 'application/problem+json')
	expect(headers.get('cache-control')).toContain('no-store')
	expect(headers.get('access-control-allow-origin')).toBeNull()
}

let serial = 0
function next(): number {
	serial += 1
	return serial
}
const key = () => ({ 'Idempotency-Key': `contract-${next()}` })
const needed = (operation: Operation) => (operation.writes === 'needed' ? key() : {})

test('every route of the API stands in the document, and every operation has its route and its example', () => {
	const routes = everyDoor().filter(({ path }) => path.startsWith('/api/v1/') && !path.endsWith('*') && !path.endsWith('.json'))
	const asked = (method: string) => (method === 'get' ? 'loader' : 'action')
	for (const { id, path, module } of routes) {
		const own = operations.filter(({ route }) => route === id)
		const written = own.map((one) => `/api/v1${one.path.replaceAll(/\{(\w+)\}/g, ':$1')}`)
		expect(new Set(written), id).toEqual(new Set([path]))
		if (own.every(({ method }) => method === 'post'))
			expect(
				own.map(({ method }) => asked(method)),
				id,
			).toEqual(['action'])
		else
			for (const name of ['loader', 'action'])
				expect(
					own.some(({ method }) => asked(method) === name),
					`${id} ${name}`,
				).toBe(name in module)
	}
	expect([...new Set(operations.map(({ route }) => route))].filter((route) => !routes.some(({ id }) => id === route))).toEqual([])
	expect(Object.keys(examples).sort()).toEqual(operations.map(({ id }) => id).sort())
	const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId))
	expect(ids.sort()).toEqual(operations.map(({ id }) => id).sort())
})

test('every reference of the document leads somewhere', () => {
	const text = JSON.stringify(document)
	const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '')
	expect([...new Set(named)].filter((name) => !(name in document.components.schemas))).toEqual([])
	expect(text).not.toContain('#/$defs/')
})

describe.each(operations)('$id', (operation) => {
	const example = exampleOf(operation)
	const right = (ids: Ids) => ({ key: keyFor(operation), path: example.path(ids), body: example.body?.(ids) })

	test('answers as the document says', async () => {
		const answer = await call(operation, { ...right(await fresh()), headers: needed(operation) })
		hold(operation, answer, operation.status ?? 200)
		expect(Number(answer.headers.get('ratelimit-remaining'))).toBe(599)
	})

	test('wants a key, its scope, and keeps its pace', async () => {
		const ids = await fresh()
		const unknown = await call(operation, { ...right(ids), key: 'guessed' })
		hold(operation, unknown, 401)
		expect(unknown.headers.get('www-authenticate')).toBe('Bearer')
		hold(operation, await call(operation, { ...right(ids), key: world.keys.narrow }), 403)
		hold(operation, await call(operation, { ...right(ids), key: operation.tag === 'house' ? world.keys.luka : world.keys.house }), 403)
		const throttle = new Throttle(() => 0)
		for (let count = 0; count < 600; count += 1) throttle.take(await hashed(keyFor(operation)), 600)
		const slowed = await call(operation, { ...right(ids), throttle })
		hold(operation, slowed, 429)
		expect([slowed.headers.get('retry-after'), slowed.headers.get('ratelimit-remaining')]).toEqual(['1', '0'])
	})

	if (statusesOf(operation).includes(400))
		test('names what is wrong with the asking', async () => {
			const { path, ...rest } = right(await fresh())
			if (operation.query) {
				const answer = await call(operation, { ...rest, path: `${path}${path.includes('?') ? '&' : '?'}nonsense=1` })
				hold(operation, answer, 400)
				expect(answer.body['code']).toBe('QUERY_INVALID')
			}
			if (operation.body) {
				const answer = await call(operation, { ...rest, path, body: { nonsense: [1] }, headers: needed(operation) })
				hold(operation, answer, 400)
				expect(answer.body['refusals']).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'BODY_INVALID', pointer: expect.any(String) })]))
			}
			if (operation.writes) hold(operation, await call(operation, { ...rest, path, headers: { 'Idempotency-Key': 'short' } }), 400)
			if (operation.versioned) hold(operation, await call(operation, { ...rest, path, headers: { 'If-Match': '7' } }), 400)
		})

	if (statusesOf(operation).includes(413))
		test('takes no body without end', async () => {
			const answer = await call(operation, { ...right(await fresh()), body: { text: 'x'.repeat(5_000_000) } })
			hold(operation, answer, 413)
		})

	if (statusesOf(operation).includes(404))
		test("answers another's like none", async () => {
			const foreign = await idsOf(db, world.mina, world.secret)
			const path = operation.id === 'listProducts' ? 'catalog/products?category=umbra-shelf' : example.path(foreign)
			const own = { ...right(await fresh()), headers: needed(operation) }
			const theirs = await call(operation, { ...own, path })
			hold(operation, theirs, 404, path)
			const none = await call(operation, { ...own, path: path.replaceAll(/(?<=\/)(\d+|[A-Z]+-[\w-]+)(?=[/?]|$)/g, '999999') })
			expect(none.text).toBe(theirs.text)
		})

	if (operation.refuses)
		test('refuses by name, all at once, in the words of the asker', async () => {
			const refused = example.refused
			const ids = await fresh()
			if (!refused) return
			const sent = { ...right(ids), ...(refused.path ? { path: refused.path(ids) } : {}), ...(refused.body ? { body: refused.body(ids) } : {}) }
			const answer = await call(operation, { ...sent, headers: { ...needed(operation), 'Accept-Language': 'cs' } })
			hold(operation, answer, 422)
			expect(answer.body['code']).toBe(refused.code)
			const english = await call(operation, { ...sent, headers: { ...needed(operation), 'Accept-Language': 'en' } })
			expect(answer.body['title']).not.toBe(english.body['title'])
			expect(answer.headers.get('content-language')).toBe('cs')
		})

	if (operation.versioned)
		test('edits the version that was seen, or none', async () => {
			const ids = await fresh()
			hold(operation, await call(operation, { ...right(ids), headers: { 'If-Match': `"${ids.version + 5}"` } }), 412)
			const answer = await call(operation, { ...right(ids), headers: { 'If-Match': `"${ids.version}"` } })
			hold(operation, answer, operation.status ?? 200)
			const [after] = await db<{ version: number }[]>`select version from sales_order where id = ${ids.cartId}`
			expect(answer.headers.get('etag')).toBe(`"${after?.version}"`)
		})

	if (operation.writes)
		test('does once what is sent twice', async () => {
			const ids = await fresh()
			const headers = key()
			const sent = operation.id === 'cancelOrder' ? { ...right(ids), path: `orders/${await openOrder()}/cancel` } : right(ids)
			const [one, other] = await Promise.all([call(operation, { ...sent, headers }), call(operation, { ...sent, headers })])
			const again = await call(operation, { ...sent, headers })
			const replayed = [one, other].find((answer) => answer.headers.has('idempotency-replayed')) ?? other
			expect(
				[one.status, other.status, again.status].filter((status) => status >= 300),
				JSON.stringify([one.body, other.body]),
			).toEqual([])
			if (operation.writes === 'once') {
				expect([other.text, again.text]).toEqual([one.text, one.text])
				expect([replayed, again].map((answer) => answer.headers.get('idempotency-replayed'))).toEqual(['true', 'true'])
			} else {
				expect(again.body).toEqual({ ...one.body, isReplay: true })
				hold(operation, again, 200)
			}
			const changed = operation.body ? { ...sent, body: variedBody(operation, ids) } : { ...sent, path: otherPath(operation, ids, sent.path) }
			const reused = await call(operation, { ...changed, headers })
			hold(operation, reused, 409)
			expect(reused.body['code']).toBe('IDEMPOTENCY_KEY_REUSED')
		})
})

/** An order of Luka's of which nothing has left. */
async function openOrder(): Promise<string> {
	const { placeRows } = await import('../../support/placed.ts')
	const { skus, locations } = world.luka.company
	return (
		await placeRows(db, world.luka.company, [{ sku: skus.bean, quantity: '1', unit: null, locationId: locations.a, requestedOn: null }], `ONCE-${next()}`)
	).number
}

const hashed = async (text: string) => (await import('../../../app/platform/session.server.ts')).hashToken(text)

/** The right body with another value in it. */
function variedBody(operation: Operation, ids: Ids): unknown {
	const text = JSON.stringify(exampleOf(operation).body?.(ids) ?? {})
	const varied: Record<string, unknown> = {
		createCart: { name: 'Week 11' },
		removeLines: { lineIds: [ids.lineId, 999] },
		addCoupon: { code: 'OTHER' },
		removeCoupon: { code: 'OTHER' },
		answerApproval: { approves: false, note: 'No' },
		submitCart: { version: ids.version, payment: { method: 'po', poNumber: 'OTHER' } },
		changeDelivery: { requestedOn: '2026-03-18', method: 'ground' },
		addDelivery: { shipTo: ids.locationCode, requestedOn: '2026-03-23' },
	}
	return (
		varied[operation.id] ??
		JSON.parse(
			text
				.replace(/"quantity":\d+/, '"quantity":4')
				.replace('"19.00"', '"19.10"')
				.replace('"40"', '"41"'),
		)
	)
}

const otherPath = (operation: Operation, ids: Ids, path: string) =>
	operation.id === 'cancelOrder' ? `orders/${ids.sentNumber}/cancel` : path.replace(/\d+(?=\/remove)/, '999')

test('what somebody must approve is asked for, once, and answered by the machine that may, unless somebody was faster', async () => {
	const [submit, read, give, list] = ['submitCart', 'readApproval', 'answerApproval', 'listApprovals'].map((name) => operations.find(({ id }) => id === name))
	if (!submit || !read || !give || !list) throw new Error('The approvals are gone')
	const { accountId } = world.luka.company
	const ids = await fresh()
	await db`insert into approval_rule (account_id, name, currency, approver_contact_id, created_at) values (${accountId}, 'Of the machine', 'USD', ${ids.colleagueId}, ${morning})`
	const path = `carts/${ids.cartId}/submit`
	const body = { version: ids.version, payment: { method: 'po', poNumber: 'ASKED' }, message: 'For the opening' }
	const own = { key: world.keys.luka, path, body, headers: key() }
	const refused = await call(submit, { ...own, body: { ...body, whenApprovalNeeded: 'refuse' }, headers: key() })
	hold(submit, refused, 422)
	expect(refused.body['code']).toBe('APPROVAL_NEEDED')
	const asked = await call(submit, own)
	hold(submit, asked, 202)
	const again = await call(submit, own)
	hold(submit, again, 202)
	expect(again.body).toEqual(asked.body)
	const approval = asked.body['approval'] as { id: number; version: number }
	expect(approval).toMatchObject({ version: 1, state: 'waiting', poNumber: 'ASKED', isYours: false, steps: [{ approver: 'Nadia Berg', isTurn: true }] })
	await db`update approval_rule set ended_at = ${morning} where account_id = ${accountId}`
	// Nobody approves her own, nor does a key without the scope say its holder's yes.
	const answerOf = (holder: string, version: number) =>
		call(give, { key: holder, path: `approvals/${approval.id}/answer`, body: { approves: true, version }, headers: key() })
	expect((await answerOf(world.keys.luka, 1)).body['code']).toBe('APPROVAL_OWN')
	const nadia = { ...world.luka.company, contactId: ids.colleagueId }
	const reader = await keyOf(db, nadia, 'nadia-reads', ['approvals:read'])
	expect((await answerOf(reader, 1)).status).toBe(403)
	expect((await call(list, { key: reader, path: 'approvals?show=mine' })).body['approvals']).toEqual([])
	const hers = await keyOf(db, nadia, 'nadia-answers', ['approvals:write'])
	const stale = await answerOf(hers, 2)
	hold(give, stale, 409)
	expect(stale.body['code']).toBe('APPROVAL_CHANGED')
	const mine = await call(list, { key: hers, path: 'approvals?show=mine' })
	expect((mine.body['approvals'] as { id: number; isYours: boolean }[]).map(({ id, isYours }) => [id, isYours])).toContainEqual([approval.id, true])
	const given = await answerOf(hers, 1)
	hold(give, given, 200)
	expect(given.body).toMatchObject({ state: 'approved', orderNumber: expect.any(String) })
	const late = await answerOf(hers, 1)
	hold(give, late, 409)
	expect(late.body['code']).toBe('APPROVAL_CLOSED')
	const after = await call(read, { key: world.keys.luka, path: `approvals/${approval.id}` })
	expect(after.body).toMatchObject({ approval: { version: 3, state: 'approved', steps: [{ answeredBy: 'Nadia Berg' }] }, refusals: [] })
	const [told] = await db`select payload from outbox_event where topic = 'approval.approved' and (payload->>'requestId')::bigint = ${approval.id}`
	expect(told?.['payload']).toMatchObject({ byMachine: true })
	const replayed = await call(submit, own)
	hold(submit, replayed, 202)
	expect(replayed.body).toMatchObject({ approval: { id: approval.id, state: 'approved' } })
	await fresh()
})

test('every status that the document promises was seen', () => {
	const missing = operations.flatMap((operation) => {
		// 402 is a bank that asks the buyer: the card journeys provoke it. A removal of nothing is no refusal.
		const promised = statusesOf(operation).filter((status) => status !== 402 && (status !== 422 || exampleOf(operation).refused))
		return promised.filter((status) => !seen.get(operation.id)?.has(status)).map((status) => `${operation.id} ${status}`)
	})
	expect(missing).toEqual([])
})

test('a key that has ended, was revoked, or whose person has left opens nothing', async () => {
	const [operation] = operations
	if (!operation) return
	const tries = [
		db`update api_key set expires_at = ${morning} where name = 'key-of-luka'`,
		db`update api_key set expires_at = null, revoked_at = now() where name = 'key-of-luka'`,
		db`update api_key set revoked_at = null where name = 'key-of-luka'`,
		db`update contact set is_active = false where id = ${world.luka.company.contactId}`,
	]
	const statuses: number[] = []
	for (const change of tries) {
		await change
		statuses.push((await call(operation, { key: world.keys.luka, path: 'catalog/products' })).status)
	}
	expect(statuses).toEqual([401, 401, 200, 401])
	await db`update contact set is_active = true where id = ${world.luka.company.contactId}`
})

test('what a set holds is written as the room does, and read as it was written', async () => {
	const operation = (name: string) => operations.find(({ id }) => id === name) ?? operations[0]
	const [read, save] = [operation('readComponents'), operation('saveComponents')]
	if (!read || !save) throw new Error('The components are gone')
	const key = world.keys.house
	const own = await idsOf(db, world.luka)
	const path = examples['saveComponents']?.path(own) ?? ''
	const saved = await call(save, { key, path, body: examples['saveComponents']?.body?.(own) })
	const now = await call(read, { key, path })
	expect(now.text).toBe(saved.text)
	expect(now.body).toEqual({
		...{ sku: `SET-${world.luka.company.tag}`, kind: 'bundle', pricing: 'sum', percentOff: '12.5' },
		components: [
			{ sku: own.pricedSku, quantity: '2', choice: null, isUsual: false, differences: {} },
			{ sku: own.sellerSku, quantity: '1', choice: 'tool', isUsual: true, differences: { USD: '4.50' } },
		],
		choices: [{ code: 'tool', minimum: 1, maximum: 1, names: { en: 'Your tool', cs: 'Nástroj' } }],
	})
	const short = { ...(examples['saveComponents']?.body?.(own) as object), choices: [{ code: 'tool', minimum: 2, maximum: 2, names: { en: 'Your tool' } }] }
	const refused = await call(save, { key, path, body: short })
	hold(save, refused, 422)
	expect((refused.body['refusals'] as { code: string }[]).map(({ code }) => code)).toEqual(['BUNDLE_CHOICE_SHORT'])
	const [audit] = await db<
		{ after: { rows: object[] } }[]
	>`select after from audit_entry where action = 'product.bundle' and subject = ${`product:${own.sellerSetId}`} order by id desc limit 1`
	expect(audit?.after.rows).toHaveLength(2)
	const emptied = await call(save, { key, path, body: { kind: 'simple', components: [] } })
	expect(emptied.body).toMatchObject({ kind: 'simple', components: [], choices: [] })
	// What is no set stays what it is when it is said to hold nothing.
	const [fee] = await db<
		{ id: number }[]
	>`insert into product (seller_entity_id, sku, slug, kind) values (${world.luka.company.sellerId}, 'TOLL', 'toll', 'fee') returning id`
	const toll = `house/products/${fee?.id ?? 0}/components`
	expect((await call(save, { key, path: toll, body: { kind: 'simple', components: [] } })).status).toBe(200)
	expect(await db`select kind from product where id = ${fee?.id ?? 0}`).toEqual([{ kind: 'fee' }])
	const made = await call(save, { key, path: toll, body: examples['saveComponents']?.body?.(own) })
	expect([made.status, made.body['code']]).toEqual([422, 'BUNDLE_TAKEN'])
})

test('a product with variants tells those that the account may see, each with its values; a set tells what it holds', async () => {
	const { sellerId, products, skus } = world.luka.company
	const [parent] = await db<{ id: number }[]>`
		insert into product (seller_entity_id, sku, slug, kind, option_axes) values (${sellerId}, 'BREW', 'brew', 'parent', '{grind}') returning id`
	const made = await db<{ id: number }[]>`
		insert into product (seller_entity_id, sku, slug, kind, parent_id, attributes) select ${sellerId}, 'BREW-' || g, 'brew-' || g, 'variant', ${parent?.id ?? 0}, jsonb_build_object('grind', g)
		from unnest(array['fine','coarse','umbra']) g returning id`
	const [set] = await db<
		{ id: number }[]
	>`insert into product (seller_entity_id, sku, slug, kind) values (${sellerId}, 'BREW-SET', 'brew-set', 'bundle') returning id`
	const [hidden] = made.slice(-1)
	const all = [parent, set, ...made].map((one) => one?.id ?? 0)
	await db`insert into bundle_component (bundle_id, component_id, quantity) values (${set?.id ?? 0}, ${products.tamper}, 2)`
	await db`insert into product_category (product_id, category_id) select p, category_id from product_category, unnest(${all}::bigint[]) p where product_id = ${products.bean} on conflict do nothing`
	await db`insert into policy_product (policy_id, product_id, effect) select id, ${hidden?.id ?? 0}, 'deny' from entitlement_policy where seller_entity_id = ${sellerId} and code = 'NO-UMBRA'`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const operation = operations.find(({ id }) => id === 'readProduct')
	if (!operation) throw new Error('readProduct is gone')
	const read = async (sku: string) => {
		const answer = await call(operation, { key: world.keys.luka, path: `catalog/products/${sku}` })
		hold(operation, answer, 200)
		return answer.body as { variants: { sku: string; attributes: object }[]; components: { quantity: string; product: { sku: string; unitCode: string } }[] }
	}
	const brew = await read('BREW')
	expect(brew.variants.map(({ sku, attributes }) => ({ sku, attributes }))).toEqual([
		{ sku: 'BREW-fine', attributes: { grind: 'fine' } },
		{ sku: 'BREW-coarse', attributes: { grind: 'coarse' } },
	])
	const held = await read('BREW-SET')
	expect(held.components.map(({ quantity, product }) => [product.sku, Number(quantity), product.unitCode])).toEqual([[skus.tamper, 2, 'each']])
})
