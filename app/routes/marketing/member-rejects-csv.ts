import type { LoaderFunctionArgs } from '@remix-run/node'
import { openMemberRejects } from '../../flows/crm/open-crm-campaigns.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'

/** The rows of a file that were not taken: where they stood, what they said, and why. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const found = await openMemberRejects(db, staff, idOf(params['id']))
	if (!found) throw notFound()
	const t = fixedT(locale, 'crm')
	return csvResponse(
		`${found.fileName.replace(/\.csv$/i, '')}.rejects.csv`,
		['row', 'value', 'reason'].map((name) => t(`imports.column.${name}`)),
		found.rejects.map(({ rowNumber, value, reason }) => [String(rowNumber), value, t(`imports.reason.${reason}`)]),
	)
}
