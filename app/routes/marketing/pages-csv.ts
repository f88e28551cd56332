import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportPages } from '../../flows/capture/open-pages.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAssetFilter } from '../../ui/capture/read-form-edit.ts'

const PAGE = 5000
const columns = ['name', 'slug', 'campaign', 'status', 'form', 'visitors', 'views'] as const

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'capture')
	return csvStream(
		'pages.csv',
		columns.map((column) => t(`column.${column}`)),
		exportPages(db, staff, readAssetFilter(new URL(request.url).searchParams, PAGE)),
		(pages) => pages.map((page) => [page.name, page.slug, page.campaignName, t(`status.${page.status}`), page.formName, page.visitors, page.views]),
	)
}
