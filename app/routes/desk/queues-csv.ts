import type { LoaderFunctionArgs } from '@remix-run/node'
import { openQueues } from '../../flows/crm/open-queues.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readQueueFilter } from './read-queue-filter.ts'

/** Far above what waits anywhere. */
const ALL = 100_000

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const t = fixedT(locale, 'crm')
	const { rows } = await openQueues(db, staff, { ...readQueueFilter(new URL(request.url).searchParams, ALL), after: null })
	const head = [
		t('queues.person'),
		...['title', 'company', 'email', 'phone'].map((name) => t(`field.${name}`)),
		t('queues.queue'),
		t('queues.since'),
		t('field.score'),
		t('field.grade'),
	]
	return csvResponse(
		'queues.csv',
		head,
		rows.map((row) =>
			[row.name, row.title, row.company, row.email, row.phone, row.queueName, row.assignedAt.toISOString(), row.score, row.grade].map((value) =>
				String(value ?? ''),
			),
		),
	)
}
