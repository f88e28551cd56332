import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openApprovalLink, readApprovalLink } from '../../flows/approval/open-approvals.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor } from '../../platform/session.server.ts'
import { ApprovalBody } from '../../ui/approval/approval-page.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Wordmark } from '../../ui/shell/wordmark.tsx'

export const handle = { i18n: ['approvals', 'checkout'] }

/**
 * The link of a mail: the whole order and two buttons. It only reads, so that a scanner which opens links changes nothing.
 * The approver who is signed in is led to the request's own page, where her answer counts.
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, secrets, locale } = context.house
	const claims = readApprovalLink(params['token'] ?? '', { secrets, at })
	const { shopper } = await readVisitor(request, context)
	if (claims && shopper?.contactId === claims.contactId) throw redirect(pageOf(claims.requestId, params['locale']))
	actAsHouse(context.house)
	const opened = await openApprovalLink(db, { token: params['token'] ?? '', secrets, locale, at })
	if (!opened) return data({ view: null, sellerName: '', title: '', lead: '' }, { status: 404 })
	const { claims: _claims, sellerName, accountName, ...view } = opened
	return data({
		view: { ...view, mayWithdraw: false, mayTakeUp: false },
		sellerName,
		lead: accountName,
		title: fixedT(locale, 'approvals')('one.title', { name: view.request.askedByName }),
	})
}

const pageOf = (requestId: number, locale: string | undefined) => withLocale(`/approvals/${requestId}`, isLocale(locale) ? locale : null)

/** A token names who is asked and says no yes of its own: whoever presses signs in, and answers on the request's own page. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { at, secrets } = context.house
	const claims = readApprovalLink(params['token'] ?? '', { secrets, at })
	if (!claims) throw notFound()
	const to = pageOf(claims.requestId, params['locale'])
	const { shopper } = await readVisitor(request, context)
	const own = isLocale(params['locale']) ? params['locale'] : null
	return redirect(shopper?.contactId === claims.contactId ? to : `${withLocale('/sign-in', own)}?to=${encodeURIComponent(to)}`)
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title || page?.sellerName || '' }, { name: 'robots', content: 'noindex' }]

export default function ApprovalLink() {
	const { t } = useTranslation('approvals')
	const { view, sellerName, title, lead } = useLoaderData<typeof loader>()
	return (
		<main className="mx-auto max-w-page px-4 py-8 sm:px-8">
			{view ? (
				<>
					<Wordmark brand={{ name: sellerName, href: '/' }} />
					<PageHeader kicker={lead} title={title} lead={view.mayAnswer ? t('link.lead') : null} />
					<ApprovalBody view={view} refused={undefined} />
				</>
			) : (
				<EmptyState
					heading="h1"
					title={<span role="alert">{t('link.invalid')}</span>}
					action={
						<LinkButton to="/approvals" variant="primary">
							{t('title')}
						</LinkButton>
					}
				>
					{t('link.invalidText')}
				</EmptyState>
			)}
		</main>
	)
}
