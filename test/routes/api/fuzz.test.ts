import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import type { Connectors } from '../../../app/platform/house.ts'
import { operations } from '../../../app/routes/api/contract/operations.ts'
import { ask, testHouse } from '../../support/house.ts'
import { openWorld } from '../doors/world.ts'
import { idsOf } from '../doors/world-ids.ts'
import { examples } from './calls.ts'

// Random JSON, and the right body with one thing in it made wrong, against every operation: never a fault of ours, always a named refusal.
const world = await openWorld()
const { db } = world
const ids = await idsOf(db, world.luka)
const connectors = { payment: noPayment() } as Connectors
const CASES = 40

type Path = (string | number)[]

function places(value: unknown, above: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [above]
	return [above, ...Object.entries(value).flatMap(([name, inner]) => places(inner, [...above, name]))]
}

function withValue(value: unknown, [step, ...rest]: Path, put: unknown): unknown {
	if (step === undefined) return put
	const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>
	copy[step] = withValue(copy[step], rest, put)
	return copy
}

const odd = fc.oneof(
	fc.constantFrom(
		null,
		'',
		' ',
		0,
		-1,
		1e21,
		0.1,
		'1e3',
		'0x10',
		'９',
		'999999999999',
		'-0',
		'2026-13-40',
		'0000-01-01',
		'9999-12-31',
		'\u0000',
		'💥',
		[],
		{},
		[[]],
		true,
	),
	fc.string({ maxLength: 90, unit: 'binary' }),
	fc.double(),
	fc.jsonValue({ maxDepth: 3 }),
)

describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (id, operation) => {
	const example = examples[id]
	const right = example?.body?.(ids) ?? {}
	const key = operation.tag === 'house' ? world.keys.house : world.keys.luka

	async function never500(path: string, body: unknown): Promise<void> {
		const json = operation.method === 'post' ? { json: body } : {}
		const headers = { Authorization: `Bearer ${key}`, ...(operation.writes === 'needed' ? { 'Idempotency-Key': 'fuzz-fuzz' } : {}) }
		const response = await ask(testHouse(db, { connectors }), `/api/v1/${path}`, { ...json, headers })
		const answer = JSON.parse(await response.text()) as { code?: string; refusals?: { code: string; message: string }[] }
		expect(response.status, JSON.stringify([path, body])).toBeLessThan(500)
		if (response.status < 400) return
		expect(answer.code, JSON.stringify([path, body])).toMatch(/^[A-Z][A-Z_]+$/)
		for (const one of answer.refusals ?? []) expect(one.message, `${one.code} has no words`).not.toBe(one.code)
	}

	if (operation.body)
		test('any body is answered by name', { timeout: 60_000 }, async () => {
			const spoilt = fc.tuple(fc.constantFrom(...places(right)), odd).map(([place, put]) => withValue(right, place, put))
			await fc.assert(
				fc.asyncProperty(fc.oneof(spoilt, spoilt, odd), (body) => never500(example?.path(ids) ?? '', body)),
				{ numRuns: CASES, seed: 7 },
			)
		})

	if (operation.query)
		test('any question is answered by name', { timeout: 60_000 }, async () => {
			const names = Object.keys((operation.query as unknown as { shape: object }).shape)
			const [bare = ''] = (example?.path(ids) ?? '').split('?')
			const asked = fc.dictionary(
				fc.constantFrom(...names),
				fc.oneof(fc.constantFrom('1', 'yes', 'price', 'name', '2026-01-01', '0000-00-00', '-1'), fc.string({ maxLength: 60, unit: 'binary' })),
				{ maxKeys: 4 },
			)
			await fc.assert(
				fc.asyncProperty(asked, (query) => never500(`${bare}?${new URLSearchParams(query)}`, right)),
				{ numRuns: CASES, seed: 7 },
			)
		})
})
