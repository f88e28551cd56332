import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { closeTask } from '../../flows/desk/close-task.ts'
import { openTasks } from '../../flows/desk/open-tasks.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { TaskPage } from '../../ui/desk/task-page.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, oneOf } from './read-form.ts'
import { readTaskFilter } from './read-task-filter.ts'

export const handle = { i18n: ['desk', 'crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const filter = readTaskFilter(new URL(request.url).searchParams)
	return { ...(await openTasks(db, staff, { filter, at })), filter, title: fixedT(locale, 'crm')('tasks.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Ends a task as done or dropped, or opens it again. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const form = await request.formData()
	const [taskId, status] = [idIn(form, 'taskId'), oneOf(['done', 'dropped', 'open'], form.get('status'))]
	if (taskId === null || !status || !(await closeTask(db, staff, { taskId, status, at, requestId }))) throw notFound()
	return redirect(request.url)
}

export default function DeskTasks() {
	const { t } = useTranslation('crm')
	const page = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('tasks.title')}
				lead={t('tasks.lead')}
				actions={
					page.tasks.length > 0 ? (
						<LinkButton to={href({}, '/desk/tasks.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			<TaskPage {...page} />
		</>
	)
}
