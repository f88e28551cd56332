import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { buyerScopes } from '../../app/platform/api-scopes.ts'
import { hashToken } from '../../app/platform/session.server.ts'
import type { Db } from '../../db/client.server.ts'
import type { Web } from '../bench/stage.ts'
import type { Company } from '../support/company.ts'
import type { Dice } from '../support/dice.ts'

/** What somebody sent, and whether anybody answered: the same again is the same sending. */
export type Sent = { kind: 'form' | 'order'; name: string; cartId: number | null; again: (origin: string) => Promise<Response>; isAnswered: boolean }
export type Counter = { slug: string; key: string; sku: string; accountId: number; sent: Sent[]; wrong: string[] }

/** A form that hands whoever sends it to a rep, and a machine of the buyer's that orders on account. */
export async function openCounter(db: Db, company: Company, repId: number): Promise<Counter> {
	const { sellerId, accountId, contactId, tag, skus } = company
	const field = (key: string, kind: string, isRequired: boolean) => ({
		...{ key, kind, label: { en: key }, isRequired, isHidden: false, initial: '', choices: [], write: 'always' },
	})
	const design = {
		...{ title: { en: 'Taste' }, lead: {}, submit: {}, thanksTitle: {}, thanksText: {}, redirectTo: '', fileBy: 'mail', origins: [], topics: [] },
		fields: [field('email', 'email', true), field('lastName', 'text', false), field('company', 'text', false)],
	}
	const slug = `taste-${tag.toLowerCase()}`
	await db`insert into ma_campaign (seller_entity_id, name) values (${sellerId}, ${`Taste ${tag}`})`
	await db`insert into ma_form (seller_entity_id, campaign_id, name, slug, status, design, actions) select ${sellerId}, id, ${slug}, ${slug}, 'published', ${db.json(design)},
		${db.json([{ kind: 'assign', to: { kind: 'user', id: repId } }])} from ma_campaign where name = ${`Taste ${tag}`}`
	const key = `kill-${tag}`
	await db`insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes, requests_per_minute) values ('Buyer', ${hashToken(key)}, 'key', ${accountId}, ${contactId}, ${[...buyerScopes]}, 100000)`
	await db`update credit_profile set limit_minor = 1000000000 where account_id = ${accountId}`
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, email, first_name, last_name, id from contact where id = ${contactId}`
	return { slug, key, sku: skus.bean, accountId, sent: [], wrong: [] }
}

/** Longer than anybody waits: a house that has lost its database says so long before. */
const patience = () => AbortSignal.timeout(15_000)

function formOf({ slug }: Counter, name: string): Sent {
	const address = `10.${[...createHash('sha256').update(name).digest()].slice(0, 3).join('.')}`
	const body = () => new URLSearchParams({ 'f.email': `${name}@kill.test`, 'f.lastName': `Sender ${name}`, 'f.company': 'Bar' })
	const again = (origin: string) =>
		fetch(`${origin}/forms/${slug}`, { method: 'POST', body: body(), headers: { accept: 'application/json', 'x-forwarded-for': address }, signal: patience() })
	return { kind: 'form', name, cartId: null, again, isAnswered: false }
}

/** A cart with a line; null: nobody answered, so nothing was ordered and nothing is owed. */
async function orderOf(counter: Counter, origin: string, name: string): Promise<Sent | null> {
	const { key, sku } = counter
	const ask = (at: string, path: string, json: object, more: Record<string, string> = {}) =>
		fetch(`${at}/api/v1/carts${path}`, {
			...{ method: 'POST', body: JSON.stringify(json), signal: patience() },
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...more },
		})
	const made = await ask(origin, '', {})
	if (isAway(counter, `the cart of ${name}`, made)) return null
	const { id } = (await made.json()) as { id: number }
	const filled = await ask(origin, `/${id}/lines`, { lines: [{ sku, quantity: 1, shipTo: 'A' }] })
	if (isAway(counter, `the line of ${name}`, filled)) return null
	const { cart } = (await filled.json()) as { cart?: { version: number } }
	if (!cart) return null
	const body = { version: cart.version, payment: { method: 'po', poNumber: `PO-${name}` } }
	return { kind: 'order', name, cartId: id, again: (at) => ask(at, `/${id}/submit`, body, { 'idempotency-key': `press-${name}` }), isAnswered: false }
}

/** Null where nobody answered; who was kept waiting was wronged. */
async function heard<T>({ wrong }: Counter, name: string, asked: Promise<T>): Promise<T | null> {
	return asked.catch((error: Error) => {
		if (error.name === 'TimeoutError') wrong.push(`${name} was not answered for 15 s`)
		return null
	})
}

/** A house that has lost its database says so, and when to come back; the sender tries again as after no answer at all. */
function isAway({ wrong }: Counter, name: string, { status, headers }: Response): boolean {
	if (status < 500) return false
	if (status !== 503 || !headers.get('retry-after')) wrong.push(`${name} was answered ${status}, and not when to come back`)
	return true
}

async function send(counter: Counter, one: Sent, origin: string): Promise<void> {
	const response = await heard(counter, `${one.kind} ${one.name}`, one.again(origin))
	if (!response || isAway(counter, `${one.kind} ${one.name}`, response)) return
	one.isAnswered = true
	if (!response.ok) counter.wrong.push(`${one.kind} ${one.name}: ${response.status} ${(await response.text()).slice(0, 200)}`)
}

/** Three people fill in a form and one orders, each at a moment that the seed chose. */
export async function sendSome(counter: Counter, web: Web, luck: Dice, { lot, forMs }: { lot: string; forMs: number }): Promise<void> {
	const moments = [0, 1, 2, 3].map((place) => ({ place, ms: luck.whole(0, forMs) }))
	await Promise.all(
		moments.map(async ({ place, ms }) => {
			await sleep(ms)
			const name = `${lot}-${place}`
			const one = place < 3 ? formOf(counter, name) : await heard(counter, `the cart of ${name}`, orderOf(counter, web.origin, name))
			if (!one) return
			counter.sent.push(one)
			await send(counter, one, web.origin)
		}),
	)
}

/** Whoever had no answer sends the same once more. */
export async function sendAgain(counter: Counter, { origin }: Web): Promise<void> {
	await Promise.all(counter.sent.filter(({ isAnswered }) => !isAnswered).map((one) => send(counter, one, origin)))
}

/** Each sending accounted for: one of everything that it means, on both sides. */
export async function wrongOfCounter(db: Db, { sent, wrong, accountId }: Counter): Promise<string[]> {
	const unanswered = sent.filter(({ isAnswered }) => !isAnswered).map(({ kind, name }) => `${kind} ${name} was never answered`)
	const mails = sent.filter(({ kind }) => kind === 'form').map(({ name }) => `${name}@kill.test`)
	const forms = await db<Record<string, string | number>[]>`
		select m as mail, (select count(*)::int from ma_prospect p where p.email = m) as prospects, (select count(*)::int from crm_lead l where l.email = m) as leads,
			(select count(*)::int from ma_form_submission s join ma_prospect p on p.id = s.prospect_id where p.email = m) as submissions,
			(select count(*)::int from ma_activity y join ma_prospect p on p.id = y.prospect_id where p.email = m and y.kind = 'form.succeeded') as activities,
			(select count(*)::int from sync_link k join ma_prospect p on k.ma_object = 'prospect' and k.ma_id = p.id::text where p.email = m) as links
		from unnest(${mails}::text[]) m`
	const carts = sent.flatMap(({ cartId }) => cartId ?? [])
	const orders = await db<Record<string, string | number>[]>`
		select o.id, o.stage, (select count(*)::int from outbox_event e where e.topic = 'order.placed' and e.payload ->> 'orderId' = o.id::text) as events,
			(select count(*)::int from crm_opportunity w where w.account_id = o.account_id and w.order_id = o.id and w.is_won) as won,
			(select count(*)::int from ma_activity y where y.kind = 'order.placed' and y.facts ->> 'orderId' = o.id::text) as activities
		from sales_order o where o.account_id = ${accountId} and o.id = any(${carts}::bigint[])`
	const [left] = await db<{ count: number }[]>`select count(*)::int as count from outbox_delivery where destination in ('crm', 'ma') and state <> 'done'`
	return [
		...[...wrong, ...unanswered],
		...forms.flatMap(({ mail, links, ...counts }) =>
			Object.values(counts).every((count) => count === 1) && links === 2 ? [] : [`${mail}: ${JSON.stringify({ ...counts, links })}`],
		),
		...orders.flatMap(({ id, stage, ...counts }) =>
			stage === 'placed' && Object.values(counts).every((count) => count === 1) ? [] : [`order ${id} is ${stage}: ${JSON.stringify(counts)}`],
		),
		...(orders.length === carts.length ? [] : [`${carts.length - orders.length} carts are gone`]),
		...(left?.count ? [`${left.count} events are still on their way`] : []),
	]
}
