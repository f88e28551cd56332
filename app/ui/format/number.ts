import { decimal } from './decimal.ts'
import { keep } from './intl.ts'

const QUANTITY_DIGITS = 4

/** A quantity in ten-thousandths: quantity(25_000, 'cs') is '2,5'. */
export function quantity(tenThousandths: number, locale: string): string {
	const format = keep(`quantity ${locale}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: QUANTITY_DIGITS }))
	return format.format(decimal(tenThousandths, QUANTITY_DIGITS))
}

/** A quantity as a number field wants it: '2.5', no grouping, whatever the language. */
export function quantityInput(tenThousandths: number): string {
	return decimal(tenThousandths, QUANTITY_DIGITS).replace(/\.?0+$/, '')
}

/** A plain count. */
export function count(value: number | bigint, locale: string): string {
	return keep(`count ${locale}`, () => new Intl.NumberFormat(locale)).format(value)
}

/** A share of one: percent(0.125, 'en') is '12.5%'. */
export function percent(share: number, locale: string): string {
	return keep(`percent ${locale}`, () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })).format(share)
}

/** Words joined as the language joins them; 'or' for alternatives. */
export function list(words: readonly string[], locale: string, kind: 'and' | 'or' = 'and'): string {
	return keep(`list ${locale} ${kind}`, () => new Intl.ListFormat(locale, { type: kind === 'and' ? 'conjunction' : 'disjunction' })).format(words)
}

/** A plain decimal in text as the language writes it: decimalText('2.5', 'cs') is '2,5'. Anything else stays as it is. */
export function decimalText(text: string, locale: string): string {
	if (!/^\d{1,15}(\.\d+)?$/.test(text)) return text
	const format = keep(`decimal ${locale}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }))
	return format.format(text as Intl.StringNumericLiteral)
}

/** Percent in plain text as the language writes them: percentText('8.375', 'fr-CA') is '8,375 %'. Every digit stays. */
export function percentText(text: string, locale: string): string {
	const format = keep(`percent text ${locale}`, () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 6 }))
	return format.format(`${text}e-2` as Intl.StringNumericLiteral)
}
