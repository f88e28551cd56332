import { parseExact } from '../../sync/exact-json.ts'
import { ApiError } from './api-error.ts'
import { bulkDoors } from './bulk-jobs.ts'
import { type Answer, type Call, type Door, ok } from './calls.ts'
import { collectionDoors } from './collections.ts'
import { spend } from './faults.ts'
import type { Org } from './org.ts'
import { queryDoors } from './queries.ts'
import { singleDoors } from './single.ts'

const compositeDoor: Door = { method: 'POST', path: /^\/composite\/?$/, answer: composite }
const doors: Door[] = [...collectionDoors, compositeDoor, ...queryDoors, ...bulkDoors, ...singleDoors]

export type Heard = { method: string; url: URL; text: string; type: string; allowDuplicates: boolean; token: string | undefined; held: ReadonlySet<string> }

/** A whole call: key, today's calls, faults, and then the door. */
export function answerCall(org: Org, heard: Heard): Answer {
	return asAnswer(() => {
		const { faults, calls } = org
		if (!heard.token || !org.tokens.has(heard.token)) throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
		if (org.isApiOff) throw new ApiError(403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.')
		if (calls.used >= calls.limit) throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')
		calls.used += 1
		if (spend(faults, 'limitCalls')) throw new ApiError(429, 'RATE_LIMITS', 'Too many requests')
		if (spend(faults, 'busyCalls')) throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.')
		if (spend(faults, 'failCalls')) throw new ApiError(503, 'SERVER_UNAVAILABLE', 'The request could not be served.')
		const [, root = '', path = ''] = /^(\/services\/data\/v\d+\.0)(\/.*)$/.exec(heard.url.pathname) ?? []
		const body = heard.text && heard.type.includes('json') ? readJson(heard.text) : null
		return pass(org, {
			method: heard.method,
			path,
			root,
			body,
			text: heard.text,
			query: heard.url.searchParams,
			allowDuplicates: heard.allowDuplicates,
			held: heard.held,
		})
	})
}

function pass(org: Org, call: Call): Answer {
	let isKnown = false
	for (const { method, path, answer } of doors) {
		const match = path.exec(call.path)
		if (!match) continue
		isKnown = true
		if (method === call.method) return answer(org, call, match.slice(1))
	}
	if (isKnown) throw new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${call.method}' not allowed.`)
	throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist')
}

export function asAnswer(run: () => Answer): Answer {
	try {
		return run()
	} catch (error) {
		if (!(error instanceof ApiError)) throw error
		return { status: error.status, body: [{ ...error.more, message: error.message, errorCode: error.errorCode }] }
	}
}

function readJson(text: string): unknown {
	try {
		return parseExact(text)
	} catch {
		throw new ApiError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required, but this request has no entity body.')
	}
}

type Sub = { method?: string; url?: string; referenceId?: string; body?: unknown }

/** Up to 25 calls in one, each for itself (allOrNone false), counted as one. At most five of them ask or write collections. */
function composite(org: Org, call: Call): Answer {
	const { compositeRequest = [], allOrNone } = (call.body ?? {}) as { compositeRequest?: Sub[]; allOrNone?: boolean }
	if (compositeRequest.length > 25) throw new ApiError(400, 'LIMIT_EXCEEDED', 'The maximum number of subrequests is 25.')
	if (compositeRequest.filter(({ url = '' }) => /\/(query|queryAll|composite)\b/.test(url)).length > 5) {
		throw new ApiError(400, 'LIMIT_EXCEEDED', 'The maximum number of queries and collections is 5.')
	}
	if (allOrNone) throw new ApiError(400, 'INVALID_ARGUMENT', 'allOrNone is not kept by this stand-in')
	const answers = compositeRequest.map(({ method = 'GET', url = '', referenceId = '', body = null }) => {
		const at = new URL(url, 'http://stand-in')
		const path = at.pathname.startsWith(call.root) ? at.pathname.slice(call.root.length) : at.pathname
		const answer = asAnswer(() => pass(org, { ...call, method, path, query: at.searchParams, body, text: '' }))
		return { body: answer.body ?? null, httpHeaders: {}, httpStatusCode: answer.status, referenceId }
	})
	return ok({ compositeResponse: answers })
}
