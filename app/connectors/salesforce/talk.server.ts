import { SideDown } from '../sync/contract.ts'
import { parseExact } from '../sync/exact-json.ts'
import { limitCalls } from '../sync/limit-calls.ts'
import { failure, readRefusal, readSilence } from './failure.ts'
import { callsAtOnce, type SalesforceSettings } from './settings.ts'
import { type Session, signIn } from './sign-in.server.ts'

export type Ask = {
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
	/** Behind `/services/data/vNN.0`, or a whole path from `/services` on. */
	path: string
	body?: string
	type?: string
	/** A POST that changes nothing: lost, it may simply be asked again. */
	reads?: boolean
}
export type Answer = { body: unknown; text: string; at: string }

/** One door to the org: key, calls at once, today's share, exact numbers. Throws SideDown for all but 2xx. */
export type Talk = { root: string; call: (ask: Ask) => Promise<Answer>; usage: () => { used: number; limit: number } | null; now: () => number }

export function openTalk(settings: SalesforceSettings): Talk {
	const now = settings.now ?? Date.now
	const queue = limitCalls(callsAtOnce)
	const quota = watchQuota(settings.quotaShare ?? 0.5, now)
	let session: Promise<Session> | null = null
	const open = () => {
		session ??= signIn(settings).catch((error: unknown) => {
			session = null
			throw error
		})
		return session
	}

	const send = async (ask: Ask, isAgain: boolean): Promise<Answer> => {
		const opened = open()
		const with_ = await opened
		quota.take()
		const response = await reach(settings, with_, ask).finally(quota.give)
		quota.note(response.headers.get('sforce-limit-info'))
		const text = await response.text().catch((error: unknown) => {
			throw new SideDown(readSilence(error, mayChange(ask)))
		})
		if (response.status === 401 && !isAgain) {
			// Several calls learn of the same end of a session; only the first throws it away.
			if (session === opened) session = null
			return send(ask, true)
		}
		const body = readBody(text, response.headers.get('content-type'))
		if (response.ok) return { body, text, at: new Date(response.headers.get('date') ?? now()).toISOString() }
		throw new SideDown(readRefusal(response.status, body, { retryAfter: response.headers.get('retry-after'), writes: mayChange(ask) }))
	}
	return { root: rootOf(settings), call: (ask) => queue(() => send(ask, false)), usage: quota.usage, now }
}

const mayChange = ({ method, reads }: Ask) => method !== 'GET' && !reads

async function reach(settings: SalesforceSettings, { origin, token }: Session, ask: Ask): Promise<Response> {
	const { method, path, body, type = 'application/json' } = ask
	const place = path.startsWith('/services') ? path : `${rootOf(settings)}${path}`
	const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: type === 'text/csv' ? '*/*' : 'application/json' }
	if (body !== undefined) headers['content-type'] = type
	if (settings.allowDuplicates) headers['sforce-duplicate-rule-header'] = 'allowSave=true'
	const signal = AbortSignal.timeout(settings.timeoutMs ?? 60_000)
	return fetch(`${origin}${place}`, { method, headers, signal, ...(body === undefined ? {} : { body }) }).catch((error: unknown) => {
		throw new SideDown(readSilence(error, mayChange(ask)))
	})
}

const rootOf = ({ apiVersion = '62.0' }: SalesforceSettings) => `/services/data/v${apiVersion}`

function readBody(text: string, type: string | null): unknown {
	if (!type?.includes('json')) return null
	try {
		return parseExact(text)
	} catch {
		return null
	}
}

/** What an old figure is worth: the day's calls come back hour by hour, so one call asks anew. */
const believedMs = 15 * 60_000

function watchQuota(share: number, now: () => number) {
	let said: { used: number; limit: number; at: number } | null = null
	let under = 0
	return {
		take() {
			const isSpent = said !== null && said.used + under >= Math.floor(said.limit * share)
			if (said && isSpent && now() - said.at >= believedMs) said.at = now()
			else if (said && isSpent)
				throw new SideDown(failure('REQUEST_LIMIT_EXCEEDED', `${said.used} of ${said.limit} calls are used, and our share is ${share}`, null))
			under += 1
		},
		give() {
			under -= 1
		},
		note(header: string | null) {
			const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(header ?? '') ?? []
			if (used && limit) said = { used: Number(used), limit: Number(limit), at: now() }
		},
		usage: () => said && { used: said.used, limit: said.limit },
	}
}
