import type { LoaderFunctionArgs } from '@remix-run/node'
import { takeOut } from '../../flows/exchange/take-out.ts'
import { streamResponse } from '../../platform/csv.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'

/** One kind as it stands, in a file that comes in again without loss. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const kind = params['kind'] ?? ''
	const parts = await takeOut(db, staff, { kind, at, requestId })
	if (!parts) throw notFound()
	return streamResponse(`${kind}.csv`, 'text/csv; charset=utf-8', parts)
}
