import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { consentTopics, prospectFields } from '../../engine/marketing/form.ts'
import type { FormWarning } from '../../engine/sync/preflight-form.ts'
import { ActionEditor, type DoRoom } from '../automation/action-editor.tsx'
import type { DefView } from '../crm/custom-values.tsx'
import { wordsIn } from '../crm/words.tsx'
import { useReader } from '../format/locale.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import { FieldsFor } from '../shell/roles.tsx'
import { FieldRow } from './field-row.tsx'
import type { FormEdit } from './read-form-edit.ts'
import { WordsField } from './words-field.tsx'

export type BuilderChoices = { campaigns: readonly { id: number; name: string }[]; files: readonly { id: number; name: string }[] }

type BuilderProps = {
	edit: FormEdit
	status: string
	choices: BuilderChoices
	warnings: readonly FormWarning[]
	topicTexts: Readonly<Record<string, Readonly<Record<string, string>>>>
	room: DoRoom & { defs: readonly DefView[] }
}

/** A form as it is built: every button saves what is typed. */
export function FormBuilder({ edit, status, choices, warnings, topicTexts, room }: BuilderProps) {
	const { t } = useTranslation('capture')
	const { design } = edit
	const pending = useNavigation().formData?.get('intent')
	return (
		<Form method="post" noValidate>
			<FieldsFor roles={['marketer']} className="grid gap-10">
				{/* Enter saves; without it the first arrow of a field would be pressed. */}
				<button type="submit" name="intent" value="save" className="sr-only" tabIndex={-1} aria-hidden="true">
					{t('save')}
				</button>
				<input type="hidden" name="version" value={edit.version} />
				<Section title={t('part.what')}>
					<div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
						<TextField label={t('column.name')} name="name" required maxLength={120} defaultValue={edit.name} hint={t('nameHint')} />
						<TextField label={t('slug')} name="slug" required maxLength={80} defaultValue={edit.slug} hint={t('slugHint', { path: `/f/${edit.slug}` })} />
						<SelectField
							label={t('column.campaign')}
							name="campaignId"
							defaultValue={edit.campaignId}
							hint={t('campaignHint')}
							options={choices.campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
						/>
						<WordsField label={t('submitText')} name="submit" words={design.submit} most={60} />
						<WordsField label={t('title')} name="title" words={design.title} most={200} />
						<WordsField label={t('lead')} name="lead" words={design.lead} rows={2} />
					</div>
				</Section>
				<Section title={t('part.fields')} aside={t('fieldCount', { count: design.fields.length })}>
					<Warnings warnings={warnings} labelOf={(key) => design.fields.find((field) => field.key === key)?.label ?? null} />
					<ol className="grid border-b border-rule">
						{design.fields.map((field, index) => (
							<FieldRow
								key={field.key}
								field={field}
								index={index}
								count={design.fields.length}
								isUnmapped={warnings.some((one) => one.field === field.key && one.code === 'FIELD_UNMAPPED')}
							/>
						))}
					</ol>
					<input type="hidden" name="fields" value={design.fields.length} />
					<AddField taken={design.fields.map(({ key }) => key)} defs={room.defs} />
				</Section>
				<Consents edit={edit} topicTexts={topicTexts} />
				<After edit={edit} choices={choices} />
				<Section title={t('part.actions')} aside={t('actionsNote')}>
					<ActionEditor actions={edit.actions} room={room} />
				</Section>
				<div className="sticky bottom-0 flex flex-wrap gap-3 border-t border-rule bg-ground py-4 in-disabled:hidden">
					<Button type="submit" name="intent" value="save" variant={status === 'published' ? 'primary' : 'secondary'} pending={pending === 'save'}>
						{t('save')}
					</Button>
					{status === 'draft' ? (
						<Button type="submit" name="intent" value="publish" variant="primary" pending={pending === 'publish'}>
							{t('publish')}
						</Button>
					) : null}
				</div>
			</FieldsFor>
		</Form>
	)
}

/** What the CRM will refuse of the answers: nothing here keeps the form from people. */
function Warnings({ warnings, labelOf }: { warnings: readonly FormWarning[]; labelOf: (key: string) => Readonly<Record<string, string>> | null }) {
	const { t } = useTranslation('capture')
	const { locale } = useReader()
	const unmapped = warnings.filter(({ code }) => code === 'FIELD_UNMAPPED')
	const others = warnings.filter(({ code }) => code !== 'FIELD_UNMAPPED')
	const nameOf = (field: string) => (field in prospectFields ? t(`fieldOf.${field}`) : wordsIn(labelOf(field) ?? {}, locale) || field)
	return (
		<>
			{unmapped.length > 0 ? (
				<Banner tone="warning" title={t('unmapped.title', { count: unmapped.length })}>
					{t('unmapped.text')}
				</Banner>
			) : null}
			{others.length > 0 ? (
				<Banner tone="warning" title={t('preflight.title')}>
					<ul className="mt-1 grid gap-1">
						{others.map(({ field, code, facts }) => (
							<li key={`${field} ${code}`}>{t(`preflight.${code}`, { ...facts, field: nameOf(field) })}</li>
						))}
					</ul>
				</Banner>
			) : null}
		</>
	)
}

function AddField({ taken, defs }: { taken: readonly string[]; defs: readonly DefView[] }) {
	const { t, i18n } = useTranslation('capture')
	const { locale } = useReader()
	const house = defs.map(({ name, labels }) => ({ value: `custom.${name}`, label: wordsIn(labels, locale) })).filter(({ value }) => !taken.includes(value))
	const own = Object.keys(prospectFields).filter((key) => !taken.includes(key))
	return (
		<div className="flex flex-wrap items-end gap-3 in-disabled:hidden">
			<input type="hidden" name="language" value={i18n.language} />
			<SelectField
				label={t('add.label')}
				name="add"
				className="min-w-48"
				options={[{ value: 'question', label: t('add.question') }, ...own.map((value) => ({ value, label: t(`fieldOf.${value}`) })), ...house]}
			/>
			<TextField label={t('add.text')} name="question" maxLength={200} className="min-w-0 flex-1 basis-56" hint={undefined} />
			<Button type="submit" name="intent" value="add" icon="plus">
				{t('add.button')}
			</Button>
		</div>
	)
}

function Consents({ edit, topicTexts }: Pick<BuilderProps, 'edit' | 'topicTexts'>) {
	const { t } = useTranslation('capture')
	return (
		<Section title={t('part.consents')} aside={t('consentsNote')}>
			<div className="grid gap-6">
				{consentTopics.map((topic) => {
					const asked = edit.design.topics.find((one) => one.topic === topic)
					return (
						<div key={topic} className="grid gap-2 sm:grid-cols-[14rem_1fr]">
							<Checkbox label={t(`topic.${topic}`)} name={`topic.${topic}`} defaultChecked={asked !== undefined} />
							<WordsField label={t('topicText')} name={`topicLabel.${topic}`} words={asked?.label ?? topicTexts[topic] ?? {}} rows={2} />
						</div>
					)
				})}
			</div>
		</Section>
	)
}

function After({ edit, choices }: Pick<BuilderProps, 'edit' | 'choices'>) {
	const { t } = useTranslation('capture')
	const { design } = edit
	return (
		<Section title={t('part.after')}>
			<div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
				<WordsField label={t('thanksTitle')} name="thanksTitle" words={design.thanksTitle} most={200} />
				<WordsField label={t('thanksText')} name="thanksText" words={design.thanksText} rows={2} />
				<TextField label={t('redirectTo')} name="redirectTo" maxLength={2000} inputMode="url" defaultValue={design.redirectTo} hint={t('redirectHint')} />
				<div className="grid content-start gap-4">
					<SelectField
						label={t('file')}
						name="fileId"
						defaultValue={edit.fileId ?? ''}
						options={[{ value: '', label: t('noFile') }, ...choices.files.map(({ id, name }) => ({ value: String(id), label: name }))]}
					/>
					<SelectField
						label={t('fileBy.label')}
						name="fileBy"
						defaultValue={design.fileBy}
						options={(['mail', 'page'] as const).map((value) => ({ value, label: t(`fileBy.${value}`) }))}
					/>
				</div>
				<TextArea
					label={t('origins')}
					name="origins"
					rows={2}
					maxLength={2000}
					defaultValue={design.origins.join('\n')}
					hint={t('originsHint')}
					className="sm:col-span-2"
				/>
			</div>
		</Section>
	)
}
