import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openQueues } from '../../flows/crm/open-queues.ts'
import { takeQueued } from '../../flows/crm/take-queued.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { QueueList } from '../../ui/crm/queue-list.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn } from './read-form.ts'
import { readQueueFilter } from './read-queue-filter.ts'

export const handle = { i18n: ['crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const filter = readQueueFilter(new URL(request.url).searchParams)
	return { ...(await openQueues(db, staff, filter)), filter, at, title: fixedT(locale, 'crm')('queues.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Takes the prospect that was named, else the one that waits longest in the queue. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const form = await request.formData()
	const taken = await takeQueued(db, staff, { prospectId: idIn(form, 'prospectId'), queueId: idIn(form, 'queueId'), requestId, at })
	if (!taken) throw notFound()
	return taken.ok ? redirect(request.url) : data({ refusals: taken.refusals }, { status: 409 })
}

export default function DeskQueues() {
	const { t } = useTranslation('crm')
	const { queues, rows, next, filter, at } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('queues.title')}
				lead={t('queues.lead')}
				actions={
					rows.length > 0 ? (
						<LinkButton to={href({}, '/desk/queues.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<QueueList {...{ queues, rows, next, filter, at }} />
		</>
	)
}
