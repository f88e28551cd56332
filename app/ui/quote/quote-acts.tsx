import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { TextArea } from '../parts/text-field.tsx'
import type { QuoteView } from './quote-view.ts'

/** One press: the offer that was read goes into the cart. */
export function AcceptQuote({ quote }: { quote: QuoteView }) {
	const { t } = useTranslation('quotes')
	const isPending = useNavigation().formData?.get('intent') === 'accept'
	return (
		<Form method="post" className="flex flex-wrap items-center gap-4 print:hidden">
			<input type="hidden" name="version" value={quote.version} />
			<Button type="submit" name="intent" value="accept" variant="primary" size="lg" icon="cart" pending={isPending}>
				{t('accept')}
			</Button>
			<p className="text-sm text-ink-soft">{t('acceptLead')}</p>
		</Form>
	)
}

/** Says no, or takes back what was said, with a word if she likes. */
export function CloseForm({ quote, acts }: { quote: QuoteView; acts: readonly string[] }) {
	const { t } = useTranslation('quotes')
	const mine = acts.filter((act) => act === 'decline' || act === 'withdraw')
	if (mine.length === 0) return null
	return (
		<Disclosure summary={t('close.title')}>
			<Form method="post" className="grid max-w-prose gap-4 pt-2 print:hidden">
				<input type="hidden" name="version" value={quote.version} />
				<TextArea label={t('close.note')} name="note" rows={2} maxLength={1000} />
				<div className="flex flex-wrap gap-3">
					{mine.map((act) => (
						<Button key={act} type="submit" name="intent" value={act} variant="danger">
							{t(`close.${act}`)}
						</Button>
					))}
				</div>
			</Form>
		</Disclosure>
	)
}

/** Stands in a form that posts to /quotes: alone it asks about the cart, with fields about a product. */
export function AskQuoteButton({ size = 'md' }: { size?: 'sm' | 'md' | 'lg' }) {
	const { t } = useTranslation('quotes')
	return (
		<Button type="submit" size={size} icon="mail">
			{t('ask')}
		</Button>
	)
}
