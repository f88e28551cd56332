import type { LoaderFunctionArgs } from '@remix-run/node'
import { openWays } from '../../flows/crm/open-ways.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readWaysQuery, wayName } from '../../ui/crm/way-room.tsx'

/** The way from the first look to the first order, a row for each month, source or campaign, the sum first. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'crm')
	const query = readWaysQuery(new URL(request.url).searchParams)
	const { all, ways } = await openWays(db, staff, query, at)
	const tenths = (share: number | null) => (share === null ? '' : (share / 10).toFixed(1))
	const cells = (parts: typeof all) => parts.flatMap(({ count, ofBefore }, place) => (place === 0 ? [String(count)] : [String(count), tenths(ofBefore)]))
	const heads = all.flatMap(({ step }, place) => (place === 0 ? [t(`ways.step.${step}`)] : [t(`ways.step.${step}`), t('ways.percent')]))
	return csvResponse(
		'funnel.csv',
		[t(`ways.by.${query.by}`), ...heads],
		[[t('ways.all'), ...cells(all)], ...ways.map((way) => [wayName(t, query.by, way, locale), ...cells(way.parts)])],
	)
}
