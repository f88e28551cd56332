import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { CreditOffer } from '../../engine/credit/decide-credit.ts'
import type { PaymentMethodAnswer } from '../../engine/credit/decide-standing.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { PageHeader, Section } from '../parts/page-header.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { NextAction } from '../payment/complete-action.ts'
import type { BrowserPayment } from '../payment/stripe-script.ts'
import { ApprovalNeeded, AskButton, type NeededStep } from './approval-needed.tsx'
import { BudgetsLeft } from './budgets-left.tsx'
import { CardPayment, type OfferedCard } from './card-payment.tsx'
import { Delivery } from './delivery-list.tsx'
import { ExpressStopped } from './express-page.tsx'
import { PaymentChoice } from './payment-choice.tsx'
import { PlaceRefused, PriceMoves } from './place-refused.tsx'
import { PromotionList } from './promotion-list.tsx'
import { RequoteButton, TaxMoved } from './tax-quote.tsx'
import { Totals } from './totals.tsx'
import { usePlacing } from './use-placing.ts'

type Seen = { hash: string; totalMinor: number; lines: [number, string | null][] }

type Figures = { taxMinor: number; totalMinor: number }

export type CheckoutPageProps = {
	cart: ShownCart
	method: 'po' | 'card'
	methods: readonly PaymentMethodAnswer[]
	credit: { availableMinor: number; currency: string } | null
	seen: Seen
	today: string
	cards: readonly OfferedCard[]
	cardDoor: BrowserPayment | null
	/** What a card takes over of an order on invoice. */
	cardPartMinor: number
	payer: { name: string; email: string | null }
	/** For whom a rep orders. */
	behalf: { buyer: string; account: string } | null
	/** Who put the order together for her to pay; then there is nothing to choose but the card. */
	asked?: { by: string | null }
	/** A rep's pay link has just left. */
	isLinkSent?: boolean
	answer:
		| { refusals: readonly Refusal[]; offers: readonly CreditOffer[]; poNumber: string; seen: string | null; before: Figures | null; action: NextAction | null }
		| undefined
	isTaxFallback: boolean
	/** What kept it from being ordered by one button. */
	stoppedBy?: readonly string[]
	/** The PO number that follows the last one. */
	suggestedPo?: string
	/** Whose yes it needs before it is placed. */
	approval: readonly NeededStep[]
}

/** Deliveries, payment, and what it comes to: one page, one button. */
export function CheckoutPage(props: CheckoutPageProps) {
	const { t } = useTranslation('checkout')
	const { cart, method, methods, credit, today, behalf, answer, cardDoor, cardPartMinor, payer, asked } = props
	const usesCard = method === 'card' || cardPartMinor > 0
	const placing = usePlacing({ cardDoor, usesCard, payer, action: answer?.action ?? null })
	const isRefused = answer && answer.refusals.length > 0
	const askAgain = <RequoteButton refusals={isRefused ? answer.refusals : cart.refusals} />
	const deliveries = cart.deliveries.filter(({ units }) => units > 0)
	return (
		<div className="pb-16">
			<PageHeader title={t(asked ? 'payLink.title' : 'checkout.title')} actions={<TextLink to="/cart">{t('checkout.backToCart')}</TextLink>} />
			<div className="grid items-start gap-x-14 gap-y-10 lg:grid-cols-[1.6fr_1fr]">
				<div className="grid min-w-0 gap-10">
					<ExpressStopped open={props.stoppedBy ?? []} />
					{behalf ? <Banner tone="info">{t('checkout.onBehalf', behalf)}</Banner> : null}
					{asked ? <Banner tone="info">{t(asked.by ? 'payLink.asked' : 'payLink.askedAnew', { by: asked.by })}</Banner> : null}
					{behalf && props.isLinkSent ? (
						<Banner tone="positive" live>
							{t('payLink.sent', behalf)}
						</Banner>
					) : null}
					<TaxMoved cart={cart} before={answer?.before ?? null} />
					{isRefused ? <PlaceRefused cart={cart} refusals={answer.refusals} offers={answer.offers} /> : null}
					{!isRefused && cart.refusals.length > 0 ? <PlaceRefused cart={cart} refusals={cart.refusals} offers={[]} /> : null}
					{askAgain}
					{props.approval.length > 0 ? <ApprovalNeeded steps={props.approval} currency={cart.currency} method={method} /> : null}
					{props.isTaxFallback ? <Banner tone="warning">{t('tax.fallback')}</Banner> : null}
					<Section title={t('delivery.title')} aside={t('cart.deliveries', { count: deliveries.length })}>
						<ul className="-mt-2 grid">
							{deliveries.map((delivery) => (
								<Delivery key={delivery.groupKey} {...{ cart, delivery, today }} back={`/checkout?pay=${method}`} />
							))}
						</ul>
					</Section>
					<Section title={t('pay.title')} id="pay">
						{asked ? null : <PaymentChoice {...{ cart, method, methods, credit }} takesCards={cardDoor !== null} />}
						<PlaceForm page={props} usesCard={usesCard} placing={placing} />
					</Section>
				</div>
				<aside className="grid gap-8 lg:sticky lg:top-6">
					<Section title={t('totals.title')} aside={method === 'po' && cart.termsDays > 0 ? t('terms.net', { days: cart.termsDays }) : null}>
						<Totals cart={cart} />
						<BudgetsLeft budgets={cart.budgets.filter(({ isOfBuyer }) => isOfBuyer)} currency={cart.currency} className="my-4" />
						{/* The button stands where the sum is; the form it sends is beside the payment. */}
						{props.approval.length > 0 ? <AskButton /> : <PlaceButton isPlacing={placing.isPlacing} text={t(asked ? 'payLink.place' : 'checkout.place')} />}
					</Section>
					<Section title={t('promotions.title')}>
						<PromotionList cart={cart} />
					</Section>
				</aside>
			</div>
		</div>
	)
}

function PlaceButton({ isPlacing, text }: { isPlacing: boolean; text: string }) {
	const { t } = useTranslation('checkout')
	return (
		<Button type="submit" form="place" name="intent" value="place" variant="primary" size="lg" wide pending={isPlacing}>
			{isPlacing ? t('checkout.placing') : text}
		</Button>
	)
}

type PlaceFormProps = { page: CheckoutPageProps; usesCard: boolean; placing: ReturnType<typeof usePlacing> }

function PlaceForm({ page, usesCard, placing }: PlaceFormProps) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const { cart, method, seen, answer, cardDoor, cardPartMinor, cards, behalf } = page
	const moved = answer?.refusals.filter(({ code }) => code === 'PRICE_CHANGED') ?? []
	const hash = moved[0]?.facts['hash']
	return (
		<Form id="place" method="post" className="grid gap-5" onSubmit={placing.onSubmit}>
			<input type="hidden" name="cartId" value={cart.cartId} />
			<input type="hidden" name="version" value={cart.version} />
			<input type="hidden" name="method" value={method} />
			<input type="hidden" name="cardPartMinor" value={cardPartMinor} />
			<input type="hidden" name="shownTax" value={cart.taxMinor} />
			<input type="hidden" name="shownTotal" value={cart.totalMinor} />
			{/* Until she accepts the new prices, what she last saw and accepted stays what is compared. */}
			<input type="hidden" name="seen" value={moved.length > 0 && answer?.seen ? answer.seen : JSON.stringify(seen)} />
			<TextField
				id="po-number"
				label={t('pay.poNumber')}
				hint={t('pay.poHint')}
				{...(method === 'po' ? { required: true } : { aside: t('optional') })}
				name="poNumber"
				defaultValue={answer?.poNumber ?? cart.poNumber ?? page.suggestedPo ?? ''}
				autoComplete="off"
				maxLength={60}
				className="max-w-sm"
			/>
			{cardPartMinor > 0 ? <Banner tone="info">{t('pay.part', { amount: money(cardPartMinor, cart.currency, locale) })}</Banner> : null}
			{usesCard && cardDoor ? (
				<CardPayment
					{...{ cardDoor, cards }}
					currency={cart.currency}
					byRep={behalf !== null}
					linkIntent="sendLink"
					field={placing.card}
					error={placing.error}
					isAtBank={placing.step === 'bank'}
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
