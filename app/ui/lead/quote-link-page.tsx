import { Form, useNavigation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { PageHeader, Section } from '../parts/page-header.tsx'
import { CloseForm } from '../quote/quote-acts.tsx'
import { QuoteRefused, QuoteStatus } from '../quote/quote-status.tsx'
import { QuoteTerms } from '../quote/quote-terms.tsx'
import { QuoteVersions } from '../quote/quote-versions.tsx'
import type { ChangeView, QuoteView, TypedView } from '../quote/quote-view.ts'
import { Wordmark } from '../shell/wordmark.tsx'
import type { ShipToView } from './lead-view.ts'
import { ShipToFields } from './ship-to-fields.tsx'

type Props = {
	quote: QuoteView & { accountName: string; validOn: string | null }
	state: string
	acts: readonly string[]
	changes: readonly ChangeView[]
	countries: readonly string[]
	email: string
	title: string
	sellerName: string
	refused: { refusals: Refusal[]; typed: TypedView; shipTo: ShipToView } | undefined
}

/** A lead's quote from its first offer on, and her three answers: take it, say other terms, say no. */
export function QuoteLinkPage({ quote, state, acts, changes, countries, email, title, sellerName, refused }: Props) {
	const { t } = useTranslation('leads')
	return (
		<>
			<Wordmark brand={{ name: sellerName, href: '/' }} />
			<PageHeader kicker={quote.accountName} title={title} lead={<QuoteStatus state={state} validOn={quote.validOn} />} />
			<QuoteRefused quote={quote} refusals={refused?.refusals ?? []} />
			<div className="grid gap-10 *:min-w-0">
				{state === 'accepted' ? (
					<Banner
						tone="positive"
						title={t('link.accepted')}
						action={
							<LinkButton to={`/sign-in?${new URLSearchParams({ to: '/cart' })}`} size="sm">
								{t('link.signIn')}
							</LinkButton>
						}
					>
						{t('link.acceptedText', { email })}
					</Banner>
				) : null}
				<QuoteVersions quote={{ ...quote, versions: quote.versions.filter(({ version }) => version > 1) }} changes={changes} ordersAt={null} />
				{acts.includes('accept') ? <Accept {...{ quote, countries }} shipTo={refused?.shipTo ?? {}} /> : null}
				{acts.includes('counter') ? <QuoteTerms quote={quote} typed={refused && refused.typed.lines.length > 0 ? refused.typed : null} /> : null}
				<CloseForm quote={quote} acts={acts} />
			</div>
		</>
	)
}

/** Where the goods go, and one press. */
function Accept({ quote, countries, shipTo }: { quote: Props['quote']; countries: readonly string[]; shipTo: Partial<ShipToView> }) {
	const { t } = useTranslation('leads')
	const isPending = useNavigation().formData?.get('intent') === 'accept'
	return (
		<Section title={t('link.accept')} className="print:hidden">
			<p className="max-w-prose text-sm text-ink-soft">{t('link.acceptLead', { account: quote.accountName })}</p>
			<Form method="post" noValidate className="grid max-w-3xl gap-6">
				<input type="hidden" name="version" value={quote.version} />
				<ShipToFields shipTo={shipTo} countries={countries} />
				<div>
					<Button type="submit" name="intent" value="accept" variant="primary" size="lg" pending={isPending}>
						{t('link.accept')}
					</Button>
				</div>
			</Form>
		</Section>
	)
}

/** A link that opens nothing, whatever the reason. */
export function QuoteLinkUnknown({ title, children }: { title: string; children: ReactNode }) {
	return (
		<EmptyState heading="h1" title={<span role="alert">{title}</span>}>
			{children}
		</EmptyState>
	)
}
