import type { IncomingMessage, ServerResponse } from 'node:http'
import { listenHere, readText } from '../../stand-in.server.ts'
import { parseExact } from '../../sync/exact-json.ts'
import { answerBatch, failed } from './batches.ts'
import { type Answer, answerProspects, remove } from './prospects.ts'
import { type CustomField, type Faults, noFaults, readGiven, type State, save, UnitError } from './unit-state.ts'

export type StandInSettings = { clientId: string; clientSecret: string; businessUnitId: string; port?: number; now?: () => number }

export type StandIn = {
	origin: string
	state: State
	faults: Faults
	/** What marketers do at their screens. */
	edit: (id: number, values: Record<string, unknown>) => void
	remove: (id: number) => void
	/** Takes a prospect out of the bin for good. */
	purge: (id: number) => void
	addField: (field: CustomField) => void
	dropField: (fieldId: string) => void
	close: () => Promise<void>
}

/** An Account Engagement business unit, as far as a connection uses it, on this machine. Gives its own tokens, as Salesforce would. */
export async function openAccountEngagementStandIn(settings: StandInSettings): Promise<StandIn> {
	const state: State = {
		...{ prospects: new Map(), custom: [], tokens: new Set(), pages: new Map(), calls: { used: 0, limit: 25_000 }, faults: { ...noFaults }, longest: 255 },
		mayDelete: true,
		...{ running: 0, counter: 1000, changes: 0, now: settings.now ?? Date.now },
	}
	const { origin, close } = await listenHere(settings.port ?? 0, (request, response) => serve(state, settings, request, response))
	return {
		...{ origin, state, faults: state.faults, close, remove: (id) => remove(state, id) },
		purge: (id) => void state.prospects.delete(id),
		edit: (id, values) => void save(state, id, readGiven(state, values)),
		addField: (field) => void state.custom.push(field),
		dropField(fieldId) {
			state.custom = state.custom.filter((field) => field.fieldId !== fieldId)
		},
	}
}

async function serve(state: State, settings: StandInSettings, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const url = new URL(request.url ?? '/', 'http://stand-in')
	const text = await readText(request, 4 * 1024 * 1024)
	const send = ({ status, body }: Answer) => {
		response.setHeader('date', new Date(state.now()).toUTCString())
		if (status === 429) response.setHeader('retry-after', '2')
		response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body))
	}
	if (url.pathname === '/services/oauth2/token') return send(give(state, settings, new URLSearchParams(text)))
	state.running += 1
	try {
		const before = state.changes
		const answer = decide(state, settings, request, url, text)
		if (state.faults.answerDelayMs > 0) await new Promise((resume) => setTimeout(resume, state.faults.answerDelayMs))
		if (state.changes > before && spend(state.faults, 'loseAnswers')) return void response.destroy()
		send(answer)
	} finally {
		state.running -= 1
	}
}

function give(state: State, { clientId, clientSecret }: StandInSettings, form: URLSearchParams): Answer {
	if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
		return { status: 400, body: { error: 'invalid_client', error_description: 'invalid client credentials' } }
	}
	const token = `token-${state.tokens.size + 1}-${state.now()}`
	state.tokens.add(token)
	return { status: 200, body: { access_token: token, token_type: 'Bearer', scope: 'pardot_api' } }
}

const mostAtOnce = 5

function decide(state: State, { businessUnitId }: StandInSettings, { method = 'GET', headers }: IncomingMessage, url: URL, text: string): Answer {
	const isOld = url.pathname.includes('/version/4/')
	const refuse = ({ status, code, message }: UnitError): Answer => (isOld ? { ...failed(code, message), status } : { status, body: { code, message } })
	try {
		const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
		if (!token || !state.tokens.has(token)) throw new UnitError(401, 184, 'access_token is invalid, unknown, or malformed')
		if (headers['pardot-business-unit-id'] !== businessUnitId) throw new UnitError(400, 181, 'Missing or invalid Pardot-Business-Unit-Id header')
		if (state.running > mostAtOnce) throw new UnitError(429, 66, 'You have exceeded your concurrent request limit. Please wait, before trying again')
		if (state.calls.used >= state.calls.limit) throw new UnitError(429, 122, 'Daily API rate limit met')
		state.calls.used += 1
		if (spend(state.faults, 'limitCalls')) throw new UnitError(429, 66, 'You have exceeded your concurrent request limit. Please wait, before trying again')
		if (spend(state.faults, 'failCalls')) return { status: 503 }
		if (url.pathname === '/api/prospect/version/4/do/batchUpdate') return answerBatch(state, text)
		const body = text && headers['content-type']?.includes('json') ? parseExact(text) : null
		return answerProspects(state, { method, path: url.pathname, query: url.searchParams, body })
	} catch (error) {
		if (error instanceof UnitError) return refuse(error)
		throw error
	}
}

function spend(faults: Faults, count: 'loseAnswers' | 'failCalls' | 'limitCalls'): boolean {
	if (faults[count] <= 0) return false
	faults[count] -= 1
	return true
}
