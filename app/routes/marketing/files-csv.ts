import type { LoaderFunctionArgs } from '@remix-run/node'
import { openFiles } from '../../flows/capture/upload-file.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAssetFilter } from '../../ui/capture/read-form-edit.ts'

/** Far above what one house has. */
const ALL = 100_000
const columns = ['name', 'fileName', 'campaign', 'status', 'forms', 'given', 'opened'] as const

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'capture')
	const { files } = await openFiles(db, staff, { ...readAssetFilter(new URL(request.url).searchParams, ALL), after: null })
	return csvResponse(
		'files.csv',
		columns.map((column) => t(`column.${column}`)),
		files.map((file) => [
			file.name,
			file.fileName,
			file.campaignName,
			t(`status.${file.status}`),
			file.forms.map(({ name }) => name).join(', '),
			String(file.given),
			String(file.opened),
		]),
	)
}
