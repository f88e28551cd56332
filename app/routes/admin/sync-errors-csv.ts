import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportSyncErrors } from '../../flows/sync/open-sync-errors.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'
import { readErrorQuery } from './read-sync-errors.ts'

const PAGE = 5000

/** What is open, as it is filtered, as a file to its last row. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, query] = [idOf(params['id']), readErrorQuery(new URL(request.url).searchParams, PAGE)]
	const pages = connectionId && (await exportSyncErrors(db, staff, connectionId, query))
	if (!pages) throw notFound()
	const t = fixedT(locale, 'sync')
	const head = ['record', 'object', 'recordId', 'field', 'value', 'code', 'message', 'times', 'firstSeen', 'lastSeen'].map((name) => t(`errors.${name}`))
	return csvStream('sync-errors.csv', head, pages, (records) =>
		records.map((row) => [
			row.name,
			row.object,
			row.recordId,
			row.field,
			row.value === null ? null : String(row.value),
			row.code,
			row.message,
			row.seen,
			row.firstAt,
			row.lastAt,
		]),
	)
}
