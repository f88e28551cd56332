import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { ReaderProvider } from '../../app/ui/format/locale.tsx'
import { BarChart } from '../../app/ui/parts/bar-chart.tsx'
import { Button } from '../../app/ui/parts/button.tsx'
import { Checkbox } from '../../app/ui/parts/checkbox.tsx'
import { cn } from '../../app/ui/parts/cn.ts'
import { DateText, DayText } from '../../app/ui/parts/date-text.tsx'
import { LineChart } from '../../app/ui/parts/line-chart.tsx'
import { Money, UnitPrice } from '../../app/ui/parts/money.tsx'
import { QuantityField } from '../../app/ui/parts/number-field.tsx'
import { isAt, withoutLanguage } from '../../app/ui/parts/place-link.tsx'
import { Refusals } from '../../app/ui/parts/refusals.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../app/ui/parts/table.tsx'
import { TextField } from '../../app/ui/parts/text-field.tsx'
import { TierTable } from '../../app/ui/parts/tier-table.tsx'
import { readTheme, themeCookieFor } from '../../app/ui/shell/theme.ts'

const html = renderToStaticMarkup
const attribute = (markup: string, name: string) => markup.match(new RegExp(` ${name}="([^"]*)"`))?.[1]

test('a rail knows where one is in every language', () => {
	expect(isAt('/merchandising/taxes', '/ja/merchandising/taxes')).toBe(true)
	expect(isAt('/orders', '/fr-CA/orders/SO-1')).toBe(true)
	expect(isAt('/desk', '/cs/desk/accounts', true)).toBe(false)
	expect(isAt('/merchandising/tax', '/merchandising/taxes')).toBe(false)
	expect(isAt('/merchandising/search?tab=misses', '/es/merchandising/search')).toBe(true)
	expect([withoutLanguage('/es'), withoutLanguage('/essays'), withoutLanguage('/cs/a')]).toEqual(['/', '/essays', '/a'])
})

describe('fields', () => {
	test('an error is tied to its control, beside the hint', () => {
		const markup = html(<TextField id="po" label="Bestellnummer" hint="auf der Rechnung" error="fehlt" />)
		expect(attribute(markup, 'aria-invalid')).toBe('true')
		expect(attribute(markup, 'aria-describedby')).toBe('po-error po-hint')
		expect(markup).toContain('<label for="po"')
		expect(markup).toMatch(/id="po-error"[\s\S]*fehlt/)
		expect(markup).toMatch(/id="po-hint"[^>]*>auf der Rechnung/)
	})

	test('without an error nothing claims to be invalid', () => {
		const markup = html(<Checkbox id="c" label="x" />)
		expect(markup).not.toContain(' aria-invalid=')
		expect(markup).not.toContain(' aria-describedby=')
	})

	test('a quantity is a native number that starts at nothing, and its steppers stay out of the Tab order', () => {
		const markup = html(<QuantityField id="q" name="quantity" label="Menge" step={6} labels={{ decrease: 'weniger', increase: 'mehr' }} />)
		expect(markup).toMatch(/<input(?=[^>]*type="number")(?=[^>]*min="0")(?=[^>]*step="6")(?=[^>]*name="quantity")/)
		expect(markup.match(/<button[^>]*tabindex="-1"/g)).toHaveLength(2)
	})

	test('a button is no submit unless it says so, and a pending one says it is busy', () => {
		expect(attribute(html(<Button>x</Button>), 'type')).toBe('button')
		expect(attribute(html(<Button pending>x</Button>), 'aria-busy')).toBe('true')
	})
})

describe('what is said', () => {
	test('refusals come all together, as an alert, each with line and remedy', () => {
		const markup = html(
			<Refusals
				title="zwei Gründe"
				refusals={[
					{ key: 'a', where: 'Zeile 4', message: 'nur zu 6', remedy: 'nimm 6', href: '#l4' },
					{ key: 'b', message: 'Kredit' },
				]}
			/>,
		)
		expect(attribute(markup, 'role')).toBe('alert')
		expect(markup).toMatch(/<a href="#l4"[^>]*>Zeile 4<\/a>/)
		expect(markup).toContain('nimm 6')
		expect(markup.match(/<li/g)).toHaveLength(2)
		expect(html(<Refusals title="x" refusals={[]} />)).toBe('')
	})

	test('money and days speak the reader’s language', () => {
		const markup = html(
			<ReaderProvider locale="fr-CA" timeZone="America/Toronto">
				<Money minor={1850} currency="CAD" />
				<UnitPrice micros="25391250" currency="CAD" />
				<DayText day="2026-02-03" />
				<DateText instant="2026-02-04T02:00:00Z" />
			</ReaderProvider>,
		).replace(/[\u00a0\u202f]/g, ' ')
		expect(markup).toContain('>18,50 $<')
		expect(markup).toContain('>25,39125 $<')
		expect(markup.match(/>3 févr\. 2026</g)).toHaveLength(2)
		expect(markup).toContain('<time dateTime="2026-02-04T02:00:00Z"')
	})
})

describe('tables and charts', () => {
	test('a table is named, can be scrolled by keyboard, and sets figures right', () => {
		const markup = html(
			<Table caption="Zeilen">
				<THead>
					<tr>
						<Th>Ware</Th>
						<Th numeric>Betrag</Th>
					</tr>
				</THead>
				<TBody>
					<Tr>
						<Th scope="row">Bohne</Th>
						<Td numeric>1</Td>
					</Tr>
				</TBody>
			</Table>,
		)
		expect(markup).toMatch(/<section aria-label="Zeilen" tabindex="0"/)
		expect(markup).toMatch(/<caption[^>]*>Zeilen/)
		expect(markup).toMatch(/<td[^>]*text-right[^>]*tabular-nums/)
	})

	test('the reached tier is told in words, not by colour alone', () => {
		const markup = html(
			<TierTable
				caption="Staffel"
				labels={{ quantity: 'ab', price: 'je', current: 'jetzt' }}
				tiers={[
					{ key: '1', quantity: '1', price: '18,50' },
					{ key: '5', quantity: '5', price: '17,75', current: true },
				]}
			/>,
		)
		expect(markup.match(/jetzt/g)).toHaveLength(1)
		expect(markup.indexOf('jetzt')).toBeGreaterThan(markup.indexOf('18,50'))
	})

	test.each(['bars', 'lines'] as const)('a chart of %s is an image with a name, and its figures stand in a table', (kind) => {
		const words = { title: 'Umsatz', showTable: 'Tabelle', columns: { name: 'Woche', values: ['Wert'] } }
		const markup = html(
			kind === 'bars' ? (
				<BarChart words={words} bars={[{ key: 'a', label: 'Fargo', value: 3, display: '3 Tsd.' }]} />
			) : (
				<LineChart words={words} steps={['Fargo', 'B']} series={[{ key: 'a', label: 'x', values: [3, 4] }]} format={(value) => `${value} Tsd.`} />
			),
		)
		expect(markup).toMatch(/<svg[^>]*role="img"[^>]*aria-label="Umsatz"/)
		expect(markup).toMatch(/<tbody>[\s\S]*Fargo[\s\S]*3 Tsd\./)
		expect(markup).not.toMatch(/NaN|undefined/)
	})

	test('a chart of nothing draws nothing and breaks nothing', () => {
		const words = { title: 'x', showTable: 'y', columns: { name: 'z', values: [] } }
		expect(html(<LineChart words={words} steps={[]} series={[]} format={String} />)).not.toMatch(/NaN|undefined/)
		expect(html(<BarChart words={words} bars={[]} />)).not.toMatch(/NaN|undefined/)
	})
})

test('the later of two classes that set the same thing wins', () => {
	expect(cn('px-2 text-ink', 'px-4')).toBe('text-ink px-4')
	expect(cn('text-sm text-ink-soft', 'text-danger')).toBe('text-sm text-danger')
})

describe('light and dark', () => {
	test.each([
		['kontor_theme=dark', 'dark'],
		['a=b; kontor_theme=light; c=d', 'light'],
		['kontor_theme=pink', 'system'],
		['not_kontor_theme=dark', 'system'],
		[null, 'system'],
	])('%s is %s', (cookie, expected) => {
		expect(readTheme(cookie)).toBe(expected)
	})

	test('what is written is read back; going with the device forgets', () => {
		expect(readTheme(themeCookieFor('dark').split(';')[0] ?? '')).toBe('dark')
		expect(themeCookieFor('system')).toContain('Max-Age=0')
	})
})
