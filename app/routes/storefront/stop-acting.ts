import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { stopActing } from '../../flows/session/stop-acting.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'

export async function loader({ request, context }: LoaderFunctionArgs) {
	await requireShopper(request, context)
	return redirect('/')
}

/** The rep is done ordering for a buyer and goes back to that account's page on her desk. */
export async function action({ request, context }: ActionFunctionArgs) {
	const shopper = await requireShopper(request, context)
	if (!(await stopActing(context.house.db, shopper))) throw notFound()
	return redirect(`/desk/accounts/${shopper.account.accountId}`)
}
