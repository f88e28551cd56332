import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { stopRun } from '../../flows/marketing/change-list.ts'
import { changeScores, openScores } from '../../flows/marketing/change-scores.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { activityName } from '../../ui/people/person-view.ts'
import { readScores } from '../../ui/scoring/read-scoring-form.ts'
import { ScoreRuns, ScoreTable } from '../../ui/scoring/score-table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['scoring', 'people', 'automation'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const mayWrite = staff.roles.some((role) => role === 'marketer' || role === 'administrator')
	return { rows: await openScores(db, staff, at), mayWrite, title: fixedT(locale, 'scoring')('scores.title') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `save` what activities are worth, or `stop` the look at everybody. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	if (form.get('intent') === 'stop') {
		const rows = await openScores(db, staff, at)
		const open = rows.find(({ run }) => run?.state === 'waiting' || run?.state === 'running')
		if (open?.run) await stopRun(db, staff, { runId: open.run.id, at })
		return redirect(request.url)
	}
	const { typed, wish, refusals } = readScores(form)
	if (refusals.length > 0) return data({ refusals, typed }, { status: 422 })
	await changeScores(db, staff, { wish, requestId, at })
	return redirect(request.url)
}

export default function Scoring() {
	const { t } = useTranslation('scoring')
	const { t: tPeople } = useTranslation('people')
	const { rows, mayWrite } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const whereOf = ({ line }: { line?: number }) => {
		const activity = refused?.typed[(line ?? 0) - 1]?.activity
		return activity ? activityName(tPeople, activity) : null
	}
	return (
		<>
			<PageHeader title={t('scores.title')} lead={t('scores.lead')} />
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} whereOf={whereOf} /> : null}
			<div className="grid gap-10 *:min-w-0">
				<ScoreTable rows={rows} typed={refused?.typed ?? null} mayWrite={mayWrite} />
				{rows.some(({ run }) => run) ? (
					<Section title={t('scores.works')} className="max-w-xl">
						<ScoreRuns rows={rows} mayWrite={mayWrite} />
					</Section>
				) : null}
			</div>
		</>
	)
}
