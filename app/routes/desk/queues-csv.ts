import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportQueued } from '../../flows/crm/open-queues.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readQueueFilter } from './read-queue-filter.ts'

const PAGE = 5000

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const t = fixedT(locale, 'crm')
	const fields = (names: readonly string[]) => names.map((name) => t(`field.${name}`))
	return csvStream(
		'queues.csv',
		[t('queues.person'), ...fields(['title', 'company', 'email', 'phone']), t('queues.queue'), t('queues.since'), ...fields(['score', 'grade'])],
		exportQueued(db, staff, readQueueFilter(new URL(request.url).searchParams, PAGE)),
		(rows) => rows.map((row) => [row.name, row.title, row.company, row.email, row.phone, row.queueName, row.assignedAt, row.score, row.grade]),
	)
}
