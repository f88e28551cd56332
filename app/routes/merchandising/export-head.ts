import type { LoaderFunctionArgs } from '@remix-run/node'
import { openTemplate } from '../../flows/exchange/take-out.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'

/** The head of a kind, to be filled in and brought in. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'merchandiser')
	const kind = params['kind'] ?? ''
	const head = await openTemplate(context.house.db, staff, kind)
	if (head === null) throw notFound()
	const headers = {
		'Content-Type': 'text/csv; charset=utf-8',
		'Content-Disposition': `attachment; filename="${kind}.csv"`,
		'Cache-Control': 'private, no-store',
	}
	return new Response(head, { headers })
}
