import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportSubmissions } from '../../flows/capture/open-forms.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'

const PAGE = 5000

/** What was sent by a form, a column for each of its fields, to the last row. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const id = idOf(params['id'])
	const file = id === null ? null : await exportSubmissions(db, staff, id, PAGE)
	if (!file) throw notFound()
	const t = fixedT(locale, 'capture')
	return csvStream(
		'form-sent.csv',
		[t('column.at'), t('column.language'), t('column.visits'), ...file.labels.map(({ key, label }) => label[locale] || label['en'] || key)],
		file.pages,
		(rows) => rows.map((one) => [one.at, one.locale, one.visitsBefore, ...file.labels.map(({ key }) => one.values[key])]),
	)
}
