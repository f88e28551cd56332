import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { z } from 'zod'
import type { Refusal } from '../../engine/base/refusal.ts'
import { answerOnce, type Reply } from '../../flows/account/answer-once.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'
import { type KeyHolder, requireApiKey } from '../../platform/api-key.server.ts'
import { covers } from '../../platform/api-scopes.ts'
import type { House } from '../../platform/house.ts'
import { isLocale, type Locale } from '../../platform/locale.ts'
import { isDatabaseLost } from '../../platform/lost-database.ts'
import { allowanceHeaders } from '../../platform/throttle.ts'
import type { Operation } from './contract/operation.ts'
import { placeOf } from './cursor.ts'
import { readJson, shapeIssues } from './read-body.ts'
import { refusalsInWords, says } from './words.server.ts'

type Asked<Query, Body> = {
	house: House
	/** The database of this call: with an Idempotency-Key the transaction that remembers it. */
	db: House['db']
	request: Request
	params: Readonly<Record<string, string | undefined>>
	query: Query
	body: Body
	locale: Locale
	idempotencyKey: string | null
	/** The version that If-Match names. */
	expectedVersion: number | null
	/** A path's id; another's is answered like none. */
	idOf: (name: string) => number
	/** Where a list goes on. */
	place: (list: string, shape: RegExp) => string | null
}
export type BuyerCall<Query = unknown, Body = unknown> = Asked<Query, Body> & { shopper: Shopper }
export type HouseCall<Query = unknown, Body = unknown> = Asked<Query, Body> & { staff: StaffMember }

/** A result; `version` becomes the ETag. */
export type Done<Answer> = { ok: true; answer: Answer; version?: number; status?: number }
export type NotDone = { ok: false; refusals: readonly Refusal[]; offers?: readonly unknown[]; status?: number }
type Outcome<Answer> = Done<Answer> | NotDone | null

export const done = <Answer>(answer: Answer, more: { version?: number; status?: number } = {}): Done<Answer> => ({ ok: true, answer, ...more })

type Args = LoaderFunctionArgs | ActionFunctionArgs
type Infer<T extends z.ZodType> = z.output<T>

/** A door of a buyer's machine: key, pace, scope, query, body, idempotency, then one flow, and its answer or refusals. */
export function buyerDoor<Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType, C extends z.ZodType = z.ZodNever>(
	operation: Operation<Q, B, A, C>,
	work: (call: BuyerCall<Infer<Q>, Infer<B>>) => Promise<Outcome<z.input<A> | z.input<C>>>,
) {
	return (args: Args) =>
		answer(operation, args, (call, holder) => {
			if (holder.kind !== 'buyer') throw says(call.house, call.locale, 403, 'SCOPE_MISSING', { scope: operation.scope })
			return work({ ...(call as Asked<Infer<Q>, Infer<B>>), shopper: holder.shopper })
		})
}

/** A door of the house's own machines. */
export function houseDoor<Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
	operation: Operation<Q, B, A>,
	work: (call: HouseCall<Infer<Q>, Infer<B>>) => Promise<Outcome<z.input<A>>>,
) {
	return (args: Args) =>
		answer(operation, args, (call, holder) => {
			if (holder.kind !== 'house') throw says(call.house, call.locale, 403, 'SCOPE_MISSING', { scope: operation.scope })
			return work({ ...(call as Asked<Infer<Q>, Infer<B>>), staff: holder.staff })
		})
}

/** A path that has no such method: nothing is there. */
export function noDoor({ context: { house } }: Args): Response {
	return says(house, house.locale, 404, 'NOT_FOUND')
}

type Work = (call: Asked<unknown, unknown>, holder: KeyHolder) => Promise<Outcome<unknown>>

async function answer(operation: Operation, args: Args, work: Work): Promise<Response> {
	const { house } = args.context
	try {
		const holder = await requireApiKey(args.request, args.context)
		const response = await respond(operation, args, holder, work)
		for (const [name, value] of Object.entries(allowanceHeaders(holder.allowance))) response.headers.set(name, value)
		return response
	} catch (error) {
		// The edge of the API: a machine gets no page, whatever broke.
		if (error instanceof Response) return error
		house.log.error({ err: error, operation: operation.id, requestId: house.requestId }, 'A call of the API broke')
		house.lostDatabase = isDatabaseLost(error)
		return says(house, house.locale, 500, 'INTERNAL')
	}
}

async function respond(operation: Operation, { request, params, context }: Args, holder: KeyHolder, work: Work): Promise<Response> {
	const { house } = context
	const locale = localeFor(request, house, holder)
	if (!covers(holder.scopes, operation.scope)) return says(house, locale, 403, 'SCOPE_MISSING', { scope: operation.scope })
	const query = readQuery(operation, request, house, locale)
	const text = request.method === 'POST' ? await request.text() : ''
	const body = operation.body ? readJson(operation.body, text, { house, locale }) : {}
	const key = readKey(operation, request, house, locale)
	const call: Asked<unknown, unknown> = {
		...{ house, db: house.db, request, params, query, body, locale, idempotencyKey: key },
		expectedVersion: operation.versioned ? versionOf(request, house, locale) : null,
		idOf: (name) => idIn(params[name], house, locale),
		place: (list, shape) => cursorIn((query as { cursor?: string }).cursor, list, shape, house, locale),
	}
	const reply = async (db: House['db']) => replyOf(operation, await work({ ...call, db }, holder), call, holder)
	// Placing an order remembers its key itself: it speaks to the card's processor before its transaction.
	if (key === null || operation.writes !== 'once') return send(await reply(house.db))
	const accountId = holder.kind === 'buyer' ? holder.shopper.account.accountId : null
	const asked = JSON.stringify([operation.id, params, body])
	const answered = await answerOnce(house.db, { accountId, apiKeyId: holder.keyId, key, request: asked, at: house.at }, reply)
	if (answered.kind === 'reused') return says(house, locale, 409, 'IDEMPOTENCY_KEY_REUSED')
	if (answered.kind === 'answered') return send(answered.reply)
	return send({ status: answered.status, text: answered.text, headers: { ...jsonHeaders, 'Idempotency-Replayed': 'true' } })
}

const jsonHeaders = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'private, no-store' }
const send = ({ status, text, headers }: Reply) => new Response(text, { status, headers })

async function replyOf(operation: Operation, outcome: Outcome<unknown>, call: Asked<unknown, unknown>, holder: KeyHolder): Promise<Reply> {
	const { house, locale } = call
	if (outcome?.ok) {
		const etag: Record<string, string> = outcome.version === undefined ? {} : { ETag: `"${outcome.version}"` }
		return { status: outcome.status ?? operation.status ?? 200, text: JSON.stringify(outcome.answer), headers: { ...jsonHeaders, ...etag } }
	}
	const currency = holder.kind === 'buyer' ? holder.shopper.account.currency : holder.staff.seller.currency
	const refused = outcome ? refusedAs(operation, outcome, call, currency) : says(house, locale, 404, 'NOT_FOUND')
	return { status: refused.status, text: await refused.text(), headers: Object.fromEntries(refused.headers) }
}

/** Somebody was faster. */
const conflicts = new Set(['IDEMPOTENCY_KEY_REUSED', 'APPROVAL_CHANGED', 'APPROVAL_CLOSED'])

function refusedAs(operation: Operation, { refusals, offers, status }: NotDone, { house, locale, expectedVersion }: Asked<unknown, unknown>, currency: string) {
	const [first] = refusals
	const code = first?.code ?? 'REFUSED'
	const changed = expectedVersion === null ? 409 : 412
	const usual = code === 'CART_CHANGED' ? changed : conflicts.has(code) ? 409 : 422
	const hash = refusals.find((one) => one.code === 'PRICE_CHANGED')?.facts['hash']
	const more = { ...(offers && offers.length > 0 ? { offers } : {}), ...(typeof hash === 'string' ? { hash } : {}) }
	return says(house, locale, status ?? usual, code, first?.facts ?? {}, {
		refusals: refusalsInWords(refusals, { locale, currency, rows: operation.rows }),
		more,
	})
}

/** What the asker says, else what her key's holder reads. */
function localeFor(request: Request, house: House, holder: KeyHolder): Locale {
	if (request.headers.has('accept-language')) return house.locale
	const own = holder.kind === 'buyer' ? holder.shopper.locale : holder.staff.locale
	return isLocale(own) ? own : house.locale
}

function readQuery({ query }: Operation, request: Request, house: House, locale: Locale): unknown {
	if (!query) return {}
	const read = query.safeParse(Object.fromEntries(new URL(request.url).searchParams))
	if (read.success) return read.data
	throw says(house, locale, 400, 'QUERY_INVALID', {}, { refusals: shapeIssues(read.error, 'QUERY_FIELD_INVALID', locale) })
}

/** IETF draft-ietf-httpapi-idempotency-key-header: printable, no spaces. */
function readKey({ writes }: Operation, request: Request, house: House, locale: Locale): string | null {
	const said = request.headers.get('idempotency-key')?.trim()
	if (!writes || (writes === 'once' && said === undefined)) return null
	if (!/^[\x21-\x7e]{8,100}$/.test(said ?? '')) throw says(house, locale, 400, said ? 'IDEMPOTENCY_KEY_INVALID' : 'IDEMPOTENCY_KEY_MISSING')
	return said ?? null
}

/** If-Match: "7" is the seventh version of the cart; `*` is any. */
function versionOf(request: Request, house: House, locale: Locale): number | null {
	const said = request.headers.get('if-match')?.trim() ?? '*'
	if (said === '*') return null
	const version = /^"(\d{1,9})"$/.exec(said)?.[1]
	if (version === undefined) throw says(house, locale, 400, 'IF_MATCH_INVALID')
	return Number(version)
}

function idIn(text: string | undefined, house: House, locale: Locale): number {
	if (text && /^[1-9]\d{0,14}$/.test(text)) return Number(text)
	throw says(house, locale, 404, 'NOT_FOUND')
}

function cursorIn(cursor: string | undefined, list: string, shape: RegExp, house: House, locale: Locale): string | null {
	const place = placeOf(list, shape, cursor)
	if (place === undefined) throw says(house, locale, 400, 'CURSOR_INVALID')
	return place
}
