import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportList } from '../../flows/sync-list/open-list.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'
import { readListQuery } from './read-sync-list.ts'

const PAGE = 5000

/** The lines as they are filtered, as a file to their last. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, runId] = [idOf(params['id']), idOf(params['run'])]
	const query = readListQuery(new URL(request.url).searchParams, PAGE)
	const file = connectionId && runId && (await exportList(db, staff, { connectionId, runId, query }))
	if (!file) throw notFound()
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
	return csvStream(`sync-${file.run.kind}-${file.run.id}.csv`, head, file.pages, (lines) =>
		lines.map((line) => [
			...[line.name, t(`side.${line.side}`), line.object, line.recordId, line.field, textOf(line.fromValue), textOf(line.toValue), line.rule],
			...[t(`lineState.${file.run.kind}.${line.state}`), line.reason],
		]),
	)
}

const textOf = (value: unknown) => (value === null ? null : String(value))
