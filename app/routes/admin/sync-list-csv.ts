import type { LoaderFunctionArgs } from '@remix-run/node'
import { openList } from '../../flows/sync-list/open-list.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'
import { readListQuery } from './read-sync-list.ts'

/** A file of more than this nobody reads. */
const MOST = 50_000

/** The lines as they are filtered, as a file. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, runId] = [idOf(params['id']), idOf(params['run'])]
	const query = { ...readListQuery(new URL(request.url).searchParams, MOST), after: null }
	const page = connectionId && runId && (await openList(db, staff, { connectionId, runId, query }))
	if (!page) throw notFound()
	const t = fixedT(locale, 'sync')
	const head = [
		t('list.record'),
		t('list.side'),
		t('errors.object'),
		t('errors.recordId'),
		t('errors.field'),
		t('list.from'),
		t('list.to'),
		t('list.rule'),
		t('list.state'),
		t('records.reason'),
	]
	const rows = page.lines.map((line) => [
		...[line.name, t(`side.${line.side}`), line.object, line.recordId, line.field, line.fromValue, line.toValue, line.rule],
		...[t(`lineState.${page.run.kind}.${line.state}`), line.reason],
	])
	return csvResponse(
		`sync-${page.run.kind}-${page.run.id}.csv`,
		head,
		rows.map((row) => row.map((value) => String(value ?? ''))),
	)
}
