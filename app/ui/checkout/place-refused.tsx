import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { CreditOffer } from '../../engine/credit/decide-credit.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { formatFacts, useRefusalWords } from '../format/refusal-text.ts'
import { Button, TextLink } from '../parts/button.tsx'
import { Refusals, type RefusalText } from '../parts/refusals.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

const FIELDS: Record<string, string> = {
	PO_MISSING: '#po-number',
	PO_DUPLICATE: '#po-number',
	PO_TOO_LONG: '#po-number',
	CARD_MISSING: '#card',
	CART_CHANGED: '/cart',
}

/** Everything that stands against the order, together, each with its place, and what could be done instead. */
export function PlaceRefused({ cart, refusals, offers }: { cart: ShownCart; refusals: readonly Refusal[]; offers: readonly CreditOffer[] }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const say = useRefusalWords(cart.currency)
	const others = refusals.filter(({ code }) => code !== 'PRICE_CHANGED')
	const textOf = (one: Refusal): RefusalText => {
		const line = cart.lines.find(({ sequence }) => sequence === one.line)
		const delivery = cart.deliveries.find(({ groupKey }) => groupKey === one.facts['groupKey'])
		const href = line ? `/cart#line-${line.sequence}` : FIELDS[one.code]
		return {
			key: `${one.code} ${one.line} ${JSON.stringify(one.facts)}`,
			where: line?.name ?? delivery?.name ?? t('checkout.order'),
			...(href ? { href } : {}),
			...say(one),
		}
	}
	return (
		<>
			<Refusals title={t('checkout.refused')} refusals={others.map(textOf)} />
			{offers.length > 0 ? (
				<div className="border-l-4 border-accent bg-accent-soft px-5 py-3 text-sm">
					<p className="font-semibold">{t('offer.title')}</p>
					<ul className="mt-1 list-disc pl-5">
						{offers.map((offer) => (
							<li key={offer.kind}>
								<Offer
									offer={offer}
									text={t(`offer.${offer.kind}`, formatFacts({ ...offer, groupKeys: null, currency: cart.currency }, cart.currency, locale))}
								/>
							</li>
						))}
					</ul>
				</div>
			) : null}
		</>
	)
}

/** What can be done from here is a link; the others say what to do. */
function Offer({ offer, text }: { offer: CreditOffer; text: string }) {
	if (offer.kind === 'card_for_shortfall')
		return (
			<TextLink to={`/checkout?pay=po&part=${offer.amountMinor}#pay`} className="inline-block py-1">
				{text}
			</TextLink>
		)
	if (offer.kind === 'next_period') return text
	if (offer.kind === 'fewer_groups')
		return (
			<TextLink to="/cart" className="inline-block py-1">
				{text}
			</TextLink>
		)
	return (
		<Button type="submit" form="place" name="intent" value="ask" size="sm">
			{text}
		</Button>
	)
}

/** Old and new of every price that rose (section 4). The consent that goes with it names the new hash. */
export function PriceMoves({ cart, refusals }: { cart: ShownCart; refusals: readonly Refusal[] }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const moves = refusals.filter(({ code }) => code === 'PRICE_CHANGED')
	return (
		<Table caption={t('price.title')} showCaption dense>
			<THead>
				<tr>
					<Th>{t('matrix.product')}</Th>
					<Th numeric>{t('price.was')}</Th>
					<Th numeric>{t('price.is')}</Th>
				</tr>
			</THead>
			<TBody>
				{moves.map(({ line, facts }) => {
					const shown = formatFacts(facts, cart.currency, locale)
					return (
						<Tr key={line ?? 'total'}>
							<Td>{line === undefined ? t('price.total') : cart.lines.find(({ sequence }) => sequence === line)?.name}</Td>
							<Td numeric>{shown['before'] ?? shown['totalBeforeMinor']}</Td>
							<Td numeric>{shown['after'] ?? shown['totalAfterMinor']}</Td>
						</Tr>
					)
				})}
			</TBody>
		</Table>
	)
}
