import type { LoaderFunctionArgs } from '@remix-run/node'
import { openProspects } from '../../flows/marketing/open-prospects.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { wordsIn } from '../../ui/crm/words.tsx'
import { readProspectFilter } from '../../ui/people/read-people-form.ts'

/** What a spreadsheet still opens. */
const ALL = 100_000
const columns = ['id', 'person', 'email', 'company', 'score', 'grade', 'tags', 'owner', 'active'] as const

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'people')
	const filter = { ...readProspectFilter(new URL(request.url).searchParams, ALL), after: null }
	const { prospects, room } = await openProspects(db, staff, filter, locale, at)
	const own = room.defs.find(({ name }) => name === filter.own)
	const rows = prospects.map((one) => [
		...[one.id, one.name, one.email, one.company, one.score, one.grade, one.tags.join('; '), one.ownerName],
		one.lastActivityAt?.toISOString(),
		...(own ? [[one.own ?? ''].flat().join('; ')] : []),
	])
	return csvResponse(
		'prospects.csv',
		[...columns.map((column) => t(`column.${column}`)), ...(own ? [wordsIn(own.labels, locale)] : [])],
		rows.map((row) => row.map((value) => String(value ?? ''))),
	)
}
