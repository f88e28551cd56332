import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { QuestionEditor } from '../automation/question-editor.tsx'
import { activityKinds, type QuestionView, questionOf } from '../automation/read-automation-form.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox, ChoiceGroup, Radio } from '../parts/checkbox.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { activityName } from '../people/person-view.ts'
import type { ProgrammeView } from './programme-view.ts'

type Settings = Omit<ProgrammeView['programme'], 'exitQuestion' | 'id' | 'state' | 'version' | 'draftNumber' | 'undo' | 'redo'>

/** Who enters, who may again, what ends it: holds at once, for those inside too. */
export function SettingsForm({ page, typed }: { page: ProgrammeView; typed: { settings: Settings; question: QuestionView } | null }) {
	const { t } = useTranslation('programmes')
	const { t: tPeople } = useTranslation('people')
	const settings = typed?.settings ?? page.programme
	const question = typed?.question ?? questionOf(page.programme.exitQuestion)
	return (
		<Form method="post" preventScrollReset className="grid gap-8">
			<div className="grid gap-5 md:grid-cols-2 lg:grid-cols-3">
				<TextField label={t('settings.name')} name="name" required maxLength={120} defaultValue={settings.name} />
				<SelectField
					label={t('settings.entryList')}
					name="entryListId"
					defaultValue={String(settings.entryListId ?? '')}
					options={[{ value: '', label: t('settings.noList') }, ...page.around.lists.map(({ id, name }) => ({ value: String(id), label: name }))]}
				/>
				<SelectField
					label={t('settings.entryTopic')}
					name="entryTopic"
					defaultValue={settings.entryTopic ?? ''}
					options={[{ value: '', label: t('settings.noTopic') }, ...activityKinds.map((value) => ({ value, label: activityName(tPeople, value) }))]}
				/>
			</div>
			<div className="grid gap-5 md:grid-cols-2">
				<ChoiceGroup legend={t('settings.reentry')}>
					<Radio name="reentry" value="again" defaultChecked={settings.reentryDays !== null} label={t('settings.again')} />
					<TextField
						label={t('settings.days')}
						name="reentryDays"
						inputMode="numeric"
						maxLength={4}
						defaultValue={settings.reentryDays ?? 0}
						autoComplete="off"
						className="ml-7 max-w-40"
					/>
					<Radio name="reentry" value="never" defaultChecked={settings.reentryDays === null} label={t('settings.never')} />
				</ChoiceGroup>
				<div className="grid content-start gap-3">
					<Checkbox label={t('settings.recycled')} name="takesRecycled" defaultChecked={settings.takesRecycled} />
					<Checkbox label={t('settings.yields')} hint={t('settings.yieldsHint')} name="yieldsToReps" defaultChecked={settings.yieldsToReps} />
				</div>
			</div>
			<fieldset className="grid gap-3">
				<legend className="mb-2 text-sm font-medium">{t('settings.exitTopics')}</legend>
				<div className="grid gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
					{activityKinds.map((kind) => (
						<Checkbox key={kind} label={activityName(tPeople, kind)} name="exitTopics" value={kind} defaultChecked={settings.exitTopics.includes(kind)} />
					))}
				</div>
			</fieldset>
			<div className="grid gap-3">
				<h3 className="text-sm font-medium">{t('settings.exitQuestion')}</h3>
				{question ? <QuestionEditor view={question} room={page.room} /> : <p className="text-sm text-ink-soft">{t('panel.deep')}</p>}
			</div>
			<Button type="submit" name="intent" value="settings" variant="primary" className="justify-self-start">
				{t('settings.save')}
			</Button>
		</Form>
	)
}
