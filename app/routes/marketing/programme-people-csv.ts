import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportWalks } from '../../flows/marketing/open-programmes.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idIn } from '../../ui/people/read-people-form.ts'
import { readWalkFilter } from '../../ui/programme/read-filters.ts'

const PAGE = 5000

/** The people of a programme as they are filtered, as a file to its last row. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'programmes')
	const pages = await exportWalks(db, staff, { id: idIn(params['id']), filter: readWalkFilter(new URL(request.url).searchParams, PAGE) })
	if (!pages) throw notFound()
	return csvStream(
		'programme-people.csv',
		['people.name', 'people.email', 'state.label', 'people.step', 'people.entered', 'people.due', 'people.cause'].map((key) => t(key)),
		pages,
		(walks) =>
			walks.map((walk) => [
				...[walk.name, walk.email, t(`walk.${walk.state}`), walk.state === 'going' ? walk.stepKey : null, walk.enteredAt],
				...[walk.state === 'going' ? walk.dueAt : (walk.leftAt ?? walk.dueAt), walk.cause],
			]),
	)
}
