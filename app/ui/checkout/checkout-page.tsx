import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { CreditOffer } from '../../engine/credit/decide-credit.ts'
import type { PaymentMethodAnswer } from '../../engine/credit/decide-standing.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { PageHeader, Section } from '../parts/page-header.tsx'
import { TextField } from '../parts/text-field.tsx'
import { Delivery } from './delivery-list.tsx'
import { PaymentChoice } from './payment-choice.tsx'
import { PlaceRefused, PriceMoves } from './place-refused.tsx'
import { PromotionList } from './promotion-list.tsx'
import { Totals } from './totals.tsx'

type Seen = { hash: string; totalMinor: number; lines: [number, string | null][] }

export type CheckoutPageProps = {
	cart: ShownCart
	method: 'po' | 'card'
	methods: readonly PaymentMethodAnswer[]
	credit: { availableMinor: number; currency: string } | null
	seen: Seen
	today: string
	takesCards: boolean
	/** For whom a rep orders. */
	behalf: { buyer: string; account: string } | null
	answer: { refusals: readonly Refusal[]; offers: readonly CreditOffer[]; poNumber: string; seen: string | null } | undefined
}

/** Deliveries, payment, and what it comes to: one page, one button. */
export function CheckoutPage(props: CheckoutPageProps) {
	const { t } = useTranslation('checkout')
	const { cart, method, methods, credit, today, takesCards, behalf, answer } = props
	const deliveries = cart.deliveries.filter(({ units }) => units > 0)
	return (
		<div className="pb-16">
			<PageHeader title={t('checkout.title')} actions={<TextLink to="/cart">{t('checkout.backToCart')}</TextLink>} />
			<div className="grid items-start gap-x-14 gap-y-10 lg:grid-cols-[1.6fr_1fr]">
				<div className="grid min-w-0 gap-10">
					{behalf ? <Banner tone="info">{t('checkout.onBehalf', behalf)}</Banner> : null}
					{answer ? <PlaceRefused cart={cart} refusals={answer.refusals} offers={answer.offers} /> : null}
					{!answer && cart.refusals.length > 0 ? <PlaceRefused cart={cart} refusals={cart.refusals} offers={[]} /> : null}
					<Section title={t('delivery.title')} aside={t('cart.deliveries', { count: deliveries.length })}>
						<ul className="-mt-2 grid">
							{deliveries.map((delivery) => (
								<Delivery key={delivery.groupKey} {...{ cart, delivery, today }} back={`/checkout?pay=${method}`} />
							))}
						</ul>
					</Section>
					<Section title={t('pay.title')} id="pay">
						<PaymentChoice {...{ cart, method, methods, credit, takesCards }} />
						<PlaceForm {...props} />
					</Section>
				</div>
				<aside className="grid gap-8 lg:sticky lg:top-6">
					<Section title={t('totals.title')} aside={method === 'po' && cart.termsDays > 0 ? t('terms.net', { days: cart.termsDays }) : null}>
						<Totals cart={cart} />
						{/* The button stands where the sum is; the form it sends is beside the payment. */}
						<PlaceButton />
					</Section>
					<Section title={t('promotions.title')}>
						<PromotionList cart={cart} />
					</Section>
				</aside>
			</div>
		</div>
	)
}

function PlaceButton() {
	const { t } = useTranslation('checkout')
	const { state, formData } = useNavigation()
	const isPlacing = state !== 'idle' && formData?.get('intent') === 'place'
	return (
		<Button type="submit" form="place" name="intent" value="place" variant="primary" size="lg" wide pending={isPlacing}>
			{isPlacing ? t('checkout.placing') : t('checkout.place')}
		</Button>
	)
}

function PlaceForm({ cart, method, seen, answer }: CheckoutPageProps) {
	const { t } = useTranslation('checkout')
	const moved = answer?.refusals.filter(({ code }) => code === 'PRICE_CHANGED') ?? []
	const hash = moved[0]?.facts['hash']
	return (
		<Form id="place" method="post" className="grid gap-5">
			<input type="hidden" name="cartId" value={cart.cartId} />
			<input type="hidden" name="version" value={cart.version} />
			<input type="hidden" name="method" value={method} />
			{/* Until she accepts the new prices, what she last saw and accepted stays what is compared. */}
			<input type="hidden" name="seen" value={moved.length > 0 && answer?.seen ? answer.seen : JSON.stringify(seen)} />
			{method === 'po' ? (
				<TextField
					id="po-number"
					label={t('pay.poNumber')}
					hint={t('pay.poHint')}
					name="poNumber"
					defaultValue={answer?.poNumber ?? cart.poNumber ?? ''}
					autoComplete="off"
					maxLength={60}
					required
					className="max-w-sm"
				/>
			) : null}
			{moved.length > 0 && typeof hash === 'string' ? (
				<div className="grid gap-3">
					<PriceMoves cart={cart} refusals={moved} />
					<Checkbox name="consent" value={hash} label={t('price.accept')} required />
				</div>
			) : null}
		</Form>
	)
}
