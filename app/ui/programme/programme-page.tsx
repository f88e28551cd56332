import { Form, Link, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { QuestionView } from '../automation/read-automation-form.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, IconButton, LinkButton } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Figure, Section } from '../parts/page-header.tsx'
import { Canvas } from './canvas.tsx'
import type { ProgrammeView } from './programme-view.ts'
import { SettingsForm } from './settings-form.tsx'
import { PutPanel, StepPanel } from './step-panel.tsx'
import { TrialPart } from './trial.tsx'

type Typed = { settings: Parameters<typeof SettingsForm>[0]['typed'] }
type Props = { page: ProgrammeView; mayWrite: boolean; typed: { settings: NonNullable<Typed['settings']>['settings']; question: QuestionView } | null }

/** A programme: its figures, its drawing with the chosen step beside it, what it lacks, and a trial. */
export function ProgrammePage({ page, mayWrite, typed }: Props) {
	const { t } = useTranslation('programmes')
	const [params] = useSearchParams()
	const { draft, around } = page
	const chosen = draft.steps.find(({ key }) => key === params.get('step')) ?? null
	const at = chosen ? null : params.get('at')
	return (
		<div className="grid gap-10 *:min-w-0">
			<Figures page={page} />
			<div className="grid gap-4 *:min-w-0">
				{mayWrite ? <Toolbar page={page} /> : null}
				<div className="grid gap-8 *:min-w-0 xl:grid-cols-[minmax(0,1fr)_24rem]">
					<div className="grid content-start gap-3 *:min-w-0">
						<Canvas page={page} chosen={chosen?.key ?? null} at={at} mayWrite={mayWrite} />
					</div>
					<aside className="grid content-start gap-6" aria-label={t('panel.label')}>
						{chosen ? <StepPanel key={chosen.key + page.programme.draftNumber} page={page} step={chosen} mayWrite={mayWrite} /> : null}
						{at && mayWrite ? <PutPanel page={page} at={at} /> : null}
						{chosen || (at && mayWrite) ? null : <p className="text-sm text-ink-soft">{t(mayWrite ? 'panel.none' : 'panel.look')}</p>}
						<Missing page={page} />
					</aside>
				</div>
			</div>
			<Section title={t('trial.title')} aside={t('trial.lead')} id="trial">
				<TrialPart page={page} asked={params.get('person') ?? ''} />
			</Section>
			{mayWrite ? (
				<Disclosure summary={t('settings.title')} open={typed !== null || page.programme.version === 0}>
					<SettingsForm key={page.programme.name} page={page} typed={typed} />
				</Disclosure>
			) : null}
			{around.older > 0 ? <p className="text-sm text-ink-soft">{t('older', { count: around.older })}</p> : null}
		</div>
	)
}

function Figures({ page: { around, programme } }: { page: ProgrammeView }) {
	const { t } = useTranslation('programmes')
	const { locale } = useReader()
	const mailed = around.counts.reduce((sum, one) => sum + one.mailed, 0)
	const clicked = around.counts.reduce((sum, one) => sum + one.clicked, 0)
	return (
		<div className="grid grid-cols-2 gap-6 sm:grid-cols-4">
			<Figure
				label={t('figure.going')}
				value={
					<Link to={`/marketing/programmes/${programme.id}/people`} className="text-accent hover:underline">
						{count(around.going, locale)}
					</Link>
				}
			/>
			<Figure
				label={t('figure.done')}
				value={count(around.done, locale)}
				note={t('figure.leftNote', { count: around.left, shown: count(around.left, locale) })}
			/>
			<Figure label={t('figure.mailed')} value={count(mailed, locale)} />
			<Figure label={t('figure.clicked')} value={count(clicked, locale)} />
		</div>
	)
}

/** Back and forth over edits, publishing, and stopping everybody where she stands. */
function Toolbar({ page }: { page: ProgrammeView }) {
	const { t } = useTranslation('programmes')
	const { programme, around, isChanged } = page
	return (
		<Form method="post" preventScrollReset className="flex flex-wrap items-center gap-x-3 gap-y-2">
			<input type="hidden" name="draft" value={programme.draftNumber} />
			<IconButton icon="undo" label={t('undo')} type="submit" name="intent" value="undo" variant="secondary" disabled={programme.undo.length === 0} />
			<IconButton
				icon="undo"
				label={t('redo')}
				type="submit"
				name="intent"
				value="redo"
				variant="secondary"
				className="-scale-x-100"
				disabled={programme.redo.length === 0}
			/>
			<span className="text-sm text-ink-soft">
				{programme.version === 0 ? t('never') : isChanged ? t('changed', { version: programme.version }) : t('asPublished', { version: programme.version })}{' '}
				{around.publishedAt ? <DateText instant={around.publishedAt} /> : null}
			</span>
			<span className="ml-auto flex flex-wrap items-center gap-3">
				{around.going > 0 ? <Checkbox label={t('movesInside', { count: around.going })} name="movesInside" /> : null}
				{programme.version > 0 ? (
					<Button type="submit" name="intent" value={programme.state === 'running' ? 'pause' : 'resume'}>
						{t(programme.state === 'running' ? 'pause' : 'resume')}
					</Button>
				) : null}
				<Button type="submit" name="intent" value="publish" variant="primary" disabled={!isChanged}>
					{t(programme.version === 0 ? 'publishFirst' : 'publish')}
				</Button>
			</span>
		</Form>
	)
}

function Missing({ page: { missing } }: { page: ProgrammeView }) {
	const { t } = useTranslation(['programmes', 'refusals'])
	if (missing.length === 0) return null
	return (
		<Banner tone="warning" title={t('missing')}>
			<ul className="grid list-disc gap-1 pl-4">
				{missing.map(({ code, facts, line }) => (
					<li key={code + line}>{t(`refusals:${code}`, facts)}</li>
				))}
			</ul>
		</Banner>
	)
}

/** Where the people of a programme are. */
export function PeopleLink({ id }: { id: number }) {
	const { t } = useTranslation('programmes')
	return (
		<LinkButton to={`/marketing/programmes/${id}/people`} icon="users">
			{t('people.title')}
		</LinkButton>
	)
}
