import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportLeads } from '../../flows/lead/open-leads.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { fieldWord } from '../../ui/crm/field-word.ts'
import { readLeadFilter } from '../../ui/lead/read-lead-form.ts'

const PAGE = 5000
const columns = ['lead', 'title', 'company', 'email', 'phone', 'source', 'status', 'rating', 'owner', 'quotes', 'created'] as const
/** Her address, in the words of the forms. */
const address = ['street', 'city', 'region', 'postalCode', 'country'] as const

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const [t, crm] = [fixedT(locale, 'leads'), fixedT(locale, 'crm')]
	const rated = (value: string | null) => value && fieldWord(crm, locale, { name: 'rating', value })
	return csvStream(
		'leads.csv',
		[...columns.map((column) => t(`file.${column}`)), ...address.map((name) => crm(`field.${name}`))],
		await exportLeads(db, staff, readLeadFilter(new URL(request.url).searchParams, PAGE)),
		(leads) =>
			leads.map((lead) => [
				...[
					lead.name,
					lead.title,
					lead.company,
					lead.email,
					lead.phone,
					lead.source,
					t(`status.${lead.status}`),
					rated(lead.rating),
					lead.ownerName,
					lead.quotes,
				],
				...[lead.createdAt, ...address.map((name) => lead[name])],
			]),
	)
}
