import { badRequest } from './api-error.ts'
import type { Desk } from './desk.server.ts'
import { type Params, parseForm, readParams, type Spec } from './params.ts'
import type { Rows } from './rows.ts'

export type Endpoint = {
	method: 'GET' | 'POST' | 'DELETE'
	/** `:id` stands for one path segment. */
	path: string
	/** Answers the publishable key too: the browser may create cards and read what it holds the secret of. */
	browser?: boolean
	answer: (desk: Desk, ids: string[], body: string) => unknown
}

type Definition<S extends Spec> = Omit<Endpoint, 'answer'> & { accepts: S; run: (desk: Desk, params: Params<S>, id: string) => unknown }

export function endpoint<const S extends Spec>({ accepts, run, ...where }: Definition<S>): Endpoint {
	return { ...where, answer: (desk, ids, body) => run(desk, readParams(accepts, parseForm(body)), ids[0] ?? '') }
}

export const paging = { limit: 'int', starting_after: 'text', ending_before: 'text', created: { gt: 'int', gte: 'int', lt: 'int', lte: 'int' } } as const

/** Stripe's list envelope over rows that come newest first. */
export function listOf<R extends { id: string; created: number }>(url: string, newestFirst: R[], params: Params<typeof paging>) {
	const limit = params.limit ?? 10
	if (limit < 1 || limit > 100) throw badRequest(`This value must be between 1 and 100 (it currently is '${limit}').`, { param: 'limit' })
	const { gt, gte, lt, lte } = params.created ?? {}
	const within = newestFirst.filter(
		({ created }) =>
			(gt === undefined || created > gt) &&
			(gte === undefined || created >= gte) &&
			(lt === undefined || created < lt) &&
			(lte === undefined || created <= lte),
	)
	const from = params.starting_after ? within.findIndex(({ id }) => id === params.starting_after) + 1 : 0
	const to = params.ending_before ? within.findIndex(({ id }) => id === params.ending_before) : within.length
	const rest = within.slice(from, to)
	const data = params.ending_before ? rest.slice(-limit) : rest.slice(0, limit)
	return { object: 'list' as const, data, has_more: rest.length > data.length, url }
}

const expandable: { [property: string]: keyof Rows } = {
	latest_charge: 'charge',
	payment_method: 'payment_method',
	customer: 'customer',
	charge: 'charge',
	payment_intent: 'payment_intent',
}

/** Replaces ids by their objects where the caller asked for it. */
export function expanded<R extends { id: string; object: string }>(desk: Desk, row: R, expand: readonly string[] | undefined): R {
	const answer: Record<string, unknown> = { ...row }
	for (const property of expand ?? []) {
		const kind = expandable[property]
		if (!kind || !(property in row)) throw badRequest(`This property cannot be expanded (${property}).`, { param: 'expand' })
		const id = answer[property]
		if (typeof id === 'string') answer[property] = desk.store.get(kind, id)
	}
	return answer as R
}
