import type { LoaderFunctionArgs } from '@remix-run/node'
import { openPages } from '../../flows/capture/open-pages.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAssetFilter } from '../../ui/capture/read-form-edit.ts'

/** Far above what one house has. */
const ALL = 100_000
const columns = ['name', 'slug', 'campaign', 'status', 'form', 'visitors', 'views'] as const

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'capture')
	const { pages } = await openPages(db, staff, { ...readAssetFilter(new URL(request.url).searchParams, ALL), after: null })
	return csvResponse(
		'pages.csv',
		columns.map((column) => t(`column.${column}`)),
		pages.map((page) => [page.name, page.slug, page.campaignName, t(`status.${page.status}`), page.formName ?? '', String(page.visitors), String(page.views)]),
	)
}
