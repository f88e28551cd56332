import type { LoaderFunctionArgs } from '@remix-run/node'
import { takeOutAll } from '../../flows/exchange/take-out.ts'
import { streamResponse } from '../../platform/csv.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { zipOf } from '../../platform/zip.ts'

/** Everything that this person may take out, one file for each kind, in an archive. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const files = await takeOutAll(db, staff, { at, requestId })
	return streamResponse(`kontor-${at.toISOString().slice(0, 10)}.zip`, 'application/zip', zipOf(files))
}
