import type { LoaderFunctionArgs } from '@remix-run/node'
import { tryScores } from '../../flows/marketing/change-scores.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readScores } from '../../ui/scoring/read-scoring-form.ts'

/** How many people's scores would change, while it is being written; null: it is not whole yet. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const { wish, refusals } = readScores(new URL(request.url).searchParams)
	return { preview: refusals.length > 0 || wish.length === 0 ? null : await tryScores(context.house.db, staff, wish) }
}
