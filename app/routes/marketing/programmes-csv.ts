import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportProgrammes } from '../../flows/marketing/open-programmes.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readProgrammeFilter } from '../../ui/programme/read-filters.ts'

const PAGE = 5000

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'programmes')
	const figures = ['going', 'done', 'left', 'mailed', 'clicked'] as const
	return csvStream(
		'programmes.csv',
		[t('settings.name'), t('state.label'), ...figures.map((figure) => t(`figure.${figure}`))],
		exportProgrammes(db, staff, readProgrammeFilter(new URL(request.url).searchParams, PAGE)),
		(programmes) => programmes.map((one) => [one.name, t(`state.${one.state}`), ...figures.map((figure) => one[figure])]),
	)
}
