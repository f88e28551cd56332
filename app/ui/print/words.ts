import type { TFunction } from 'i18next'
import { printMinor } from '../../engine/base/money.ts'
import { day } from '../format/date.ts'
import { money, unitPriceText } from '../format/money.ts'
import { decimalText, percentText } from '../format/number.ts'
import { countryName } from '../format/place-name.ts'

/** The namespaces that documents speak. */
export const printed = ['documents', 'account', 'common'] as const

/** Words and figures of a document in its reader's language; `t` speaks `printed`. */
export type Print = { t: TFunction; locale: string }

export type PrintWriter = Print & {
	money: (totalMinor: number) => string
	unitPrice: (price: string) => string
	day: (isoDay: string) => string
	quantity: (text: string, unitCode: string | null) => string
	/** A rate as tables keep it, a fraction: '0.075' is 7.5 %. */
	rate: (fraction: string) => string
}

export function printWriter({ t, locale }: Print, currency: string): PrintWriter {
	const unitName = (code: string) => t(`common:units.${code}`, { defaultValue: code })
	return {
		...{ t, locale },
		money: (minor) => money(minor, currency, locale),
		unitPrice: (price) => unitPriceText(price, currency, locale),
		day: (isoDay) => day(isoDay, locale),
		quantity: (text, unitCode) => counted(decimalText(text.replace('-', ''), locale), unitCode, unitName),
		rate: (fraction) => percentText(printPercent(fraction), locale),
	}
}

/** "12", "5 kg", "4 × box of 1,000", as the pages count (ui/parts/counted). */
function counted(count: string, unitCode: string | null, unitName: (code: string) => string): string {
	if (!unitCode || unitCode === 'each') return count
	return unitCode === 'kg' ? `${count} ${unitName(unitCode)}` : `${count} × ${unitName(unitCode)}`
}

/** '0.075000' as '7.5': the point moves, no digit is computed. */
function printPercent(fraction: string): string {
	const [whole = '0', digits = ''] = fraction.split('.')
	const moved = `${whole}${digits.padEnd(2, '0').slice(0, 2)}.${digits.slice(2)}`
	return moved.replace(/^0+(?=\d)/, '').replace(/\.?0*$/, '') || '0'
}

type Place = Record<string, string | null> | null | undefined

/** The lines of an address below the name; imported and older documents keep it flat beside the name. */
export function addressLines(address: Place, locale: string): string[] {
	if (!address) return []
	const place = [address['postalCode'] ?? address['postal_code'], address['city'], address['region']].filter(Boolean).join(' ')
	return [address['line1'], address['line2'], place, countryName(address['country'] ?? '', locale)].filter((line): line is string => Boolean(line))
}

/** Where people write on letter paper. */
export const paperOf = (country: string | null | undefined): 'a4' | 'letter' => (['US', 'CA', 'MX'].includes(country ?? '') ? 'letter' : 'a4')

/** An amount for a file: a plain decimal that every sheet reads. */
export const printMinorText = (minor: number, currency: string): string => printMinor(minor, currency)
