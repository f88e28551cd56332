import type { SideFailure } from '../../engine/sync/types.ts'
import { failure, type Refused, readGateway } from '../sync/door.server.ts'

/** What a number of the service means, where the core has a word of its own for it; the others keep their number. */
const words: Readonly<Record<string, string>> = {
	'1': 'INVALID_SESSION_ID',
	'184': 'INVALID_SESSION_ID',
	'3': 'NOT_FOUND',
	'61': 'NOT_FOUND',
	'4': 'INVALID_EMAIL_ADDRESS',
	'49': 'INSUFFICIENT_ACCESS_OR_READONLY',
	'89': 'INSUFFICIENT_ACCESS_OR_READONLY',
	'66': 'RATE_LIMITS',
	'122': 'REQUEST_LIMIT_EXCEEDED',
}
const mailFields = new Set(['INVALID_EMAIL_ADDRESS'])

/** Version 5: `{ code, message }`. Version 4: `{ "@attributes": { stat, err_code }, err }`, whatever the status. */
export function readRefusal(refused: Refused): SideFailure {
	const said = readSaid(refused.body)
	if (!said) return readGateway(refused)
	const wait = said.code === '66' ? (refused.retryAfterSeconds ?? null) : refused.retryAfterSeconds
	return { ...named(said.code, said.message), status: refused.status, retryAfterSeconds: wait, isUnknown: refused.writes && refused.status >= 500 }
}

export function named(code: string, message: string): SideFailure {
	const word = words[code] ?? wordOf(message) ?? code
	const field = mailFields.has(word) ? 'email' : (/(?:field|parameter)s?:? ['"]?(\w+)/i.exec(message)?.[1] ?? null)
	return { ...failure(word, message, 200), fields: field ? [field] : [] }
}

/** Code 109 says "invalid" of everything; its sentence says of what. */
function wordOf(message: string): string | null {
	if (/unknown (field|parameter)|not a valid field/i.test(message)) return 'INVALID_FIELD'
	if (/too long/i.test(message)) return 'STRING_TOO_LONG'
	if (/not one of the allowed values/i.test(message)) return 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'
	if (/must be (a|an) (integer|number|boolean|date)/i.test(message)) return 'INVALID_TYPE_ON_FIELD_IN_RECORD'
	return /read.?only/i.test(message) ? 'INVALID_FIELD_FOR_INSERT_UPDATE' : null
}

export function readSaid(body: unknown): { code: string; message: string } | null {
	const said = body as { code?: string; message?: string; err?: string; '@attributes'?: { stat?: string; err_code?: string } } | null
	if (said?.['@attributes']?.stat === 'fail') return { code: said['@attributes'].err_code ?? '', message: said.err ?? '' }
	return said?.code !== undefined && said.message !== undefined ? { code: said.code, message: said.message } : null
}
