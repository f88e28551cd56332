import { useFetcher } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { ShownCart, ShownLine } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { money, unitPrice } from '../format/money.ts'
import { quantity } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { PriceLedgers } from '../price/price-ledgers.tsx'
import { OverrideForm } from './override-form.tsx'

export type NotesProps = { cart: ShownCart; line: ShownLine; isRep: boolean }

/** '17.750000' as micros in text. */
export const microsText = (price: string) => price.replace('.', '')

/** What promotions took off, what more would save, and why the price is what it is. */
export function LineNotes({ cart, line, isRep, open }: NotesProps & { open?: boolean }) {
	const { t } = useTranslation(['checkout', 'price'])
	const { locale } = useReader()
	const names = new Map(cart.promotions.map(({ promotionId, name }) => [promotionId, name]))
	const { nextTier } = line
	return (
		<div className="col-span-full grid gap-1">
			{line.adjustments.map(({ promotionId, amountMinor }) => (
				<p key={promotionId} className="flex flex-wrap items-baseline gap-x-2 text-sm text-positive">
					<Badge tone="positive">{money(-amountMinor, cart.currency, locale)}</Badge>
					{names.get(promotionId)}
				</p>
			))}
			{nextTier && line.offer?.why !== 'CHEAPER' ? (
				<p className="text-sm text-ink-soft">
					{t('matrix.nextTier', {
						quantity: quantity(nextTier.addQuantity, locale),
						price: unitPrice(microsText(nextTier.unitPrice), cart.currency, locale),
					})}
				</p>
			) : null}
			{line.override ? <p className="text-sm text-ink-soft">{t('matrix.override', { reason: line.override.reason })}</p> : null}
			{isRep ? <OverrideForm cart={cart} line={line} /> : null}
			{line.why && line.unitPrice ? (
				<Disclosure summary={t('price:why')} {...(open ? { open } : {})}>
					<div className="max-w-xl">
						<PriceLedgers parts={line.why} />
					</div>
				</Disclosure>
			) : null}
		</div>
	)
}

/** The same for a row of a long cart, which carries no reasons: they are fetched when they are asked for. */
export function LineSheet({ cart, line, isRep }: NotesProps) {
	const { t } = useTranslation(['checkout', 'price'])
	const fetcher = useFetcher<{ cart: ShownCart | null }>()
	const own = fetcher.data?.cart
	const found = own?.lines[0]
	return (
		<Dialog
			kind="sheet"
			title={line.name}
			closeLabel={t('close')}
			onOpenChange={(isOpen) => {
				if (isOpen) fetcher.load(`/cart/lines?line=${line.sequence}`)
			}}
			trigger={
				<button type="button" className="text-accent underline underline-offset-3">
					{t('price:why')}
				</button>
			}
		>
			{own && found ? <LineNotes cart={{ ...own, promotions: cart.promotions }} line={found} isRep={isRep} open /> : <Skeleton className="h-40" />}
		</Dialog>
	)
}
