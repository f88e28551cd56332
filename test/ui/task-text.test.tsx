import { createInstance, type i18n } from 'i18next'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider, initReactI18next } from 'react-i18next'
import { expect, test } from 'vitest'
import { useTaskText } from '../../app/ui/desk/use-task-text.ts'
import cs from '../../public/locales/cs/desk.json' with { type: 'json' }

async function inCzech(): Promise<i18n> {
	const instance = createInstance().use(initReactI18next)
	await instance.init({ lng: 'cs', resources: { cs: { desk: cs } }, interpolation: { escapeValue: false } })
	return instance
}
function Said({ subject, facts }: { subject: string; facts: Record<string, unknown> }) {
	return <>{useTaskText()({ subject, facts })}</>
}

test('a task names the connection of our own two sides in the reader’s language, another one as people called it, and a subject of somebody’s own as it was written', async () => {
	const i18n = await inCzech()
	const said = (subject: string, name: string) =>
		renderToStaticMarkup(
			<I18nextProvider i18n={i18n}>
				<Said subject={subject} facts={{ name }} />
			</I18nextProvider>,
		)
	expect(said('task.sync_share', 'house')).toMatch(/^Náš vlastní prodej a marketing: /)
	expect(said('task.sync_share', 'Capricorn org')).toMatch(/^Capricorn org: /)
	expect(said('Call her', 'house')).toBe('Call her')
})
