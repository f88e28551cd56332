import { useTranslation } from 'react-i18next'
import { type FormField, wordsIn } from '../../engine/marketing/form.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'

const types: Readonly<Record<string, string>> = { email: 'email', phone: 'tel', date: 'date' }
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** The form as markup for a page of another site: plain HTML, nothing of ours runs there. */
export function Embed({ action, fields }: { action: string; fields: readonly FormField[] }) {
	const { t, i18n } = useTranslation('capture')
	const shown = fields.filter(({ isHidden }) => !isHidden)
	const lines = shown.map(
		({ key, kind, label, isRequired }) =>
			`  <label>${escaped(wordsIn(label, i18n.language))} <input name="f.${key}"${types[kind] ? ` type="${types[kind]}"` : ''}${isRequired ? ' required' : ''}></label>`,
	)
	const markup = [
		`<form method="post" action="${escaped(action)}">`,
		...lines,
		'  <input type="hidden" name="back" value="https://…/thanks">',
		'  <button>OK</button>',
		'</form>',
	].join('\n')
	return (
		<Section title={t('embed.title')}>
			<p className="max-w-prose text-sm text-ink-soft">{t('embed.text')}</p>
			<Disclosure summary={t('embed.show')}>
				<pre className="overflow-x-auto rounded-md bg-sunken p-4 text-xs leading-5">{markup}</pre>
			</Disclosure>
		</Section>
	)
}
