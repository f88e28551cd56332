import type { ActionFunctionArgs } from '@remix-run/node'
import { noteVisit } from '../../flows/capture/note-visit.ts'
import { localPath } from '../../platform/local-path.ts'
import { isLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor } from '../../platform/session.server.ts'
import { verify } from '../../platform/signing.server.ts'
import { keepVisitor, mayFollow, newVisitorId, readVisitorId } from '../../platform/visitor.server.ts'
import { textIn } from '../desk/read-form.ts'

/** Far more pages than a person looks at in a minute. */
const looksPerMinute = 60

export function loader(): never {
	throw notFound()
}

/** Without its language and what follows it: a page is one page. */
function pathOf(text: string): string {
	const { pathname } = new URL(localPath(text.slice(0, 300)), 'http://shop.invalid')
	const [, first, ...rest] = pathname.split('/')
	return isLocale(first) ? `/${rest.join('/')}` : pathname
}

/** A page says that a person looks at it. Nothing of the house's own people counts, nor of who does not want to be followed. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { house } = context
	const { at, secrets } = house
	if (request.method !== 'POST') throw notFound()
	const { shopper, staff } = await readVisitor(request, context)
	const nothing = new Response(null, { status: 204 })
	if (staff || !(await mayFollow(request, house))) return nothing
	if (house.throttle.take(`seen:${house.address}`, looksPerMinute).retryAfterSeconds !== null) return nothing
	const form = await request.formData()
	const via = verify(textIn(form, 'via'), { purpose: 'redirect-click', secrets, at }) as { c?: unknown } | null
	const clickId = typeof via?.c === 'number' ? via.c : null
	const known = await readVisitorId(request, house)
	actAsHouse(house)
	const { visitorId } = await noteVisit(house.db, {
		...{ visitorId: known ?? newVisitorId(), newVisitorId: newVisitorId(), path: pathOf(textIn(form, 'path')), clickId, at },
		contactId: shopper?.kind === 'buyer' ? shopper.contactId : null,
	})
	return visitorId === known ? nothing : new Response(null, { status: 204, headers: { 'Set-Cookie': await keepVisitor(house, visitorId) } })
}
