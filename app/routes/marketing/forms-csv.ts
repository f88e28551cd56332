import type { LoaderFunctionArgs } from '@remix-run/node'
import { openForms } from '../../flows/capture/open-forms.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAssetFilter } from '../../ui/capture/read-form-edit.ts'

/** Far above what one house has. */
const ALL = 100_000
const columns = ['name', 'slug', 'campaign', 'status', 'people', 'sent', 'lastAt'] as const

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'capture')
	const { forms } = await openForms(db, staff, { ...readAssetFilter(new URL(request.url).searchParams, ALL), after: null })
	return csvResponse(
		'forms.csv',
		columns.map((column) => t(`column.${column}`)),
		forms.map((form) => [
			form.name,
			form.slug,
			form.campaignName,
			t(`status.${form.status}`),
			String(form.people),
			String(form.sent),
			form.lastAt?.toISOString() ?? '',
		]),
	)
}
