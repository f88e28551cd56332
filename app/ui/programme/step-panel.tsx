import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { branchesOf, type ProgrammeStep, stepKinds } from '../../engine/marketing/programme.ts'
import { type Wait, waitUnits, waitWindows } from '../../engine/marketing/programme-time.ts'
import { ActionEditor } from '../automation/action-editor.tsx'
import { QuestionEditor } from '../automation/question-editor.tsx'
import { actionRowOf, questionOf } from '../automation/read-automation-form.ts'
import { Button, TextLink } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { type ProgrammeView, stepIcon } from './programme-view.ts'
import { placeIn, placeWord } from './read-programme-form.ts'
import { useStepWords } from './use-step-words.ts'

type Props = { page: ProgrammeView; step: ProgrammeStep; mayWrite: boolean }

/** What the chosen step does, to be written anew; where it stands, and out with it. */
export function StepPanel({ page, step, mayWrite }: Props) {
	const { t } = useTranslation('programmes')
	const number = page.layout.placed.find(({ key }) => key === step.key)?.number ?? 0
	const draft = <input type="hidden" name="draft" value={page.programme.draftNumber} />
	return (
		<Section title={t('panel.title', { number, kind: t(`kind.${step.kind}`) })} className="lg:border-t-0 lg:pt-0">
			<fieldset disabled={!mayWrite} className="grid gap-6">
				{step.kind === 'end' ? <p className="text-sm text-ink-soft">{t('panel.end')}</p> : null}
				{step.kind === 'end' ? null : (
					<Form method="post" preventScrollReset className="grid gap-5">
						{draft}
						<input type="hidden" name="key" value={step.key} />
						<input type="hidden" name="step" value={step.kind} />
						<Body page={page} step={step} />
						{mayWrite ? (
							<Button type="submit" name="intent" value="change" variant="primary" className="justify-self-start">
								{t('panel.save')}
							</Button>
						) : null}
					</Form>
				)}
				{mayWrite ? (
					<div className="grid gap-4 border-t border-rule pt-4">
						{step.kind === 'end' ? null : (
							<Form method="post" preventScrollReset className="flex flex-wrap items-end gap-3">
								{draft}
								<input type="hidden" name="key" value={step.key} />
								<PlaceField page={page} without={step.key} />
								<Button type="submit" name="intent" value="move">
									{t('panel.move')}
								</Button>
							</Form>
						)}
						<Form method="post" preventScrollReset>
							{draft}
							<input type="hidden" name="key" value={step.key} />
							<Button type="submit" name="intent" value="delete" icon="trash" variant="danger" size="sm">
								{t('panel.delete')}
							</Button>
						</Form>
					</div>
				) : null}
			</fieldset>
		</Section>
	)
}

function Body({ page, step }: { page: ProgrammeView; step: ProgrammeStep }) {
	const { t } = useTranslation('programmes')
	if (step.kind === 'send')
		return (
			<div className="grid gap-2">
				<SelectField
					key={step.key}
					label={t('panel.mail')}
					name="sendId"
					defaultValue={String(step.sendId ?? '')}
					options={[
						{ value: '', label: t('step.noMail') },
						...page.around.mails.map(({ id, name, isWritten }) => ({ value: String(id), label: isWritten ? name : t('panel.unwritten', { name }) })),
					]}
				/>
				<p className="flex flex-wrap gap-x-4 text-sm">
					{step.sendId === null ? null : <TextLink to={`/marketing/sends/${step.sendId}/edit`}>{t('panel.editMail')}</TextLink>}
					<TextLink to="/marketing/sends/new?kind=programme">{t('panel.newMail')}</TextLink>
				</p>
			</div>
		)
	if (step.kind === 'wait') return <WaitFields key={step.key} wait={step.wait} />
	if (step.kind === 'action') return <ActionEditor key={step.key} actions={step.actions.map(actionRowOf)} room={page.room} />
	if (step.kind === 'end') return null
	const view = questionOf(step.question)
	return view ? <QuestionEditor key={step.key} view={view} room={page.room} /> : <p className="text-sm text-ink-soft">{t('panel.deep')}</p>
}

function WaitFields({ wait }: { wait: Wait }) {
	const { t } = useTranslation('programmes')
	return (
		<div className="grid gap-4 sm:grid-cols-2">
			<TextField label={t('wait.amount')} name="amount" inputMode="numeric" defaultValue={wait.amount} autoComplete="off" maxLength={5} />
			<SelectField
				label={t('wait.unit')}
				name="unit"
				defaultValue={wait.unit}
				options={waitUnits.map((value) => ({ value, label: t(`wait.unitOf.${value}`) }))}
			/>
			<TextField label={t('wait.at')} name="at" type="time" defaultValue={wait.at ?? ''} hint={t('wait.atHint')} />
			<SelectField
				label={t('wait.windowLabel')}
				name="window"
				defaultValue={wait.window}
				options={waitWindows.map((value) => ({ value, label: t(`wait.window.${value}`) }))}
			/>
		</div>
	)
}

/** Every way out of a step: where something may be put. */
function PlaceField({ page, without }: { page: ProgrammeView; without: string }) {
	const { t } = useTranslation('programmes')
	const words = useStepWords(page.around.mails)
	const { draft, layout } = page
	const options = layout.placed.flatMap(({ key, number }) => {
		const step = draft.steps.find((one) => one.key === key)
		if (!step || key === without) return []
		return branchesOf(step).map(({ branch }) => ({ value: placeWord(key, branch), label: t(`place.${branch}`, { step: number, words: words(step) }) }))
	})
	return (
		<SelectField
			label={t('panel.place')}
			name="place"
			defaultValue="start"
			options={[{ value: 'start', label: t('place.start') }, ...options]}
			className="w-full max-w-xs"
		/>
	)
}

/** What is put on a way: a new step, or a way to a step that is there already. */
export function PutPanel({ page, at }: { page: ProgrammeView; at: string }) {
	const { t } = useTranslation('programmes')
	const words = useStepWords(page.around.mails)
	const place = placeIn(at)
	if (!place) return null
	const number = place === 'start' ? 0 : (page.layout.placed.find(({ key }) => key === place.after)?.number ?? 0)
	const draft = <input type="hidden" name="draft" value={page.programme.draftNumber} />
	const others = page.layout.placed.flatMap(({ key, number: n }) => {
		const step = page.draft.steps.find((one) => one.key === key)
		return step ? [{ value: key, label: `${n} · ${words(step)}` }] : []
	})
	return (
		<Section title={place === 'start' ? t('put.start') : t(`put.after.${place.branch}`, { step: number })} className="lg:border-t-0 lg:pt-0">
			<Form method="post" preventScrollReset className="grid gap-2">
				{draft}
				<input type="hidden" name="place" value={at} />
				<input type="hidden" name="intent" value="add" />
				{stepKinds.map((kind) => (
					<button
						key={kind}
						type="submit"
						name="step"
						value={kind}
						className="grid grid-cols-[auto_1fr] items-start gap-x-3 rounded-md border border-control bg-surface px-3 py-2 text-left hover:border-accent hover:bg-sunken"
					>
						<Icon name={stepIcon[kind]} className="mt-0.5 size-5 text-accent" />
						<span className="grid">
							<span className="text-sm font-medium">{t(`kind.${kind}`)}</span>
							<span className="text-sm text-ink-soft">{t(`put.does.${kind}`)}</span>
						</span>
					</button>
				))}
			</Form>
			<Form method="post" preventScrollReset className="flex flex-wrap items-end gap-3 border-t border-rule pt-4">
				{draft}
				<input type="hidden" name="place" value={at} />
				<SelectField label={t('put.join')} name="key" options={others} className="w-full max-w-xs" />
				<Button type="submit" name="intent" value="join">
					{t('put.joinDo')}
				</Button>
			</Form>
		</Section>
	)
}
