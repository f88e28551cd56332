import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportRedirects } from '../../flows/capture/change-redirect.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAssetFilter } from '../../ui/capture/read-form-edit.ts'

const PAGE = 5000
const columns = ['name', 'address', 'target', 'campaign', 'status', 'confirmed', 'clicks'] as const

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'capture')
	return csvStream(
		'redirects.csv',
		columns.map((column) => t(`column.${column}`)),
		exportRedirects(db, staff, readAssetFilter(new URL(request.url).searchParams, PAGE)),
		(redirects) => redirects.map((one) => [one.name, `/r/${one.slug}`, one.target, one.campaignName, t(`status.${one.status}`), one.confirmed, one.clicks]),
	)
}
