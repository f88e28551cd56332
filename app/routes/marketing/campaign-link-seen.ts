import type { ActionFunctionArgs } from '@remix-run/node'
import { confirmTouch } from '../../flows/marketing/confirm-touch.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor } from '../../platform/session.server.ts'
import { keepVisitor, mayFollow, newVisitorId, readVisitorId } from '../../platform/visitor.server.ts'

export function loader(): never {
	throw notFound()
}

/** The page of a mail's link says that a person is looking at it. A rep's look counts for nobody. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, secrets } = context.house
	if (request.method !== 'POST') throw notFound()
	const { staff, shopper } = await readVisitor(request, context)
	if (staff) return new Response(null, { status: 204 })
	// Who is signed in is known by that, whoever's mail she opened.
	const isFollowed = !shopper && (await mayFollow(request, context.house))
	const visitor = isFollowed ? { id: (await readVisitorId(request, context.house)) ?? newVisitorId(), newId: newVisitorId() } : null
	actAsHouse(context.house)
	const confirmed = await confirmTouch(db, { token: params['token'] ?? '', secrets, at }, 'beacon', visitor)
	if (!confirmed) throw notFound()
	const { visitorId } = confirmed
	return new Response(null, { status: 204, headers: visitorId === null ? {} : { 'Set-Cookie': await keepVisitor(context.house, visitorId) } })
}
