import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { Refusals } from '../parts/refusals.tsx'
import { ImportFigures, ImportNotes, ImportReasons, ImportSample } from './import-found.tsx'
import { ImportProgress } from './import-progress.tsx'
import { useSaid } from './use-said.ts'

type Shown = { run: { mode: 'trial' | 'import' | 'export'; what: string }; refusals: Refusal[]; title: string; room: string; roomTitle: string }

/** One run of a room of imports: what was found, how far it is, what was refused, and what may be done with it. */
export function ImportRunPage() {
	const { t } = useTranslation(['exchange', 'merchandising'])
	const { run, refusals, title, room, roomTitle } = useLoaderData<Shown>()
	const answer = useActionData<{ refusals: Refusal[] }>()
	const said = useSaid()
	const crumbs = [{ href: room, label: roomTitle }, { label: title }]
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('merchandising:path')} crumbs={crumbs} />}
				kicker={`${t(`mode.${run.mode}`)} · ${t(`kind.${run.what}`)}`}
				title={<span className="break-all">{title}</span>}
				lead={t(run.mode === 'trial' ? 'run.trialLead' : 'run.importLead')}
			/>
			<div className="grid gap-10 *:min-w-0">
				{answer ? <Refusals title={t('run.refused')} refusals={said(answer.refusals)} /> : null}
				<Refusals title={t('run.failed')} refusals={said(refusals)} />
				<ImportNotes />
				<ImportProgress />
				<ImportFigures />
				<ImportReasons />
				<ImportSample />
			</div>
		</>
	)
}
