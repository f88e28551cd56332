/**
 * A scaled integer as an exact decimal string: (12345, 2) is '123.45'. Intl reads such strings digit by digit,
 * so no amount passes through binary fractions (commerce-engine.md section 2).
 */
export function decimal(scaled: number | bigint | string, digits: number): Intl.StringNumericLiteral {
	const value = BigInt(scaled)
	const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0')
	const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
	return `${value < 0n ? '-' : ''}${whole}` as Intl.StringNumericLiteral
}
