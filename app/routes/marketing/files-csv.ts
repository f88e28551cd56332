import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportFiles } from '../../flows/capture/upload-file.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAssetFilter } from '../../ui/capture/read-form-edit.ts'

const PAGE = 5000
const columns = ['name', 'fileName', 'campaign', 'status', 'forms', 'given', 'opened'] as const

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'capture')
	return csvStream(
		'files.csv',
		columns.map((column) => t(`column.${column}`)),
		exportFiles(db, staff, readAssetFilter(new URL(request.url).searchParams, PAGE)),
		(files) =>
			files.map((file) => [
				...[file.name, file.fileName, file.campaignName, t(`status.${file.status}`), file.forms.map(({ name }) => name).join(', ')],
				...[file.given, file.opened],
			]),
	)
}
