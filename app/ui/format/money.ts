import { decimal } from './decimal.ts'
import { keep } from './intl.ts'

const MICRO_DIGITS = 6

/** Fraction digits of a currency as ISO 4217 has them: CAD 2, JPY 0, KWD 3. */
export function currencyDigits(currency: string): number {
	return keep(`digits ${currency}`, () => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)
}

/** An amount in minor units: money(1850, 'USD', 'en') is '$18.50'. */
export function money(totalMinor: number | bigint, currency: string, locale: string): string {
	const format = keep(`money ${locale} ${currency}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency }))
	return format.format(decimal(totalMinor, currencyDigits(currency)))
}

/** An amount with its sign always shown, for differences; zero has none. */
export function moneyChange(totalMinor: number | bigint, currency: string, locale: string): string {
	const format = keep(`change ${locale} ${currency}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency, signDisplay: 'exceptZero' }))
	return format.format(decimal(totalMinor, currencyDigits(currency)))
}

/** A short amount for charts and tiles: '$1.2M'. Never for anything that is owed. */
export function moneyShort(totalMinor: number | bigint, currency: string, locale: string): string {
	const format = keep(
		`short ${locale} ${currency}`,
		() => new Intl.NumberFormat(locale, { style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 }),
	)
	return format.format(decimal(totalMinor, currencyDigits(currency)))
}

/** A unit price as loaders send it, a plain decimal: no amount passes through binary fractions. */
export function unitPriceText(price: string, currency: string, locale: string): string {
	return unitFormat(currency, locale).format(price as Intl.StringNumericLiteral)
}

/** A unit price in micros (bigint, or its string from JSON): at least the currency's digits, all six when they mean something. */
export function unitPrice(unitPriceMicros: bigint | string, currency: string, locale: string): string {
	return unitFormat(currency, locale).format(decimal(unitPriceMicros, MICRO_DIGITS))
}

function unitFormat(currency: string, locale: string): Intl.NumberFormat {
	return keep(
		`unit ${locale} ${currency}`,
		() => new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: currencyDigits(currency), maximumFractionDigits: MICRO_DIGITS }),
	)
}
