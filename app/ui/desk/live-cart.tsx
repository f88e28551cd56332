import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { PromotionList } from '../checkout/promotion-list.tsx'
import { Totals } from '../checkout/totals.tsx'
import { useReader } from '../format/locale.tsx'
import { unitPriceText } from '../format/money.ts'
import { quantity } from '../format/number.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Money } from '../parts/money.tsx'
import { PageHeader, Section } from '../parts/page-header.tsx'
import { Refusals } from '../parts/refusals.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useRefreshed } from './use-refreshed.ts'

type Instant = Date | string
export type LiveCartView = {
	account: { id: number; name: string }
	buyer: { contactId: number; name: string } | null
	cart: ShownCart | null
	lastActivityAt: Instant
	mayShopAs: boolean
}

/** What the buyer has before her eyes: a call about an order goes better when both look at the same cart. */
export function LiveCartPage({ live, at }: { live: LiveCartView; at: Instant }) {
	const { t } = useTranslation('desk')
	useRefreshed(5)
	const { account, buyer, cart } = live
	const crumbs = [
		{ href: '/desk/accounts', label: t('accounts.title') },
		{ href: `/desk/accounts/${account.id}`, label: account.name },
		{ label: t('carts.title') },
	]
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={crumbs} />}
				title={t('carts.of', { name: account.name })}
				lead={
					<>
						{buyer?.name || t('carts.nobody')} · {t('carts.changed')} <DateText instant={live.lastActivityAt} at={at} />. {t('carts.follows')}
					</>
				}
				actions={
					buyer && live.mayShopAs ? (
						<Form method="post" action="/desk/shop-as">
							<input type="hidden" name="accountId" value={account.id} />
							<input type="hidden" name="contactId" value={buyer.contactId} />
							<Button type="submit" icon="cart">
								{t('people.shopAs', { name: buyer.name })}
							</Button>
						</Form>
					) : null
				}
			/>
			{cart ? <Content cart={cart} /> : <EmptyState title={t('carts.empty')}>{t('carts.emptyText')}</EmptyState>}
		</>
	)
}

function Content({ cart }: { cart: ShownCart }) {
	const { t } = useTranslation('desk')
	const say = useRefusalWords(cart.currency)
	const nameOf = (sequence: number | undefined) => cart.lines.find((line) => line.sequence === sequence)?.name
	const refusals = cart.refusals.map((one, index) => ({ key: `${one.code}${index}`, ...(nameOf(one.line) ? { where: nameOf(one.line) } : {}), ...say(one) }))
	return (
		<div className="grid gap-10 *:min-w-0">
			{refusals.length > 0 ? <Refusals title={t('carts.inTheWay')} refusals={refusals} /> : null}
			<Lines cart={cart} />
			<div className="grid items-start gap-x-12 gap-y-10 lg:grid-cols-[1.4fr_1fr]">
				<Section title={t('carts.promotions')}>
					<PromotionList cart={cart} />
				</Section>
				<Section title={t('carts.sums')}>
					<Totals cart={cart} />
				</Section>
			</div>
		</div>
	)
}

function Lines({ cart }: { cart: ShownCart }) {
	const { t } = useTranslation('desk')
	const { locale } = useReader()
	const storeOf = new Map(cart.deliveries.map(({ groupKey, name }) => [groupKey, name ?? '–']))
	return (
		<Table caption={t('carts.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('carts.product')}</Th>
					<Th>{t('carts.stores')}</Th>
					<Th numeric>{t('carts.quantity')}</Th>
					<Th numeric>{t('carts.price')}</Th>
					<Th numeric>{t('carts.amount')}</Th>
				</Tr>
			</THead>
			<TBody>
				{cart.lines.map((line) => (
					<Tr key={line.id}>
						<Th scope="row">
							{line.name} <span className="block text-xs font-normal text-ink-soft">{line.sku}</span>
							{line.addedBy ? <span className="block text-xs font-normal text-ink-soft">{t('carts.addedBy', { name: line.addedBy })}</span> : null}
						</Th>
						<Td label={t('carts.stores')} className="text-sm text-ink-soft">
							{line.cells.map((cell) => `${quantity(cell.quantity, locale)} × ${storeOf.get(cell.groupKey) ?? ''}`).join(' · ')}
						</Td>
						<Td numeric label={t('carts.quantity')}>
							{quantity(line.quantity, locale)}
						</Td>
						<Td numeric label={t('carts.price')}>
							{line.unitPrice === null ? t('carts.onRequest') : unitPriceText(line.unitPrice, cart.currency, locale)}
						</Td>
						<Td numeric label={t('carts.amount')}>
							<Money minor={line.netMinor} currency={cart.currency} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
