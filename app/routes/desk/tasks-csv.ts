import type { LoaderFunctionArgs } from '@remix-run/node'
import { openTasks } from '../../flows/desk/open-tasks.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readTaskFilter } from './read-task-filter.ts'

/** Far above what one person has to do. */
const ALL = 100_000

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const t = fixedT(locale, 'crm')
	const { tasks } = await openTasks(db, staff, { filter: { ...readTaskFilter(new URL(request.url).searchParams, ALL), after: null }, at })
	const names = fixedT(locale, 'desk')
	const subjectOf = ({ subject, facts }: (typeof tasks)[number]) => names(`tasks.subject.${subject.replaceAll('.', '_')}`, { ...facts, defaultValue: subject })
	const rows = tasks.map((task) => [
		subjectOf(task),
		task.personName,
		task.accountName,
		task.dueOn,
		t(`tasks.priority.${task.priority}`),
		t(`tasks.status.${task.status}`),
	])
	return csvResponse(
		'tasks.csv',
		['subject', 'person', 'account', 'due', 'priority', 'status'].map((name) => t(`tasks.column.${name}`)),
		rows.map((row) => row.map((value) => String(value ?? ''))),
	)
}
