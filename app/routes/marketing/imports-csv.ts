import type { LoaderFunctionArgs } from '@remix-run/node'
import { openImports } from '../../flows/exchange/open-imports.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readRunFilter } from '../merchandising/read-run-filter.ts'

const ALL = 100_000

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const t = fixedT(locale, 'exchange')
	const { runs } = await openImports(db, staff, { ...readRunFilter(request, ALL), after: null }, 'marketing')
	const head = [t('runs.file'), t('runs.kind'), t('runs.mode'), t('runs.state'), t('runs.by'), t('runs.at'), t('count.read'), t('count.created')]
	const rows = runs.map((one) => [
		...[one.fileName, t(`kind.${one.what}`), t(`mode.${one.mode}`), t(`state.${one.state}`), one.userName ?? t('runs.command'), one.startedAt.toISOString()],
		...[one.readCount, one.createdCount, one.updatedCount, one.unchangedCount, one.skippedCount, one.rejectedCount].map(String),
	])
	return csvResponse('imports.csv', [...head, t('count.updated'), t('count.unchanged'), t('count.skipped'), t('count.rejected')], rows)
}
