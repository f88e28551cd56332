import { readDecimal } from '../../engine/base/decimal.ts'

/**
 * JSON without floats: a number is read as the digits that were sent, in plain decimals, and written from text as they stand.
 * `3.5E8` reads as `350000000`, `12.50` as `12.5`, so that equal numbers of two systems are equal texts.
 */
export function parseExact(text: string): unknown {
	return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
		typeof value === 'number' ? decimalOf(context?.source ?? String(value)) : value,
	)
}

const decimalOf = (source: string) => readDecimal(source) ?? source

const raw = (JSON as unknown as { rawJSON: (text: string) => object }).rawJSON

/** For JSON.stringify: the number of these digits. Text that is no number stays text, for the other side to refuse. */
export const exactNumber = (text: string): object | string => (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? raw(text) : text)
