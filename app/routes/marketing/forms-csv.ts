import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportForms } from '../../flows/capture/open-forms.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAssetFilter } from '../../ui/capture/read-form-edit.ts'

const PAGE = 5000
const columns = ['name', 'slug', 'campaign', 'status', 'people', 'sent', 'lastAt'] as const

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'capture')
	return csvStream(
		'forms.csv',
		columns.map((column) => t(`column.${column}`)),
		exportForms(db, staff, readAssetFilter(new URL(request.url).searchParams, PAGE)),
		(forms) => forms.map((form) => [form.name, form.slug, form.campaignName, t(`status.${form.status}`), form.people, form.sent, form.lastAt]),
	)
}
