import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useFetcher, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { type AlertAct, actOnAlert, dismissReasons } from '../../flows/desk/act-on-alert.ts'
import { closeTask } from '../../flows/desk/close-task.ts'
import { openToday } from '../../flows/desk/open-today.ts'
import { seeNotices } from '../../flows/desk/see-notices.ts'
import type { StaffMember } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { AlertCard } from '../../ui/desk/alert-card.tsx'
import { GoalFigure, NoticeList, TaskList } from '../../ui/desk/today-parts.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { DayText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, oneOf, textIn } from './read-form.ts'

export const handle = { i18n: ['desk'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const title = fixedT(locale, 'desk')('today.title')
	return { ...(await openToday(db, staff, { at, locale })), firstName: staff.name.split(' ')[0] ?? '', at, title }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

const alertActs = ['take', 'call', 'close', 'dismiss'] as const

export async function action({ request, context }: ActionFunctionArgs) {
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const form = await request.formData()
	const { db, at, requestId } = context.house
	const intent = textIn(form, 'intent')
	const alertAct = oneOf(alertActs, intent)
	if (alertAct) return answerAlert(context.house, staff, { form, kind: alertAct })
	if (intent === 'notices') await seeNotices(db, staff, at)
	if (intent === 'task') {
		const status = form.get('status') === 'dropped' ? 'dropped' : 'done'
		if (!(await closeTask(db, staff, { taskId: idIn(form, 'taskId') ?? 0, status, at, requestId }))) throw notFound()
	}
	return redirect('/desk')
}

async function answerAlert({ db, at, requestId }: House, staff: StaffMember, { form, kind }: { form: FormData; kind: (typeof alertActs)[number] }) {
	const alertId = idIn(form, 'alertId') ?? 0
	const note = textIn(form, 'note')
	const base = { alertId, note, at, requestId }
	const act: AlertAct = kind === 'dismiss' ? { ...base, kind, reason: oneOf(dismissReasons, form.get('reason')) } : { ...base, kind }
	const answer = await actOnAlert(db, staff, act)
	if (!answer) throw notFound()
	if (answer.ok) return redirect('/desk')
	return data({ alertId, note, refusals: answer.refusals }, { status: 422 })
}

export default function Today() {
	const { t } = useTranslation('desk')
	const { alerts, tasks, goal, notices, today, firstName, at } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const refused = answer && 'refusals' in answer ? answer : null
	return (
		<>
			<PageHeader
				kicker={<DayText day={today} style="long" />}
				title={t('today.hello', { name: firstName })}
				lead={alerts.length > 0 ? t('today.waiting', { count: alerts.length }) : null}
			/>
			{refused ? (
				<div className="mb-6">
					<Refusals
						title={t('today.refused')}
						refusals={refused.refusals.map(({ code, facts }) => ({ key: code, message: t(`refusals:${code}`, facts as Record<string, string>) }))}
					/>
				</div>
			) : null}
			<div className="grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_22rem]">
				<section aria-label={t('alerts.title')} className="grid content-start gap-8">
					{alerts.length === 0 ? (
						<EmptyState title={t('alerts.none')} picture={<img src="/images/all-done.svg" alt="" width={480} height={360} />}>
							{t('alerts.noneText')}
						</EmptyState>
					) : (
						alerts.map((alert) => <AlertCard key={alert.id} alert={alert} at={at} note={refused?.alertId === alert.id ? refused.note : ''} />)
					)}
				</section>
				<div className="grid content-start gap-10">
					<GoalFigure goal={goal} />
					<TaskList tasks={tasks} today={today} />
					<Section id="notices" title={t('notices.title')} aside={notices.some(({ readAt }) => readAt === null) ? <SeenButton /> : null}>
						<NoticeList notices={notices} at={at} />
					</Section>
				</div>
			</div>
		</>
	)
}

function SeenButton() {
	const { t } = useTranslation('desk')
	const fetcher = useFetcher()
	return (
		<fetcher.Form method="post" action="/desk">
			<input type="hidden" name="intent" value="notices" />
			<Button type="submit" size="sm" variant="quiet" pending={fetcher.state !== 'idle'}>
				{t('notices.seen')}
			</Button>
		</fetcher.Form>
	)
}
