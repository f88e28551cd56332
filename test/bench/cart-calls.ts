import { benchKey } from './data.ts'
import type { Web } from './stage.ts'

export type Call = { status: number; body: Record<string, unknown>; ms: number }

export async function call(web: Web, accountId: number, path: string, json?: unknown, headers: Record<string, string> = {}): Promise<Call> {
	const began = performance.now()
	const response = await fetch(`${web.origin}/api/v1/${path}`, {
		method: json === undefined ? 'GET' : 'POST',
		headers: { authorization: `Bearer ${benchKey(accountId)}`, 'content-type': 'application/json', ...headers },
		...(json === undefined ? {} : { body: JSON.stringify(json) }),
	})
	const body = (await response.json()) as Record<string, unknown>
	return { status: response.status, body, ms: performance.now() - began }
}

export const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
export const round = (value: number) => Number(value.toFixed(1))

/** `count` different products from a place in the catalog that depends on the run; over `stores` ship-tos and three days. */
export function linesOf(count: number, run: number, skus: number, stores = 1) {
	const days = [null, '2099-03-01', '2099-03-02']
	return Array.from({ length: count }, (_, index) => {
		const day = stores > 1 ? days[index % 3] : null
		return {
			sku: `SKU-${1 + ((run * 2477 + index * 3) % skus)}`,
			quantity: 2 + (index % 5),
			shipTo: `S${1 + (index % stores)}`,
			...(day ? { requestedOn: day } : {}),
		}
	})
}

export async function newCart(web: Web, accountId: number): Promise<number> {
	const { status, body } = await call(web, accountId, 'carts', {})
	if (status !== 201) throw new Error(`A cart was refused: ${JSON.stringify(body)}`)
	return body['id'] as number
}

export async function fill(web: Web, accountId: number, count: number, run: number, skus: number, stores = 1) {
	const id = await newCart(web, accountId)
	const filled = await call(web, accountId, `carts/${id}/lines`, { lines: linesOf(count, run, skus, stores) })
	const cart = filled.body['cart'] as { lines: unknown[]; version: number; hash: string; totals: { totalMinor: number } } | undefined
	if (filled.status !== 200 || cart?.lines.length !== count) throw new Error(`${count} lines were refused: ${JSON.stringify(filled.body).slice(0, 300)}`)
	return { id, cart, ms: filled.ms }
}
