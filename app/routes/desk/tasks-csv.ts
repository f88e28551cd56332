import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportTasks } from '../../flows/desk/open-tasks.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readTaskFilter } from './read-task-filter.ts'

const PAGE = 5000

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const [t, names] = [fixedT(locale, 'crm'), fixedT(locale, 'desk')]
	return csvStream(
		'tasks.csv',
		['subject', 'person', 'account', 'due', 'priority', 'status'].map((name) => t(`tasks.column.${name}`)),
		exportTasks(db, staff, { filter: readTaskFilter(new URL(request.url).searchParams, PAGE), at }),
		(tasks) =>
			tasks.map(({ subject, facts, ...task }) => [
				names(`tasks.subject.${subject.replaceAll('.', '_')}`, { ...facts, defaultValue: subject }),
				...[task.personName, task.accountName, task.dueOn, t(`tasks.priority.${task.priority}`), t(`tasks.status.${task.status}`)],
			]),
	)
}
