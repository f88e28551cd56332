/** Lengths and first digits of the schemes whose cards are handed out today (ISO/IEC 7812). Thirteen digits are barcodes. */
const schemes: readonly RegExp[] = [
	/^4(\d{15}|\d{18})$/,
	/^(5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/,
	/^3[47]\d{13}$/,
	/^6(011|4[4-9]\d|5\d\d)\d{12}$/,
	/^35(2[89]|[3-8]\d)\d{12}$/,
	/^62\d{14,17}$/,
	/^3(0[0-5]|[689]\d)\d{11}$/,
]

/** Digits as a card shows them: without a gap, in fours, or as American Express and Diners Club set theirs. */
const written = /(?<!\d)(?:\d{14,19}|\d{4}([ \u00a0\u2009\u202f.-])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{4}([ \u00a0\u2009\u202f.-])\d{6}\2\d{4,5})(?!\d)/g

/** Ids and hashes, in which every digit may come by chance. */
const madeUp = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|[\da-f]{32,}/gi

/**
 * Whether somebody wrote the number of a payment card into this text (commerce-engine.md section 8: it never reaches us).
 * It is one when its scheme, its length and its check digit say so; an order number or a tracking number is none.
 */
export function holdsCardNumber(text: string): boolean {
	if (text.length < 14) return false
	for (const [found] of plain(text).replace(madeUp, '').matchAll(written)) if (isCardNumber(found)) return true
	return false
}

/** The text with every card number as dots: what a log may keep. */
export function maskCardNumbers(text: string): string {
	if (!holdsCardNumber(text)) return text
	return plain(text).replace(written, (found) => (isCardNumber(found) ? '••••' : found))
}

/** Japanese keyboards write digits of full width. */
const plain = (text: string) => (/[\uff10-\uff19]/.test(text) ? text.normalize('NFKC') : text)

/** The three digits after a card in fours may be its end, or the code on its back. */
function isCardNumber(found: string): boolean {
	const digits = found.replace(/\D/g, '')
	const readings = found === digits ? [digits] : [digits, digits.slice(0, 16)]
	return readings.some((one) => schemes.some((scheme) => scheme.test(one)) && hasCheckDigit(one))
}

/** ISO/IEC 7812-1, annex B (Luhn): every second digit from the right counts twice, and the sum ends in 0. */
function hasCheckDigit(digits: string): boolean {
	let sum = 0
	for (let place = 0; place < digits.length; place += 1) {
		const digit = Number(digits[digits.length - 1 - place])
		const worth = place % 2 === 1 ? digit * 2 : digit
		sum += worth > 9 ? worth - 9 : worth
	}
	return sum % 10 === 0
}
