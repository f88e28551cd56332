import type { z } from 'zod'
import type { Refusal } from '../engine/base/refusal.ts'
import { problem } from './responses.ts'

type Context = { house: { requestId: string } }

/** The body of an API call as `shape` says; else 400 problem+json that names the first field and what it should be. */
export async function readBody<T>(request: Request, context: Context, shape: z.ZodType<T>): Promise<T> {
	const { requestId } = context.house
	const text = await request.text()
	const json = parsed(text)
	if (json === undefined) throw problem({ status: 400, code: 'BODY_INVALID', requestId, detail: 'The body is not JSON.' })
	const read = shape.safeParse(json)
	if (read.success) return read.data
	const [issue] = read.error.issues
	throw problem({ status: 400, code: 'BODY_INVALID', requestId, detail: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not what is expected'}` })
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text === '' ? '{}' : text)
	} catch {
		return undefined
	}
}

/** JSON for one account only: never kept by anything between. */
export function apiJson(body: unknown, status = 200): Response {
	return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'private, no-store' } })
}

/** Refusals of a flow: 409 when the cart or key was taken by another call, else 422; all of them, in the body. */
export function refusedByApi(context: Context, refusals: readonly Refusal[], extra: Record<string, unknown> = {}): Response {
	const [first] = refusals
	const code = first?.code ?? 'REFUSED'
	const status = ['CART_CHANGED', 'IDEMPOTENCY_KEY_REUSED'].includes(code) ? 409 : 422
	return problem({ status, code, requestId: context.house.requestId, refusals, ...extra })
}

/** A path's id, or the 404 that a foreign one gets too. */
export function idOf(text: string | undefined, context: Context): number {
	if (text && /^[1-9]\d{0,14}$/.test(text)) return Number(text)
	throw apiNotFound(context)
}

export function apiNotFound(context: Context): Response {
	return problem({ status: 404, code: 'NOT_FOUND', requestId: context.house.requestId, detail: 'There is nothing here for this key.' })
}
