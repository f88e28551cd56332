import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ReaderProvider } from '../../app/ui/format/locale.tsx'
import { useValueText } from '../../app/ui/sync/use-value-text.ts'

function Said({ value, field }: { value: string; field: string }) {
	return <>{useValueText({ 'user:3': 'Natalie Ortiz' })(value, field)}</>
}
const said = (value: string, field: string, locale = 'en') =>
	renderToStaticMarkup(
		<ReaderProvider locale={locale} timeZone="UTC">
			<Said value={value} field={field} />
		</ReaderProvider>,
	)

test('a value of a side is read as people read it: days, languages and owners by their names, everything else as it is', () => {
	expect(said('2026-11-12', 'starts_on')).toBe('Nov 12, 2026')
	expect(said('2026-11-12', 'starts_on', 'cs')).toBe('12. 11. 2026')
	expect([said('cs', 'locale'), said('fr-CA', 'locale', 'es'), said('?', 'locale')]).toEqual(['Czech', 'francés canadiense', '?'])
	expect([said('3', 'owner_user_id'), said('4', 'assigned_user_id'), said('3', 'score')]).toEqual(['Natalie Ortiz', '4', '3'])
})
