/**
 * JSON without floats: a number is read as the digits that were sent, in plain decimals, and written from text as they stand.
 * `3.5E8` reads as `350000000`, `12.50` as `12.5`, so that equal numbers of two systems are equal texts.
 */
export function parseExact(text: string): unknown {
	return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
		typeof value === 'number' ? plainDecimal(context?.source ?? String(value)) : value,
	)
}

const raw = (JSON as unknown as { rawJSON: (text: string) => object }).rawJSON

/** For JSON.stringify: the number of these digits. Text that is no number stays text, for the other side to refuse. */
export const exactNumber = (text: string): object | string => (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? raw(text) : text)

/** Plain decimals of any JSON number, exactly: no exponent, no zeros behind the last digit, no minus before zero. */
export function plainDecimal(source: string): string {
	const [, minus = '', whole = '0', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? []
	const digits = whole + fraction
	const point = whole.length + Number(power)
	// An exponent that no field of any side can hold would only make a very long text.
	if (Math.abs(point) > 400) return source
	const left = (point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0').replace(/^0+(?=\d)/, '')
	const right = (point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits).replace(/0+$/, '')
	const plain = right ? `${left}.${right}` : left
	return plain === '0' ? plain : minus + plain
}
