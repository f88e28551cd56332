import type { LoaderFunctionArgs } from '@remix-run/node'
import { openSyncErrors } from '../../flows/sync/open-sync-errors.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'
import { readErrorQuery } from './read-sync-errors.ts'

/** What is open, as it is filtered; a file of more than this nobody reads. */
const MOST = 50_000

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, query] = [idOf(params['id']), readErrorQuery(new URL(request.url).searchParams, MOST)]
	const page = connectionId && (await openSyncErrors(db, staff, connectionId, { ...query, after: null }))
	if (!page) throw notFound()
	const t = fixedT(locale, 'sync')
	const head = ['record', 'object', 'recordId', 'field', 'value', 'code', 'message', 'times', 'firstSeen', 'lastSeen'].map((name) => t(`errors.${name}`))
	const rows = page.records.map((row) => [
		row.name,
		row.object,
		row.recordId,
		row.field,
		row.value,
		row.code,
		row.message,
		row.seen,
		row.firstAt.toISOString(),
		row.lastAt.toISOString(),
	])
	return csvResponse(
		'sync-errors.csv',
		head,
		rows.map((row) => row.map((value) => String(value ?? ''))),
	)
}
