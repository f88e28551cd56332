import type { LoaderFunctionArgs } from '@remix-run/node'
import { openSitemap } from '../../flows/catalog/open-sitemap.ts'
import { defaultLocale, locales, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsGuest } from '../../platform/session.server.ts'
import { idIn } from '../desk/read-form.ts'

const ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'

/** The guest catalog for search engines, each page with its other languages; a large one as a list of parts. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, publicUrl } = context.house
	const { searchParams } = new URL(request.url)
	actAsGuest(context.house)
	const after = searchParams.get('after') === '0' ? 0 : idIn(searchParams, 'after')
	const map = await openSitemap(db, after)
	if (!map) throw notFound()
	const lines = map.parts.length > 0 && after === null ? partsOf(publicUrl, map.parts) : pagesOf(publicUrl, map)
	return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${lines.join('\n')}\n`, {
		headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
	})
}

const partsOf = (publicUrl: string, parts: readonly number[]) => [
	`<sitemapindex ${ns}>`,
	...[0, ...parts].map((part) => `<sitemap><loc>${publicUrl}/sitemap.xml?after=${part}</loc></sitemap>`),
	'</sitemapindex>',
]

type Pages = { categories: readonly string[]; products: readonly { slug: string; updatedAt: Date | string }[] }

function pagesOf(publicUrl: string, { categories, products }: Pages): string[] {
	const at = (path: string, locale: string) => escaped(`${publicUrl}${withLocale(path, locale === defaultLocale ? null : (locale as never))}`)
	const page = (path: string, changedAt?: Date | string) =>
		`<url><loc>${at(path, defaultLocale)}</loc>${changedAt ? `<lastmod>${String(changedAt).slice(0, 10)}</lastmod>` : ''}${locales
			.map((locale) => `<xhtml:link rel="alternate" hreflang="${locale}" href="${at(path, locale)}"/>`)
			.join('')}</url>`
	return [
		`<urlset ${ns}>`,
		...(categories.length > 0 ? [page('/')] : []),
		...categories.map((slug) => page(`/catalog/${encodeURIComponent(slug)}`)),
		...products.map(({ slug, updatedAt }) => page(`/products/${encodeURIComponent(slug)}`, updatedAt)),
		'</urlset>',
	]
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
