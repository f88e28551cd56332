import type { ActionFunctionArgs } from '@remix-run/node'
import { confirmTouch } from '../../flows/marketing/confirm-touch.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor } from '../../platform/session.server.ts'

export function loader(): never {
	throw notFound()
}

/** The page of a mail's link says that a person is looking at it. A rep's look counts for nobody. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, secrets } = context.house
	if (request.method !== 'POST') throw notFound()
	const { staff } = await readVisitor(request, context)
	if (staff) return new Response(null, { status: 204 })
	actAsHouse(context.house)
	const confirmed = await confirmTouch(db, { token: params['token'] ?? '', secrets, at }, 'beacon')
	if (!confirmed) throw notFound()
	return new Response(null, { status: 204 })
}
