import { countryName } from './place-name.ts'

/** An address as it stands in a record; a country by its two letters, or in the words of the system that it came from. */
export type PostalAddress = Readonly<Partial<Record<'street' | 'city' | 'region' | 'postalCode' | 'country', string | null>>>
type Part = 'street' | 'city' | 'region' | 'postalCode'

/** Which parts stand on a line together, and what is written between them, as each country's post asks for it: | ends a line. */
const manners: readonly (readonly [countries: string, manner: string])[] = [
	['US', '{street}|{city}, {region} {postalCode}'],
	['CA AU', '{street}|{city} {region} {postalCode}'],
	['GB IE', '{street}|{city}|{region}|{postalCode}'],
	['NZ IN', '{street}|{city} {postalCode}|{region}'],
	['MX', '{street}|{postalCode} {city}, {region}'],
	['IT ES', '{street}|{postalCode} {city} {region}'],
	['BR', '{street}|{city} - {region}|{postalCode}'],
	['JP CN KR TW', '{street}|{city}, {region} {postalCode}'],
]
const usual = '{street}|{postalCode} {city}|{region}'
/** From the large to the small, where it is written in their own script. */
const ownScript: Readonly<Record<string, string>> = {
	...{
		JP: '〒{postalCode}|{region}{city}|{street}',
		CN: '{postalCode}|{region}{city}|{street}',
		TW: '{postalCode}|{region}{city}|{street}',
		KR: '{region} {city}|{street}|{postalCode}',
	},
}
const isOwnScript = (text: string) => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)

/** An address in the manner of its country, a line each, the country last in the reader's language; nothing that was written is left out. */
export function addressLines(address: PostalAddress, locale: string): string[] {
	const country = address.country?.trim() ?? ''
	const own = isOwnScript(`${address.region ?? ''}${address.city ?? ''}`) ? ownScript[country] : undefined
	const manner = own ?? manners.find(([countries]) => countries.split(' ').includes(country))?.[1] ?? usual
	const lines = manner.split('|').flatMap((line) => filled(line, address).split('\n'))
	return [...lines, countryName(country, locale)].map((line) => line.trim()).filter((line) => line !== '')
}

/** A line without what is blank, and without the signs that would stand beside nothing. */
function filled(line: string, address: PostalAddress): string {
	const pieces = [...line.matchAll(/([^{}]*)\{(\w+)\}/g)].map(([, before = '', part]) => ({ before, value: address[part as Part]?.trim() ?? '' }))
	return pieces.filter(({ value }) => value !== '').reduce((text, { before, value }) => text + (text === '' && before !== '〒' ? '' : before) + value, '')
}
