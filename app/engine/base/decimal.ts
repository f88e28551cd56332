const plain = /^(?:0|-?[1-9]\d*)$/
const written = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * Decimal text in its one form: no plus, no zeros that say nothing, no exponent, `0` for each nought. Null where the text
 * is no number. Exact at any length: nothing passes through a float.
 */
export function readDecimal(text: string): string | null {
	if (plain.test(text)) return text
	const found = written.exec(text)
	if (!found) return null
	const [, sign = '', whole = '', part = '', exponent = '0'] = found
	if (whole === '' && part === '') return null
	const shift = Number(exponent)
	const digits = whole + part
	const point = whole.length + shift
	const left = point <= 0 ? '' : digits.padEnd(point, '0').slice(0, point)
	const right = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point)
	const units = left.replace(/^0+/, '') || '0'
	const parts = right.replace(/0+$/, '')
	const size = parts === '' ? units : `${units}.${parts}`
	return sign === '-' && size !== '0' ? `-${size}` : size
}

/** Below, at or above zero as `a` is below, at or above `b`; both as `readDecimal` answers them. */
export function compareDecimal(a: string, b: string): number {
	if (a === b) return 0
	const isNegative = a.startsWith('-')
	if (isNegative !== b.startsWith('-')) return isNegative ? -1 : 1
	return isNegative ? compareSizes(b.slice(1), a.slice(1)) : compareSizes(a, b)
}

function compareSizes(a: string, b: string): number {
	const [aWhole = '', aPart = ''] = a.split('.')
	const [bWhole = '', bPart = ''] = b.split('.')
	if (aWhole.length !== bWhole.length) return aWhole.length - bWhole.length
	if (aWhole !== bWhole) return aWhole < bWhole ? -1 : 1
	return aPart < bPart ? -1 : 1
}

/** Digits before and after the point, as `readDecimal` answers the number; a lone 0 before the point counts for none. */
export function countDigits(decimal: string): { whole: number; part: number } {
	const [whole = '', part = ''] = decimal.replace('-', '').split('.')
	return { whole: whole === '0' ? 0 : whole.length, part: part.length }
}
