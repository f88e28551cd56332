import type { LoaderFunctionArgs } from '@remix-run/node'
import { findThings } from '../../flows/entitlement/find-things.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { oneOf, textIn } from '../desk/read-form.ts'

/** What the finders beside paste fields ask while somebody types. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const what = oneOf(['account', 'rule'], searchParams.get('what')) ?? 'account'
	const found = await findThings(db, staff, { what, text: textIn(searchParams, 'q').slice(0, 100), locale })
	return Response.json({ found }, { headers: { 'Cache-Control': 'private, no-store' } })
}
