import type { LoaderFunctionArgs } from '@remix-run/node'
import { openCatalogPage } from '../../flows/catalog/open-catalog-page.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'
import { problem } from '../../platform/responses.ts'
import { requireApiShopper } from '../../platform/session.server.ts'

const MOST = 200
const USUAL = 48
const headers = { 'Cache-Control': 'private, no-store', 'Content-Type': 'application/json; charset=utf-8' }

/**
 * `GET /api/v1/catalog/products?category=&limit=&cursor=&locale=`: a page of what the key's account may see at its own
 * prices, two statements for any page. Decimals are strings; a price of null is on request.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, requestId } = context.house
	const shopper = await requireApiShopper(request, context, 'catalog:read')
	const asked = new URL(request.url).searchParams
	const limitText = asked.get('limit') ?? String(USUAL)
	const limit = Number(limitText)
	if (!/^\d{1,3}$/.test(limitText) || limit < 1 || limit > MOST)
		return problem({ status: 400, code: 'LIMIT_INVALID', requestId, detail: `limit is a whole number from 1 to ${MOST}.` })
	const locale = asked.get('locale') ?? defaultLocale
	if (!isLocale(locale)) return problem({ status: 400, code: 'LOCALE_UNKNOWN', requestId, detail: 'locale is one of en, fr-CA, es, ja, cs.' })
	const page = await openCatalogPage(db, shopper, { category: asked.get('category'), limit, cursor: asked.get('cursor'), locale, at })
	if (!page) return problem({ status: 404, code: 'NOT_FOUND', requestId, detail: 'There is no such category, or nothing in it for this account.' })
	const { category, products, nextCursor } = page
	return new Response(JSON.stringify({ category: category && { id: category.id, name: category.name }, products, nextCursor }), { headers })
}
