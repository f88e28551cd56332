import { expect, test } from 'vitest'
import { addressLines, type PostalAddress } from '../../app/ui/format/address-lines.ts'

const rows: readonly [manner: string, address: PostalAddress, locale: string, lines: string[]][] = [
	[
		'United States',
		{ street: '1 Broadway\nSuite 2', city: 'Fargo', region: 'ND', postalCode: '58102', country: 'US' },
		'en',
		['1 Broadway', 'Suite 2', 'Fargo, ND 58102', 'United States'],
	],
	[
		'Canada',
		{ street: '5 rue Ontario', city: 'Montréal', region: 'QC', postalCode: 'H2Y 1C6', country: 'CA' },
		'fr-CA',
		['5 rue Ontario', 'Montréal QC H2Y 1C6', 'Canada'],
	],
	[
		'Great Britain',
		{ street: '1 High St', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' },
		'cs',
		['1 High St', 'Leeds', 'LS1 1AA', 'Spojené království'],
	],
	[
		'Czechia, and the most of Europe',
		{ street: 'Dlouhá 5', city: 'Praha', postalCode: '110 00', country: 'CZ' },
		'es',
		['Dlouhá 5', '110 00 Praha', 'Chequia'],
	],
	[
		'Spain',
		{ street: 'Calle Mayor 1', city: 'Getafe', region: 'Madrid', postalCode: '28901', country: 'ES' },
		'en',
		['Calle Mayor 1', '28901 Getafe Madrid', 'Spain'],
	],
	[
		'Japan in its own script',
		{ street: '丸の内1-1', city: '千代田区', region: '東京都', postalCode: '100-0005', country: 'JP' },
		'ja',
		['〒100-0005', '東京都千代田区', '丸の内1-1', '日本'],
	],
	[
		'Japan in ours',
		{ street: '1-1 Marunouchi', city: 'Chiyoda-ku', region: 'Tokyo', postalCode: '100-0005', country: 'JP' },
		'en',
		['1-1 Marunouchi', 'Chiyoda-ku, Tokyo 100-0005', 'Japan'],
	],
	['a country that nobody knows the manner of', { street: 'A', city: 'B', region: 'C', postalCode: '1', country: 'ZW' }, 'en', ['A', '1 B', 'C', 'Zimbabwe']],
	['a country in the words of another system', { city: 'Fargo', country: 'Dakota Territory' }, 'ja', ['Fargo', 'Dakota Territory']],
	['no sign stands beside nothing', { region: 'ND', country: 'US' }, 'en', ['ND', 'United States']],
	['nor behind it', { city: 'Fargo', country: 'US' }, 'en', ['Fargo', 'United States']],
	['nor before a code that is not there', { city: '千代田区', region: '東京都', postalCode: null, country: 'JP' }, 'ja', ['東京都千代田区', '日本']],
	['nothing', { street: ' ', city: null }, 'en', []],
]

test.each(rows)('an address as its country’s post has it: %s', (_, address, locale, lines) => {
	expect(addressLines(address, locale)).toEqual(lines)
})

test('nothing that was written is left out, in whichever country', () => {
	const parts = { street: 'STREET', city: 'CITY', region: 'REGION', postalCode: 'CODE' }
	for (const country of ['US', 'CA', 'AU', 'GB', 'NZ', 'MX', 'IT', 'BR', 'JP', 'CN', 'KR', 'DE', ''])
		for (const city of ['CITY', '市CITY']) {
			const text = addressLines({ ...parts, city, country }, 'en').join('|')
			expect(
				Object.values({ ...parts, city }).filter((part) => !text.includes(part)),
				`${country} ${text}`,
			).toEqual([])
		}
})
