import type { Day } from '../base/calendar.ts'
import { type Refusal, refusal } from '../base/refusal.ts'

export type CertificateFields = { jurisdiction: string; number: string; validFrom: Day | null; expiresOn: Day | null }

/** Everything wrong with a certificate as it was typed, by field: FIELD_INVALID, and WINDOW_EMPTY where it ends before it begins. */
export function checkCertificate({ jurisdiction, number, validFrom, expiresOn }: CertificateFields): Refusal[] {
	const wrong = (isRight: boolean, key: string, given: string | null): Refusal[] =>
		isRight ? [] : [refusal('FIELD_INVALID', { key, given: (given ?? '').slice(0, 80) })]
	return [
		...wrong(/^[A-Z0-9][A-Z0-9 ._-]{0,29}$/i.test(jurisdiction), 'jurisdiction', jurisdiction),
		...wrong(number !== '' && number.length <= 60, 'number', number),
		...wrong(validFrom !== null, 'validFrom', validFrom),
		...wrong(expiresOn !== null, 'expiresOn', expiresOn),
		...(validFrom && expiresOn && expiresOn < validFrom ? [refusal('WINDOW_EMPTY', { sku: '' })] : []),
	]
}
