import type { LoaderFunctionArgs } from '@remix-run/node'
import { openSubmissions } from '../../flows/capture/open-forms.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'

const ALL = 100_000

/** What was sent by a form, a column for each of its fields. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const id = idOf(params['id'])
	const page = id === null ? null : await openSubmissions(db, staff, id, { after: null, limit: ALL })
	if (!page) throw notFound()
	const t = fixedT(locale, 'capture')
	return csvResponse(
		'form-sent.csv',
		[t('column.at'), t('column.language'), t('column.visits'), ...page.labels.map(({ key, label }) => label[locale] || label['en'] || key)],
		page.submissions.map((one) => [one.at.toISOString(), one.locale, String(one.visitsBefore), ...page.labels.map(({ key }) => one.values[key] ?? '')]),
	)
}
