import { keep } from './intl.ts'
import { regionNames } from './region-names.ts'

const columns = ['en', 'fr-CA', 'es', 'ja', 'cs']

/** Browsers call these otherwise than the server does; what is drawn twice is called one way. In the order of `columns`. */
const ownNames: Readonly<Record<string, readonly string[]>> = {
	FK: ['Falkland Islands', 'îles Malouines', 'Islas Malvinas', 'フォークランド諸島', 'Falklandské ostrovy'],
	HK: ['Hong Kong', 'Hong Kong', 'Hong Kong', '香港', 'Hongkong'],
	MO: ['Macao', 'Macao', 'Macao', 'マカオ', 'Macao'],
	PS: ['Palestine', 'Palestine', 'Palestina', 'パレスチナ', 'Palestina'],
}

/** A country by its name in a language: "US" is "Spojené státy". What is no country stays as it is. */
export function countryName(code: string, locale: string): string {
	if (!/^[A-Z]{2}$/.test(code)) return code
	return ownNames[code]?.[columns.indexOf(locale)] ?? keep(`countries ${locale}`, () => new Intl.DisplayNames(locale, { type: 'region' })).of(code) ?? code
}

/**
 * A country, or a part of one, as tax and shipping name it: "US-MN" is "Minnesota", "CA-QC-QST" is "Québec QST",
 * "DE-BY" is "Germany BY", for we keep the names of the parts of two countries only. What is no place stays as it is.
 */
export function placeName(code: string, locale: string): string {
	const [, country = '', region = '', rest] = /^([A-Z]{2})(?:-([A-Z0-9]{1,3}))?(?:[ -](.+))?$/.exec(code) ?? []
	if (country === '') return code
	const own = regionNames[`${country}-${region}`]
	const name = own?.[columns.indexOf(locale)] ?? own?.[0] ?? [countryName(country, locale), region].filter(Boolean).join(' ')
	return rest ? `${name} ${rest}` : name
}

/** A zone of a rate: its region and its country by name, then what its postal codes begin with. */
export function zoneName({ country, region }: { country: string; region: string | null }, locale: string): string {
	return region ? `${placeName(`${country}-${region}`, locale)}, ${countryName(country, locale)}` : countryName(country, locale)
}
