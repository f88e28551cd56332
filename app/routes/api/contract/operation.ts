import type { z } from 'zod'
import type { Scope } from '../../../platform/api-scopes.ts'

/** What a machine may ask, once: the document, the check of what comes in and the tests of what goes out are all made of it. */
export type Operation<
	Query extends z.ZodType = z.ZodType,
	Body extends z.ZodType = z.ZodType,
	Answer extends z.ZodType = z.ZodType,
	Accepted extends z.ZodType = z.ZodType,
> = {
	/** Its name for generated clients, and of its sentence in the `api` texts. */
	id: string
	tag: 'catalog' | 'prices' | 'carts' | 'orders' | 'approvals' | 'invoices' | 'account' | 'house'
	method: 'get' | 'post'
	/** Below /api/v1; parameters in braces. */
	path: string
	/** Its route in routes.ts. */
	route: string
	scope: Scope
	query?: Query
	body?: Body
	answer: Answer
	/** What 202 says: it was taken, and waits for somebody. */
	accepted?: Accepted
	/** 200 unless said. */
	status?: 201
	/** It changes something: it takes an Idempotency-Key, which is `needed` where money is bound. */
	writes?: 'once' | 'needed'
	/** It edits a cart that has a version: it takes If-Match. */
	versioned?: true
	/** It can be refused by the rules of the shop: 422, all refusals together. */
	refuses?: true
	/** What a refusal's `line` counts in the body, from 1: the pointer to it. */
	rows?: string
	/** Further answers that are no result. */
	also?: readonly (402 | 404 | 409)[]
}

export function operation<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType, Accepted extends z.ZodType = z.ZodNever>(
	given: Operation<Query, Body, Answer, Accepted>,
): Operation<Query, Body, Answer, Accepted> {
	return given
}

/** Every status that an operation may answer with, the good one first. */
export function statusesOf({ status, path, query, body, writes, versioned, refuses, accepted, also }: Operation): number[] {
	const said = [status ?? 200, 401, 403, 429]
	if (accepted) said.push(202)
	if (query || body || writes) said.push(400)
	if (path.includes('{')) said.push(404)
	if (body) said.push(413)
	if (writes) said.push(409)
	if (versioned) said.push(412)
	if (refuses) said.push(422)
	return [...new Set([...said, ...(also ?? [])])].sort((a, b) => a - b)
}
