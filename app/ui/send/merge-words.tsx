import { useTranslation } from 'react-i18next'
import { personFields } from '../../engine/marketing/merge-text.ts'
import { type Words, wordsIn } from '../crm/words.tsx'
import { useReader } from '../format/locale.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { KeyValueList } from '../parts/key-value.tsx'

export type MergeObjectView = { code: string; labels: Words; fields: readonly { name: string; labels: Words }[] }

/** The words of a mail that differ with its reader, to be copied: hers, and those of what hangs off her, her account and her opportunities. */
export function MergeWords({ objects }: { objects: readonly MergeObjectView[] }) {
	const { t } = useTranslation('marketing')
	const { locale } = useReader()
	const [first] = objects
	const sample = first?.code ?? 'object'
	return (
		<Disclosure summary={t('words.title')}>
			<div className="grid gap-6">
				<p className="max-w-prose text-sm text-ink-soft">{t('words.lead')}</p>
				<div className="grid gap-x-10 gap-y-6 md:grid-cols-2">
					<Group title={t('words.person')} rows={personFields.map((field) => ({ tag: `{{${field}}}`, label: t(`words.${field}`) }))} />
					{objects.map(({ code, labels, fields }) => (
						<Group
							key={code}
							title={wordsIn(labels, locale)}
							rows={[
								{ tag: `{{${code}.name}}`, label: t('words.name') },
								...fields.map((field) => ({ tag: `{{${code}.${field.name}}}`, label: wordsIn(field.labels, locale) })),
							]}
						/>
					))}
				</div>
				{first ? (
					<KeyValueList
						rows={[
							{ key: 'fallback', label: t('words.fallback'), value: <Tag text={`{{${sample}.name|…}}`} /> },
							{ key: 'each', label: t('words.each'), value: <Tag text={`{{#${sample}}}{{name}} {{/${sample}}}`} /> },
							{ key: 'none', label: t('words.none'), value: <Tag text={`{{^${sample}}}…{{/${sample}}}`} /> },
						]}
					/>
				) : (
					<p className="text-sm text-ink-soft">{t('words.noObjects')}</p>
				)}
			</div>
		</Disclosure>
	)
}

const Tag = ({ text }: { text: string }) => <code className="font-mono text-xs select-all wrap-anywhere">{text}</code>

function Group({ title, rows }: { title: string; rows: readonly { tag: string; label: string }[] }) {
	return (
		<div className="grid content-start gap-2">
			<h3 className="text-sm font-medium">{title}</h3>
			<KeyValueList rows={rows.map(({ tag, label }) => ({ key: tag, label, value: <Tag text={tag} /> }))} />
		</div>
	)
}
