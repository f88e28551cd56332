import type { IncomingMessage, ServerResponse } from 'node:http'
import { listenHere, readText } from '../../stand-in.server.ts'
import { answerCall } from './answer-api.ts'
import type { Answer } from './calls.ts'
import { type Faults, noFaults, spend } from './faults.ts'
import { keepOrg } from './kept-org.server.ts'
import { type Knobs, turn } from './knobs.ts'
import { hold } from './locks.ts'
import { answerToken, type Keys } from './oauth.ts'
import { type Org, openOrg } from './org.ts'
import { Pushes, type PushSettings } from './pushes.server.ts'
import { answerScreen, type Screen } from './screens.ts'

export type StandInSettings = Keys & {
	/** 0 takes a free port. Always on 127.0.0.1. */
	port?: number
	/** The clock, in milliseconds. */
	now?: () => number
	/** A file in which the org outlives this process; without one it is gone with it. */
	file?: string
	/** The org's own screens, for people, without a key. */
	hasScreens?: boolean
	/** What a new org is filled with. */
	fill?: (org: Org) => void
}

export type StandIn = {
	origin: string
	/** The org itself, for who wants to look past its doors. */
	org: Org
	faults: Faults
	/** The same as POST /_knobs with the client secret. */
	turn: (knobs: Knobs) => object
	/** Takes every fault away. */
	mend: () => void
	/** Where notices of changes go from now on. */
	tell: (to: PushSettings | null) => void
	/** Resolves once all notices so far are delivered or lost. */
	told: () => Promise<unknown>
	close: () => Promise<void>
}

/** A Salesforce org, as far as a connection uses it, on this machine: speaks its REST, and refuses what an org refuses. */
export async function openSalesforceStandIn(settings: StandInSettings): Promise<StandIn> {
	const org = openOrg(settings.now ?? Date.now)
	const kept = settings.file ? keepOrg(org, settings.file) : null
	if (!kept?.wasKept) settings.fill?.(org)
	const house: House = { org, keys: settings, origin: '', changes: 0, hasScreens: settings.hasScreens === true, kept: () => kept?.changed() }
	const pushes = new Pushes(org)
	org.changed = (row, kind, fields) => {
		house.changes += 1
		pushes.note(row, kind, fields)
	}
	const { origin, close } = await listenHere(settings.port ?? 0, (request, response) => serve(house, request, response))
	house.origin = origin
	return {
		origin,
		org,
		faults: org.faults,
		turn: (knobs) => turn(org, knobs),
		mend: () => Object.assign(org.faults, noFaults),
		close: async () => {
			await close()
			kept?.close()
		},
		tell: (to) => {
			pushes.to = to
		},
		told: () => pushes.sent,
	}
}

type House = { org: Org; keys: Keys; origin: string; changes: number; hasScreens: boolean; kept: () => void }

async function serve(house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { org, keys, origin } = house
	const url = new URL(request.url ?? '/', origin)
	const text = await readText(request, largestBody)
	if (request.method !== 'GET') house.kept()
	const screen = house.hasScreens ? answerScreen(org, { method: request.method ?? 'GET', url, text }) : null
	if (screen) return show(response, screen)
	if (url.pathname === '/services/oauth2/token') return send(org, response, answerToken(org, keys, new URLSearchParams(text), origin))
	const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
	if (url.pathname === '/_knobs')
		return send(org, response, token === keys.clientSecret ? turned(org, text) : { status: 401, body: { error: 'the client secret is missing' } })
	const heard = {
		...{ method: request.method ?? 'GET', url, text, type: request.headers['content-type'] ?? '', token },
		allowDuplicates: /allowSave=true/i.test(String(request.headers['sforce-duplicate-rule-header'] ?? '')),
	}
	const held = hold(org, heard.method, text)
	try {
		const before = house.changes
		const answer = answerCall(org, { ...heard, held: held.elsewhere })
		if (org.faults.answerDelayMs > 0) await new Promise((resume) => setTimeout(resume, org.faults.answerDelayMs))
		const isWrite = house.changes > before || (heard.method !== 'GET' && url.pathname.includes('/jobs/'))
		if (isWrite && !spend(org.faults, 'keepAnswers') && spend(org.faults, 'loseAnswers')) return void response.destroy()
		send(org, response, answer)
	} finally {
		held.release()
	}
}

function turned(org: Org, text: string): Answer {
	try {
		return { status: 200, body: turn(org, JSON.parse(text) as Knobs) }
	} catch (error) {
		return { status: 400, body: { error: error instanceof Error ? error.message : 'bad knob' } }
	}
}

function show(response: ServerResponse, screen: Screen): void {
	if ('goTo' in screen) return void response.writeHead(303, { location: screen.goTo }).end()
	response.writeHead(screen.status, { 'content-type': 'text/html;charset=UTF-8' }).end(screen.html)
}

function send(org: Org, response: ServerResponse, { status, body, csv }: Answer): void {
	response.setHeader('date', new Date(org.now()).toUTCString())
	response.setHeader('sforce-limit-info', `api-usage=${org.calls.used}/${org.calls.limit}`)
	if (status === 429) response.setHeader('retry-after', '2')
	if (csv !== undefined) return void response.writeHead(status, { 'content-type': 'text/csv' }).end(csv)
	if (body === undefined) return void response.writeHead(status).end()
	response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(body))
}

/** Above what a bulk upload may have, which its door refuses by itself. */
const largestBody = 160_000_000
