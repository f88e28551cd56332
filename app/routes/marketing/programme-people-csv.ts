import type { LoaderFunctionArgs } from '@remix-run/node'
import { openWalks } from '../../flows/marketing/open-programmes.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idIn } from '../../ui/people/read-people-form.ts'
import { readWalkFilter } from '../../ui/programme/read-filters.ts'

const ALL = 100_000

/** The people of a programme as they are filtered, as a file. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'programmes')
	const page = await openWalks(db, staff, { id: idIn(params['id']), filter: { ...readWalkFilter(new URL(request.url).searchParams, ALL), after: null } })
	if (!page) throw notFound()
	return csvResponse(
		'programme-people.csv',
		['people.name', 'people.email', 'state.label', 'people.step', 'people.entered', 'people.due', 'people.cause'].map((key) => t(key)),
		page.walks.map((walk) => [
			...[walk.name, walk.email ?? '', t(`walk.${walk.state}`), walk.state === 'going' ? (walk.stepKey ?? '') : '', walk.enteredAt.toISOString()],
			...[(walk.state === 'going' ? walk.dueAt : (walk.leftAt ?? walk.dueAt)).toISOString(), walk.cause],
		]),
	)
}
