import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportProspects } from '../../flows/marketing/open-prospects.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { fieldWord } from '../../ui/crm/field-word.ts'
import { wordsIn } from '../../ui/crm/words.tsx'
import { readProspectFilter } from '../../ui/people/read-people-form.ts'

/** So many are read at a time, and no more of them are kept. */
const PAGE = 5000
const columns = ['id', 'person', 'email', 'company', 'score', 'grade', 'tags', 'owner', 'active'] as const
/** What sales say of her and where she is, in the words of the forms. */
const said = ['leadStatus', 'rating', 'street', 'city', 'region', 'postalCode', 'country'] as const

/** The list as it is filtered, as a file: to the last of them, sent as it is made. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const [t, crm] = [fixedT(locale, 'people'), fixedT(locale, 'crm')]
	const wordOf = (name: (typeof said)[number], value: string | null) => value && fieldWord(crm, locale, { name, value })
	const filter = { ...readProspectFilter(new URL(request.url).searchParams, PAGE), after: null }
	const file = await exportProspects(db, staff, filter, locale, at)
	const heads = [
		...columns.map((column) => t(`column.${column}`)),
		...said.map((name) => crm(`field.${name}`)),
		...(file.own ? [wordsIn(file.own.labels, locale)] : []),
	]
	return csvStream('prospects.csv', heads, file.pages, (people) =>
		people.map((one) => [
			...[one.id, one.name, one.email, one.company, one.score, one.grade, one.tags.join('; '), one.ownerName, one.lastActivityAt],
			...said.map((name) => wordOf(name, one[name])),
			...(file.own ? [[one.own ?? ''].flat().join('; ')] : []),
		]),
	)
}
