import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { day } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { Money } from '../parts/money.tsx'
import { PageHeader, Section } from '../parts/page-header.tsx'
import { TextField } from '../parts/text-field.tsx'
import { brandName } from '../payment/brand-name.ts'
import type { OfferedCard } from './card-payment.tsx'
import { Totals } from './totals.tsx'

type ExpressProps = {
	cart: ShownCart
	method: 'po' | 'card'
	seen: { hash: string; totalMinor: number; lines: [number, string | null][] }
	credit: { availableMinor: number; currency: string } | null
	poNumber: string | null
	card: OfferedCard | null
	behalf: { buyer: string; account: string } | null
}

/** A repeat order as it goes out: where, when, how paid, under which number. One button; any doubt has its way to the whole checkout. */
export function ExpressPage(props: ExpressProps) {
	const { t } = useTranslation('checkout')
	const { cart, behalf } = props
	return (
		<div className="pb-16">
			<PageHeader title={t('express.title')} lead={t('express.lead')} actions={<TextLink to="/checkout">{t('express.whole')}</TextLink>} />
			<div className="grid items-start gap-x-14 gap-y-10 lg:grid-cols-[1.6fr_1fr]">
				<div className="grid min-w-0 gap-10">
					{behalf ? <Banner tone="info">{t('checkout.onBehalf', behalf)}</Banner> : null}
					<Deliveries cart={cart} />
					<Payment {...props} />
				</div>
				<aside className="grid gap-8 lg:sticky lg:top-6">
					<Section title={t('totals.title')} aside={<TextLink to="/cart">{t('delivery.products', { count: cart.lines.length })}</TextLink>}>
						<Totals cart={cart} />
						<PlaceButton cart={cart} />
					</Section>
				</aside>
			</div>
		</div>
	)
}

function Deliveries({ cart }: { cart: ShownCart }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const deliveries = cart.deliveries.filter(({ units }) => units > 0)
	const productsOf = (groupKey: string) => cart.lines.filter(({ cells }) => cells.some((cell) => cell.groupKey === groupKey)).length
	return (
		<Section title={t('delivery.title')} aside={t('cart.deliveries', { count: deliveries.length })}>
			<ul className="-mt-2 grid">
				{deliveries.map((delivery) => (
					<li key={delivery.groupKey} className="grid gap-x-6 gap-y-1 border-b border-rule py-3 last:border-b-0 grid-cols-[1fr_auto]">
						<div>
							<p className="font-medium">{delivery.name ?? t('delivery.nowhere')}</p>
							<p className="text-sm text-ink-soft">
								{[t('delivery.products', { count: productsOf(delivery.groupKey) }), t(`method.${delivery.method}`, { defaultValue: delivery.method })].join(
									' · ',
								)}
							</p>
						</div>
						<div className="text-right">
							<Money minor={delivery.dueMinor} currency={cart.currency} className="font-medium" />
							{delivery.promisedOn ? (
								<p className="text-sm text-ink-soft">{t('delivery.promised', { day: day(delivery.promisedOn, locale, 'short') })}</p>
							) : null}
						</div>
					</li>
				))}
			</ul>
		</Section>
	)
}

function Payment({ cart, method, seen, credit, poNumber, card }: ExpressProps) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const onInvoice = [
		t('pay.poTerms', { terms: t('terms.net', { days: cart.termsDays }) }),
		credit
			? t('pay.credit', {
					available: money(credit.availableMinor, credit.currency, locale),
					after: money(Math.max(0, credit.availableMinor - cart.totalMinor), credit.currency, locale),
				})
			: '',
	]
	return (
		<Section title={t('pay.title')}>
			<p>
				<span className="block font-medium">
					{method === 'po' ? t('pay.po') : card ? t('pay.saved', { brand: brandName(card.brand), lastFour: card.lastFour }) : null}
				</span>
				<span className="text-sm text-ink-soft">{method === 'po' ? onInvoice.filter(Boolean).join(' ') : t('pay.cardText')}</span>
			</p>
			<Form id="express" method="post" action="/checkout" className="grid gap-5">
				<input type="hidden" name="cartId" value={cart.cartId} />
				<input type="hidden" name="version" value={cart.version} />
				<input type="hidden" name="method" value={method} />
				<input type="hidden" name="cardPartMinor" value="0" />
				<input type="hidden" name="shownTax" value={cart.taxMinor} />
				<input type="hidden" name="shownTotal" value={cart.totalMinor} />
				<input type="hidden" name="seen" value={JSON.stringify(seen)} />
				{method === 'card' && card ? <input type="hidden" name="card" value={card.paymentMethodId} /> : null}
				<TextField
					label={t('pay.poNumber')}
					hint={t('express.poHint')}
					{...(method === 'po' ? { required: true } : { aside: t('optional') })}
					name="poNumber"
					defaultValue={poNumber ?? ''}
					autoComplete="off"
					maxLength={60}
					className="max-w-sm"
				/>
			</Form>
		</Section>
	)
}

function PlaceButton({ cart }: { cart: ShownCart }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const { state, formData } = useNavigation()
	const isPlacing = state !== 'idle' && formData?.get('intent') === 'place'
	return (
		<Button type="submit" form="express" name="intent" value="place" variant="primary" size="lg" wide pending={isPlacing}>
			{isPlacing ? t('checkout.placing') : t('express.place', { amount: money(cart.totalMinor, cart.currency, locale) })}
		</Button>
	)
}

const REASONS = ['refused', 'approval', 'credit', 'card', 'price', 'late', 'tax', 'po']

/** Why a repeat order came to the whole checkout: `open` as its address names it. */
export function ExpressStopped({ open }: { open: readonly string[] }) {
	const { t } = useTranslation('checkout')
	const known = REASONS.filter((why) => open.includes(why))
	if (known.length === 0) return null
	return (
		<Banner tone="info" title={t('express.stopped')}>
			<ul className="list-disc pl-5">
				{known.map((why) => (
					<li key={why}>{t(`express.open.${why}`)}</li>
				))}
			</ul>
		</Banner>
	)
}
