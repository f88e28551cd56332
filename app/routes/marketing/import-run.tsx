import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openImport } from '../../flows/exchange/open-imports.ts'
import { steerImport } from '../../flows/exchange/steer-import.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ImportFigures, ImportNotes, ImportReasons, ImportSample } from '../../ui/merchandising/import-found.tsx'
import { ImportProgress } from '../../ui/merchandising/import-progress.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, oneOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['exchange', 'merchandising'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const open = await openImport(db, staff, { runId: idOf(params['id']) ?? 0, at, room: 'marketing' })
	if (!open) throw notFound()
	return { ...open, room: '/marketing/imports', title: open.run.fileName || fixedT(locale, 'exchange')('runs.unnamed') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** `start` brings in what was tried, `stop` stops, `resume` goes on. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const act = oneOf(['start', 'stop', 'resume'], textIn(await request.formData(), 'intent'))
	const steered = act ? await steerImport(db, staff, { runId: idOf(params['id']) ?? 0, act, at, requestId, room: 'marketing' }) : null
	if (!steered) throw notFound()
	return steered.ok ? redirect(`/marketing/imports/${steered.runId}`) : data({ refusals: steered.refusals }, { status: 422 })
}

export default function MarketingImport() {
	const { t } = useTranslation(['exchange', 'merchandising'])
	const { run, refusals, title } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const said = useSaid()
	const crumbs = [{ href: '/marketing/imports', label: t('marketing.title') }, { label: title }]
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
