import type { IncomingMessage, ServerResponse } from 'node:http'
import { listenHere, readText, sendJson } from '../../../stand-in.server.ts'
import { type Books, create, createOrAdjust, type Recorded, ServiceError, voidTransaction } from './answer.ts'

export type StandInSettings = {
	accountId: string
	licenseKey: string
	companies: readonly string[]
	/** 0 takes a free port. Always on 127.0.0.1. */
	port?: number
}

/** What is broken on purpose: the next `failCalls` calls answer 503, `delayMs` is waited before each answer, `cutCalls` end without one. */
export type Faults = { failCalls: number; cutCalls: number; delayMs: number }

export type StandIn = { origin: string; faults: Faults; calls: string[]; documents: () => Recorded[]; close: () => Promise<void> }

/** AvaTax as far as Kontor asks it, on this machine: it speaks its REST to the connector, and refuses what AvaTax refuses. */
export async function openAvataxStandIn(settings: StandInSettings): Promise<StandIn> {
	const books: Books = { companies: settings.companies, documents: new Map() }
	const faults: Faults = { failCalls: 0, cutCalls: 0, delayMs: 0 }
	const calls: string[] = []
	const house = { settings, books, faults, calls }
	const listening = await listenHere(settings.port ?? 0, (request, response) => serve(house, request, response))
	return { ...listening, faults, calls, documents: () => [...books.documents.values()] }
}

type House = { settings: StandInSettings; books: Books; faults: Faults; calls: string[] }

async function serve(house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { settings, faults, calls } = house
	const url = new URL(request.url ?? '/', 'http://stand-in')
	const body = await readJson(request)
	const send = (status: number, answer: unknown) => sendJson(response, status, answer)
	const known = `Basic ${Buffer.from(`${settings.accountId}:${settings.licenseKey}`).toString('base64')}`
	if (request.headers.authorization !== known) return void send(401, errorOf('AuthenticationException', 'Authentication failed.'))
	if (url.pathname === '/_knobs') return void send(200, Object.assign(faults, body))
	calls.push(url.pathname)
	if (faults.delayMs > 0) await new Promise((resume) => setTimeout(resume, faults.delayMs))
	if (faults.cutCalls > 0) {
		faults.cutCalls -= 1
		return void response.destroy()
	}
	if (faults.failCalls > 0) {
		faults.failCalls -= 1
		return void send(503, errorOf('ServerUnreachable', 'The service is not available.'))
	}
	try {
		send(url.pathname.endsWith('/void') ? 200 : 201, route(house.books, url, body))
	} catch (error) {
		if (!(error instanceof ServiceError)) throw error
		send(error.status, errorOf(error.code, error.message, error.refersTo))
	}
}

function route(books: Books, url: URL, body: unknown) {
	if (url.pathname === '/api/v2/transactions/create') return create(books, body)
	if (url.pathname === '/api/v2/transactions/createoradjust') return createOrAdjust(books, body)
	const [, companyCode, code] = /^\/api\/v2\/companies\/([^/]+)\/transactions\/([^/]+)\/void$/.exec(url.pathname) ?? []
	if (!companyCode || !code) throw new ServiceError(404, 'NotFound', 'There is nothing at this address.')
	const type = url.searchParams.get('documentType') ?? 'SalesInvoice'
	return voidTransaction(books, { companyCode: decodeURIComponent(companyCode), code: decodeURIComponent(code), type })
}

const errorOf = (code: string, message: string, refersTo = '') => ({ error: { code, message, target: 'Unknown', details: [{ code, message, refersTo }] } })

const largestBody = 1024 * 1024

async function readJson(request: IncomingMessage): Promise<unknown> {
	const text = await readText(request, largestBody)
	return text === '' ? {} : JSON.parse(text)
}
