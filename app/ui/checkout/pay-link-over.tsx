import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Button, LinkButton } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'

type Over = { state: string; totalMinor: number; currency: string; number: string | null }

/** Why a pay link is worth nothing any more, and what to do instead. */
export function PayLinkOver({ link }: { link: Over }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const isOrdered = link.state === 'paid' || link.state === 'ordered'
	const state = link.state === 'open' ? 'changed' : link.state
	return (
		<EmptyState
			heading="h1"
			title={t(`payLink.over.${state}`)}
			action={
				isOrdered && link.number ? (
					<LinkButton to={`/orders/${encodeURIComponent(link.number)}`} variant="primary">
						{t('payLink.openOrder')}
					</LinkButton>
				) : isOrdered ? null : (
					<Form method="post" className="flex flex-wrap justify-center gap-3">
						<Button type="submit" name="intent" value="anew" variant="primary">
							{t('payLink.anew')}
						</Button>
						<LinkButton to="/cart">{t('payLink.openCart')}</LinkButton>
					</Form>
				)
			}
		>
			{t(`payLink.overText.${state}`, { amount: money(link.totalMinor, link.currency, locale) })}
		</EmptyState>
	)
}
