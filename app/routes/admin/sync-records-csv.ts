import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportRecords } from '../../flows/sync/open-records.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'
import { readRecordQuery } from './read-sync-records.ts'

const PAGE = 5000
const columns = ['record', 'crmObject', 'crmId', 'maObject', 'maId', 'state', 'reason', 'errors', 'synced'] as const

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, query] = [idOf(params['id']), readRecordQuery(new URL(request.url).searchParams, PAGE)]
	const pages = connectionId && (await exportRecords(db, staff, connectionId, query))
	if (!pages) throw notFound()
	const t = fixedT(locale, 'sync')
	return csvStream(
		'sync-records.csv',
		columns.map((column) => t(`records.${column}`)),
		pages,
		(rows) =>
			rows.map((row) => [row.name, row.crmObject, row.crmId, row.maObject, row.maId, t(`linkState.${row.state}`), row.stateReason, row.errors, row.syncedAt]),
	)
}
