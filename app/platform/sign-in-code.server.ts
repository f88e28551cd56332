import { createHmac, randomInt } from 'node:crypto'

/** Six digits, as people read them out of a mail. */
export function freshCode(): string {
	return String(randomInt(1_000_000)).padStart(6, '0')
}

/** What is stored of a code: keyed by the shop's secret, since a million codes are soon tried against a bare hash. */
export function hashCode(secret: string, email: string, code: string): string {
	return createHmac('sha256', secret).update(`sign-in-code.${email.trim().toLowerCase()}.${code}`).digest('hex')
}
