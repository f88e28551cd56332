import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { countPeople } from '../../flows/marketing/open-lists.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { predicateOf, readQuestionRows } from '../../ui/automation/read-automation-form.ts'

/** Of how many people the question holds now, while it is being written; null: it is not whole yet. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const asked = predicateOf(readQuestionRows(new URL(request.url).searchParams))
	return json({ count: asked.ok ? await countPeople(db, staff, { predicate: asked.value, at }) : null })
}
