import type { SideFailure } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import { parseExact } from './exact-json.ts'
import { limitCalls } from './limit-calls.ts'
import type { Quota } from './quota.ts'

export type Session = { token: string; origin: string }
export type Ask = {
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
	path: string
	body?: string
	type?: string
	/** A POST that changes nothing: lost, it may simply be asked again. */
	reads?: boolean
	/** Besides those of every call. */
	headers?: Readonly<Record<string, string>>
}
export type Answer = { status: number; body: unknown; text: string; at: string }
export type Refused = { status: number; body: unknown; retryAfterSeconds: number | null; writes: boolean }

export type DoorSettings = {
	/** A new session; throws SideDown where the key is not taken. */
	open: () => Promise<Session>
	atOnce: number
	timeoutMs: number
	headers: (ask: Ask) => Record<string, string>
	quota: Quota
	isSessionOver: (refused: { status: number; body: unknown }) => boolean
	readRefusal: (refused: Refused) => SideFailure
	now: () => number
}

/** One door to an outside system: a session that ended opened anew once, so many calls at once, today's share, numbers as text. Throws SideDown for all but 2xx. */
export function openDoor(settings: DoorSettings): (ask: Ask) => Promise<Answer> {
	const queue = limitCalls(settings.atOnce)
	let session: Promise<Session> | null = null
	const enter = () => {
		session ??= settings.open().catch((error: unknown) => {
			session = null
			throw error
		})
		return session
	}
	const send = async (ask: Ask, isAgain: boolean): Promise<Answer> => {
		const entered = enter()
		const { token, origin } = await entered
		settings.quota.take()
		const response = await reach(settings, { token, origin }, ask).finally(settings.quota.give)
		settings.quota.note(response.headers)
		const text = await response.text().catch((error: unknown) => {
			throw new SideDown(readSilence(error, mayChange(ask)))
		})
		const { status } = response
		const body = readBody(text, response.headers.get('content-type'))
		if (response.ok) return { status, body, text, at: new Date(response.headers.get('date') ?? settings.now()).toISOString() }
		if (settings.isSessionOver({ status, body }) && !isAgain) {
			// Several calls learn of the same end of a session; only the first throws it away.
			if (session === entered) session = null
			return send(ask, true)
		}
		const wait = response.headers.get('retry-after')
		throw new SideDown(settings.readRefusal({ status, body, retryAfterSeconds: wait && /^\d+$/.test(wait) ? Number(wait) : null, writes: mayChange(ask) }))
	}
	return (ask) => queue(() => send(ask, false))
}

const mayChange = ({ method, reads }: Ask) => method !== 'GET' && !reads

async function reach(settings: DoorSettings, { origin, token }: Session, ask: Ask): Promise<Response> {
	const { method, path, body, type = 'application/json' } = ask
	const headers = {
		authorization: `Bearer ${token}`,
		accept: '*/*',
		...(body === undefined ? {} : { 'content-type': type }),
		...settings.headers(ask),
		...ask.headers,
	}
	const signal = AbortSignal.timeout(settings.timeoutMs)
	return fetch(`${origin}${path}`, { method, headers, signal, ...(body === undefined ? {} : { body }) }).catch((error: unknown) => {
		throw new SideDown(readSilence(error, mayChange(ask)))
	})
}

function readBody(text: string, type: string | null): unknown {
	if (!type?.includes('json')) return null
	try {
		return parseExact(text)
	} catch {
		return null
	}
}

export const failure = (code: string, message: string, status: number | null, retryAfterSeconds: number | null = null): SideFailure => ({
	...{ code, message, fields: [], status, retryAfterSeconds, isUnknown: false },
})

/** Failures of a call that never began: nobody was reached, so nothing can have happened. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

/** The call got no answer. Of a write it is then not known whether it happened. */
export function readSilence(error: unknown, writes: boolean): SideFailure {
	const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined
	const isUnknown = writes && !neverSent.has(cause?.code ?? '')
	return { ...failure(isUnknown ? 'OUTCOME_UNKNOWN' : 'SERVER_UNAVAILABLE', cause?.code ?? (error as Error).message, null), isUnknown }
}

/** An answer that no program of the system wrote, as from a gateway that gave up: it does not know what became of the call behind it. */
export function readGateway({ status, retryAfterSeconds, writes }: Refused): SideFailure {
	const code = status === 429 ? 'RATE_LIMITS' : status >= 500 ? 'SERVER_UNAVAILABLE' : status === 401 ? 'INVALID_SESSION_ID' : 'UNKNOWN_EXCEPTION'
	return { ...failure(code, `HTTP ${status}`, status, retryAfterSeconds), isUnknown: writes && status >= 500 }
}
