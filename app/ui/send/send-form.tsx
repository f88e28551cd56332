import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { languages } from '../format/languages.ts'
import { useLanguageName } from '../merchandising/use-language-name.ts'
import { Status } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import { type MergeObjectView, MergeWords } from './merge-words.tsx'
import { sendFields } from './read-send-form.ts'

type Choice = { id: number; name: string }
type Draft = {
	name: string
	kind: string
	campaignId: number
	listId: number | null
	buyerGroupId: number | null
	sku: string | null
	content: Record<string, unknown>
}
type Props = { draft: Draft; choices: { campaigns: Choice[]; lists: Choice[]; groups: Choice[] }; objects: readonly MergeObjectView[] }

const textOf = (content: Record<string, unknown>, locale: string): Record<string, string> => {
	const text = content[locale]
	return typeof text === 'object' && text !== null ? (text as Record<string, string>) : {}
}

/** What a send says in each language, whom it is for, and which product its link shows. */
export function SendForm({ draft, choices, objects }: Props) {
	const { t } = useTranslation('marketing')
	const languageName = useLanguageName()
	const options = (of: readonly Choice[], none: string) => [{ value: '', label: none }, ...of.map(({ id, name }) => ({ value: String(id), label: name }))]
	return (
		<Form method="post" className="grid gap-10">
			<div className="grid gap-5 md:grid-cols-2 lg:grid-cols-3">
				<TextField label={t('sends.name')} name="name" required maxLength={120} defaultValue={draft.name} />
				<SelectField
					label={t('edit.campaign')}
					name="campaignId"
					defaultValue={String(draft.campaignId)}
					options={choices.campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
				/>
				<TextField label={t('edit.sku')} name="sku" maxLength={60} defaultValue={draft.sku ?? ''} hint={t('edit.skuHint')} autoComplete="off" />
				{draft.kind === 'send' ? (
					<>
						<SelectField label={t('edit.list')} name="listId" defaultValue={String(draft.listId ?? '')} options={options(choices.lists, t('edit.none'))} />
						<SelectField
							label={t('edit.group')}
							name="buyerGroupId"
							defaultValue={String(draft.buyerGroupId ?? '')}
							options={options(choices.groups, t('edit.none'))}
						/>
					</>
				) : null}
			</div>
			<MergeWords objects={objects} />
			<div className="grid gap-3">
				{languages.map((locale) => {
					const text = textOf(draft.content, locale)
					const isWhole = sendFields.every((field) => text[field])
					return (
						<Disclosure
							key={locale}
							open={locale === 'en'}
							summary={
								<span className="inline-flex items-center gap-3">
									<span lang={locale}>{languageName(locale)}</span>
									<Status tone={isWhole ? 'positive' : 'neutral'}>{t(isWhole ? 'edit.whole' : 'edit.notWhole')}</Status>
								</span>
							}
						>
							<div className="grid max-w-prose gap-4" lang={locale}>
								{sendFields.map((field) =>
									field === 'body' ? (
										<TextArea key={field} label={t('edit.body')} name={`body-${locale}`} rows={6} maxLength={5000} defaultValue={text['body'] ?? ''} />
									) : (
										<TextField
											key={field}
											label={t(`edit.${field}`)}
											name={`${field}-${locale}`}
											maxLength={200}
											defaultValue={text[field] ?? ''}
											autoComplete="off"
										/>
									),
								)}
							</div>
						</Disclosure>
					)
				})}
			</div>
			<div className="flex flex-wrap gap-3">
				<Button type="submit" name="intent" value="save" variant="primary">
					{t('edit.save')}
				</Button>
			</div>
		</Form>
	)
}

/** The mail as its author would get it, in a language; what is saved is sent. */
export function TrialForm({ email }: { email: string }) {
	const { t } = useTranslation('marketing')
	const languageName = useLanguageName()
	return (
		<Form method="post" className="flex flex-wrap items-end gap-3">
			<SelectField label={t('edit.trialIn')} name="locale" options={languages.map((value) => ({ value, label: languageName(value) }))} className="min-w-40" />
			<Button type="submit" name="intent" value="try" icon="mail" className="h-auto min-h-10 max-w-full whitespace-normal wrap-anywhere">
				{t('edit.try', { email })}
			</Button>
		</Form>
	)
}
