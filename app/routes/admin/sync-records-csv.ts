import type { LoaderFunctionArgs } from '@remix-run/node'
import { openRecords } from '../../flows/sync/open-records.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'
import { readRecordQuery } from './read-sync-records.ts'

/** A file of more than this nobody reads. */
const MOST = 50_000

/** The list as it is filtered, as a file. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, query] = [idOf(params['id']), readRecordQuery(new URL(request.url).searchParams, MOST)]
	const page = connectionId && (await openRecords(db, staff, connectionId, { ...query, after: null }))
	if (!page) throw notFound()
	const t = fixedT(locale, 'sync')
	const head = ['record', 'crmObject', 'crmId', 'maObject', 'maId', 'state', 'reason', 'errors', 'synced'].map((name) => t(`records.${name}`))
	const rows = page.rows.map((row) => [
		...[row.name, row.crmObject, row.crmId, row.maObject, row.maId, t(`linkState.${row.state}`), row.stateReason],
		...[row.errors, row.syncedAt?.toISOString()],
	])
	return csvResponse(
		'sync-records.csv',
		head,
		rows.map((row) => row.map((value) => String(value ?? ''))),
	)
}
