import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { chooseShipTo } from '../../flows/session/choose-ship-to.ts'
import { localPath } from '../../platform/local-path.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'

export async function loader({ request, context }: LoaderFunctionArgs) {
	await requireShopper(request, context)
	return redirect('/')
}

/** Chooses the store that this session's prices and stock are for; another account's store is a page that does not exist. */
export async function action({ request, context }: ActionFunctionArgs) {
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const locationId = Number(form.get('location'))
	if (!Number.isSafeInteger(locationId) || !(await chooseShipTo(context.house.db, shopper, locationId))) throw notFound()
	return redirect(localPath(String(form.get('to') ?? '')))
}
