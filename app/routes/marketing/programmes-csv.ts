import type { LoaderFunctionArgs } from '@remix-run/node'
import { openProgrammes } from '../../flows/marketing/open-programmes.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readProgrammeFilter } from '../../ui/programme/read-filters.ts'

/** Far above what one house has. */
const ALL = 100_000

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'programmes')
	const { programmes } = await openProgrammes(db, staff, { ...readProgrammeFilter(new URL(request.url).searchParams, ALL), after: null })
	const figures = ['going', 'done', 'left', 'mailed', 'clicked'] as const
	return csvResponse(
		'programmes.csv',
		[t('settings.name'), t('state.label'), ...figures.map((figure) => t(`figure.${figure}`))],
		programmes.map((one) => [one.name, t(`state.${one.state}`), ...figures.map((figure) => String(one[figure]))]),
	)
}
