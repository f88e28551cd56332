import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { stopActing } from '../../flows/desk/stop-acting.ts'
import { requireStaff } from '../../platform/session.server.ts'

export async function loader({ request, context }: ActionFunctionArgs) {
	await requireStaff(request, context)
	return redirect('/desk')
}

/** Back to the account that one acted for. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context)
	const accountId = await stopActing(db, staff, { at, requestId })
	return redirect(accountId === null ? '/desk' : `/desk/accounts/${accountId}`)
}
