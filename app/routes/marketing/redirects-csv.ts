import type { LoaderFunctionArgs } from '@remix-run/node'
import { openRedirects } from '../../flows/capture/change-redirect.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAssetFilter } from '../../ui/capture/read-form-edit.ts'

/** Far above what one house has. */
const ALL = 100_000
const columns = ['name', 'address', 'target', 'campaign', 'status', 'confirmed', 'clicks'] as const

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'capture')
	const { redirects } = await openRedirects(db, staff, { ...readAssetFilter(new URL(request.url).searchParams, ALL), after: null })
	return csvResponse(
		'redirects.csv',
		columns.map((column) => t(`column.${column}`)),
		redirects.map((one) => [one.name, `/r/${one.slug}`, one.target, one.campaignName, t(`status.${one.status}`), String(one.confirmed), String(one.clicks)]),
	)
}
