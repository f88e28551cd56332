import { type Refusal, type Result, refusal, refused } from '../../../engine/base/refusal.ts'
import { taxBases } from '../../../engine/tax/tax-bases.ts'
import type { TaxAsk, TaxConnector } from '../contract.ts'
import { readQuoted } from './read-transaction.ts'
import { writeDocument, writeQuote } from './write-transaction.ts'

export type AvataxSettings = {
	accountId: string
	licenseKey: string
	/** Of production when it is not said. */
	origin?: string
	/** One call; a buyer is waiting. */
	timeoutMs?: number
}

type Call = (path: string, body: object) => Promise<Result<{ body: unknown }>>

/**
 * AvaTax (REST v2) behind the tax contract. A quote is a `SalesOrder`, which is not recorded there; an invoice a committed
 * `SalesInvoice`, a credit note a `ReturnInvoice`, both by `createoradjust`, so that repeating them is one document.
 */
export function openAvatax(settings: AvataxSettings): TaxConnector {
	const call = callerOf(settings)
	return {
		async quote(ask) {
			const written = writeQuote(ask)
			if (!written.ok) return written
			const answer = await call('/api/v2/transactions/create?$include=Lines,Details', written.body)
			return answer.ok ? readQuoted(answer.body, ask) : refused(...answer.refusals.map((one) => placed(one, ask)))
		},
		async commit(document) {
			const written = writeDocument(document)
			return written.ok ? call('/api/v2/transactions/createoradjust', written.body) : written
		},
		async void({ code, kind, companyCode }) {
			const type = kind === 'invoice' ? 'SalesInvoice' : 'ReturnInvoice'
			const path = `/api/v2/companies/${encodeURIComponent(companyCode)}/transactions/${encodeURIComponent(code)}/void?documentType=${type}`
			const answer = await call(path, { code: 'DocVoided' })
			const reason = answer.ok ? '' : answer.refusals[0]?.facts['reason']
			return reason === 'EntityNotFoundError' || reason === 'DocStatusError' ? { ok: true } : answer
		},
	}
}

const MOST_REASON = 80

/** AvaTax names the line; the buyer knows the delivery. */
function placed({ code, facts: { line, ...facts } }: Refusal, { input }: TaxAsk): Refusal {
	const base = typeof line === 'number' ? taxBases(input.groups)[line] : undefined
	return refusal(code, base ? { ...facts, groupKey: base.group.groupKey } : facts)
}

function callerOf({ accountId, licenseKey, origin = 'https://rest.avatax.com', timeoutMs = 4000 }: AvataxSettings): Call {
	const headers = {
		authorization: `Basic ${Buffer.from(`${accountId}:${licenseKey}`).toString('base64')}`,
		...{ 'content-type': 'application/json', accept: 'application/json', 'x-avalara-client': 'Kontor; 1; REST; v2' },
	}
	return async (path, body) => {
		try {
			const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(timeoutMs) })
			if (response.status >= 500 || response.status === 429) return refused(refusal('TAX_SERVICE_DOWN', { reason: `HTTP ${response.status}` }))
			const answer: unknown = await response.json()
			return response.ok ? { ok: true, body: answer } : refused(refusalOf(answer))
		} catch (error) {
			// No answer, half of one, or none in time: what it means for the order is the seller's setting.
			return refused(refusal('TAX_SERVICE_DOWN', { reason: error instanceof Error ? error.name : 'unreachable' }))
		}
	}
}

/** What AvaTax says of an address that it cannot place. */
const ADDRESS_CODES = new Set([
	...['AddressError', 'AddressIncomplete', 'AddressNotGeocodedError', 'AddressRangeError', 'CityError', 'CountryError', 'InvalidAddress', 'InvalidPostalCode'],
	...['InvalidZipForStateError', 'JurisdictionNotFoundError', 'PostalCodeError', 'RegionCodeError', 'TaxAddressError', 'TaxRegionError'],
])

type Said = { error?: { code?: unknown; message?: unknown; details?: readonly { code?: unknown; refersTo?: unknown }[] } }

function refusalOf(answer: unknown) {
	const { code, message, details } = (answer as Said | null)?.error ?? {}
	const reason = String(code ?? 'refused').slice(0, MOST_REASON)
	if (!ADDRESS_CODES.has(reason)) return refusal('TAX_SERVICE_REFUSED', { reason })
	const line = Number(/\[(\d+)\]/.exec(String(details?.[0]?.refersTo ?? ''))?.[1] ?? -1)
	return refusal('TAX_ADDRESS_REFUSED', { reason, line, said: String(message ?? '').slice(0, MOST_REASON) })
}
