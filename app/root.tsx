import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches, useRouteError, useRouteLoaderData } from '@remix-run/react'
import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { fixedT } from './platform/i18n.server.ts'
import { ReaderProvider } from './ui/format/locale.tsx'
import { useNonce } from './ui/nonce.tsx'
import { LinkButton } from './ui/parts/button.tsx'
import { EmptyState } from './ui/parts/empty-state.tsx'
import { useNoCardNumbers } from './ui/shell/no-card-numbers.ts'
import { pageTitle } from './ui/shell/page-title.ts'
import { readTheme } from './ui/shell/theme.ts'
import styles from './ui/styles/app.css?url'
import { fontPreloads } from './ui/styles/font-preloads.ts'

export const links: LinksFunction = () => [...fontPreloads, { rel: 'stylesheet', href: styles }, { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }]

export const handle = { i18n: ['common', 'refusals'] }

export function loader({ request, context }: LoaderFunctionArgs) {
	const { locale } = context.house
	const t = fixedT(locale)
	const titles = { page: t('title'), notFound: t('notFound.title'), cardNumber: t('cardNumber.title'), broken: t('broken.title') }
	return { locale, titles, theme: readTheme(request.headers.get('Cookie')) }
}

/** For pages that name none, and for the pages that say what went wrong. */
export const meta: MetaFunction<typeof loader> = ({ data, error, matches }) => {
	// What an action threw comes without any data: the layout names that page itself.
	if (!data) return []
	return [{ title: error ? pageTitle(data.titles[kindOf(error)], matches) : data.titles.page }]
}

/** What the page of errors says: there is no such page, somebody wrote a card number, or it is our fault. */
function kindOf(error: unknown): 'notFound' | 'cardNumber' | 'broken' {
	if (!isRouteErrorResponse(error)) return 'broken'
	return error.status === 404 ? 'notFound' : error.data === 'CARD_NUMBER_WRITTEN' ? 'cardNumber' : 'broken'
}

/** Texts as they are written into a page, by language and rooms: they change with the build only. */
const writtenTexts = new Map<string, string>()

/** The namespaces of the matched routes: each says its own in `handle.i18n`. */
function usePageTexts() {
	const { i18n } = useTranslation()
	const named = useMatches().flatMap((match) => (match.handle as { i18n?: string[] } | undefined)?.i18n ?? [])
	const namespaces = [...new Set([...handle.i18n, ...named])]
	const name = `${i18n.language} ${namespaces.join(' ')}`
	const written = writtenTexts.get(name)
	if (written) return written
	const texts = Object.fromEntries(namespaces.map((namespace) => [namespace, i18n.getResourceBundle(i18n.language, namespace) ?? {}]))
	const text = JSON.stringify({ locale: i18n.language, version: __BUILD__, texts }).replaceAll('<', '\\u003c')
	// In the browser rooms load one after another, so only the server may keep what it wrote.
	if (typeof document === 'undefined') writtenTexts.set(name, text)
	return text
}

export function Layout({ children }: { children: ReactNode }) {
	const data = useRouteLoaderData<typeof loader>('root')
	const { i18n } = useTranslation()
	const error = useRouteError()
	const { t } = useTranslation('common')
	const nonce = useNonce()
	const texts = usePageTexts()
	return (
		<html lang={i18n.language} data-theme={data && data.theme !== 'system' ? data.theme : undefined}>
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<Meta />
				{error && !data ? <title>{t(`${kindOf(error)}.title`)}</title> : null}
				<Links />
			</head>
			<body>
				{children}
				{/* biome-ignore lint/security/noDangerouslySetInnerHtml: JSON of our own texts, with every < escaped */}
				<script id="texts" type="application/json" nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: texts }} />
				<ScrollRestoration nonce={nonce} />
				<Scripts nonce={nonce} />
			</body>
		</html>
	)
}

export default function App() {
	// A room's texts may still be on their way when somebody walks there; the page before stays until then.
	const { i18n } = useTranslation()
	useNoCardNumbers()
	return (
		<ReaderProvider locale={i18n.language} timeZone="UTC">
			<Suspense>
				<Outlet />
			</Suspense>
		</ReaderProvider>
	)
}

export function ErrorBoundary() {
	const error = useRouteError()
	const { t } = useTranslation('common')
	const kind = kindOf(error)
	return (
		<main className="grid min-h-dvh place-items-center">
			<EmptyState
				heading="h1"
				picture={<img src="/images/nothing-found.svg" alt="" width={480} height={360} />}
				title={t(`${kind}.title`)}
				action={
					<LinkButton to="/" reloadDocument>
						{t('backToStart')}
					</LinkButton>
				}
			>
				{t(`${kind}.text`)}
			</EmptyState>
		</main>
	)
}
