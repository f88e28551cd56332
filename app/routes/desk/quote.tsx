import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { closeQuote } from '../../flows/quote/close-quote.ts'
import { offerQuote } from '../../flows/quote/offer-quote.ts'
import { openDeskQuote } from '../../flows/quote/open-quotes.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { PrintButton } from '../../ui/account/print-button.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { CloseForm } from '../../ui/quote/quote-acts.tsx'
import { QuoteRefused, QuoteStatus } from '../../ui/quote/quote-status.tsx'
import { QuoteTerms } from '../../ui/quote/quote-terms.tsx'
import { QuoteVersions } from '../../ui/quote/quote-versions.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readQuoteForm } from '../account/read-quote-form.ts'

export const handle = { i18n: ['quotes', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const page = await openDeskQuote(db, staff, { number: params['number'] ?? '', locale, at })
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'quotes')('one', { number: page.quote.number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `offer` says prices; `decline` and `withdraw` end it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, secrets } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const form = await request.formData()
	const intent = form.get('intent')
	const typed = readQuoteForm(form)
	const said = { number: params['number'] ?? '', seenVersion: typed.seenVersion, note: typed.note, at, requestId }
	const done =
		intent === 'offer'
			? await offerQuote(db, staff, { ...said, lines: typed.lines, validOn: typed.validOn, secret: secrets[0] ?? '' })
			: await closeQuote(db, { kind: 'staff', staff }, { ...said, act: intent === 'withdraw' ? 'withdraw' : 'decline' })
	if (!done) throw notFound()
	return done.ok ? redirect(request.url) : data({ refusals: done.refusals, typed }, { status: 422 })
}

export default function DeskQuote() {
	const { t } = useTranslation('quotes')
	const { quote, state, acts, changes, prices, usualValidOn } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('title')} crumbs={[{ label: t('title'), href: '/desk/quotes' }, { label: quote.number }]} />}
				kicker={quote.accountName}
				title={t('one', { number: quote.number })}
				lead={<QuoteStatus state={state} validOn={quote.validOn} />}
				actions={
					<>
						{quote.leadId ? <LinkButton to={`/desk/leads/${quote.leadId}`}>{t('toLead')}</LinkButton> : null}
						<PrintButton label={t('print')} />
					</>
				}
			/>
			<QuoteRefused quote={quote} refusals={refused?.refusals ?? []} />
			<div className="grid gap-10 *:min-w-0">
				<QuoteVersions quote={quote} changes={changes} ordersAt={null} />
				{acts.includes('offer') ? <QuoteTerms quote={quote} typed={refused?.typed ?? null} house={prices} usualValidOn={usualValidOn} /> : null}
				<CloseForm quote={quote} acts={acts} />
			</div>
		</>
	)
}
