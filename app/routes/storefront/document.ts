import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { openDocument } from '../../flows/catalog/open-document.ts'
import { notFound } from '../../platform/responses.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'

/** The door of a data sheet, drawing or video: it asks who may see the product, then leads to where it stands. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const shopper = await shopperOrGuest(request, context)
	const id = params['id'] ?? ''
	const document = /^\d{1,15}$/.test(id) ? await openDocument(context.house.db, shopper, Number(id)) : null
	if (!document) throw notFound()
	return redirect(document.url, { headers: { 'Cache-Control': 'private, no-store', 'Referrer-Policy': 'no-referrer' } })
}
