import { createHash } from 'node:crypto'
import { ApiError } from './api-error.ts'
import type { AnswerRow } from './rows.ts'
import type { Store } from './store.server.ts'

/** Stripe forgets a key after a day at the earliest. */
const keptSeconds = 24 * 60 * 60

export type Asked = { key: string | null; path: string; body: string; now: number }

const digestOf = ({ path, body }: Asked) => createHash('sha256').update(`POST ${path}\n${body}`).digest('hex')

/** The first answer to this key, if there was one. The same key with another body or path is refused. */
export function replay(store: Store, asked: Asked): AnswerRow | null {
	const first = asked.key === null ? undefined : store.find('answer', asked.key)
	if (!first || asked.now - first.at >= keptSeconds) return null
	if (first.digest === digestOf(asked)) return first
	const differs =
		first.path === asked.path
			? 'with the same parameters they were first used with'
			: `for the same endpoint they were first used for ('${first.path}' vs '${asked.path}')`
	throw new ApiError(400, {
		type: 'idempotency_error',
		message: `Keys for idempotent requests can only be used ${differs}. Try using a key other than '${asked.key}' if you meant to execute a different request.`,
	})
}

/** Keeps the answer of a request that was carried out (200, 402). One refused for its parameters was never begun: it throws before this, and its key stays free. */
export function keep(store: Store, asked: Asked, answer: { status: number; body: string; requestId: string }): void {
	if (asked.key === null) return
	store.put({ id: asked.key, object: 'answer', path: asked.path, digest: digestOf(asked), at: asked.now, ...answer })
}
