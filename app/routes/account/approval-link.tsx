import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openApprovalLink } from '../../flows/approval/open-approvals.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { actAs, actAsHouse, readVisitor } from '../../platform/session.server.ts'
import { ApprovalBody } from '../../ui/approval/approval-page.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Wordmark } from '../../ui/shell/wordmark.tsx'
import { answer } from './answer.server.ts'

export const handle = { i18n: ['approvals', 'checkout'] }

/** The link of a mail: the whole order and two buttons. It only reads, so that a scanner which opens links changes nothing. */
export async function loader({ params, context }: LoaderFunctionArgs) {
	const { db, at, secrets, locale } = context.house
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

/** A token names who is asked and says no yes of its own: the press counts for her who is signed in, and leads there else. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, secrets, locale } = context.house
	const { shopper } = await readVisitor(request, context)
	actAsHouse(context.house)
	const opened = await openApprovalLink(db, { token: params['token'] ?? '', secrets, locale, at })
	if (!opened) throw notFound()
	const { requestId, contactId } = opened.claims
	const own = isLocale(params['locale']) ? params['locale'] : null
	const to = withLocale(`/approvals/${requestId}`, own)
	if (shopper?.contactId !== contactId) throw redirect(`${withLocale('/sign-in', own)}?to=${encodeURIComponent(to)}`)
	actAs(context.house, shopper)
	const form = await request.formData()
	const answered = await answer(context.house, shopper, { requestId, form })
	if (!answered) throw notFound()
	if (!answered.ok) return data({ refusals: answered.refusals, note: String(form.get('note') ?? '') }, { status: 422 })
	return redirect(withLocale(answered.to, own))
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title || page?.sellerName || '' }, { name: 'robots', content: 'noindex' }]

export default function ApprovalLink() {
	const { t } = useTranslation('approvals')
	const { view, sellerName, title, lead } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<main className="mx-auto max-w-page px-4 py-8 sm:px-8">
			{view ? (
				<>
					<Wordmark brand={{ name: sellerName, href: '/' }} />
					<PageHeader kicker={lead} title={title} lead={view.mayAnswer ? t('link.lead') : null} />
					<ApprovalBody view={view} refused={refused} />
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
