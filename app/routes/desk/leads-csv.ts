import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportLeads } from '../../flows/lead/open-leads.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readLeadFilter } from '../../ui/lead/read-lead-form.ts'

const PAGE = 5000
const columns = ['lead', 'title', 'company', 'email', 'phone', 'source', 'status', 'rating', 'owner', 'quotes', 'created'] as const

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const t = fixedT(locale, 'leads')
	return csvStream(
		'leads.csv',
		columns.map((column) => t(`file.${column}`)),
		await exportLeads(db, staff, readLeadFilter(new URL(request.url).searchParams, PAGE)),
		(leads) =>
			leads.map((lead) => [
				...[lead.name, lead.title, lead.company, lead.email, lead.phone, lead.source, t(`status.${lead.status}`), lead.rating, lead.ownerName, lead.quotes],
				lead.createdAt,
			]),
	)
}
