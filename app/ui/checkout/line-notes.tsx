import { useFetcher } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShownCart, ShownLine } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { money, unitPrice } from '../format/money.ts'
import { quantity } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { InsideList } from '../parts/inside-list.tsx'
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

type SheetProps = { cart: ShownCart; isRep: boolean; line: ShownLine | null; problems: readonly string[]; onClose: () => void }

/** All that a row of a long cart has no room for. It carries no reasons: they are fetched when they are asked for. */
export function LineSheet({ cart, isRep, line, problems, onClose }: SheetProps) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const { load, data } = useFetcher<{ cart: ShownCart | null }>()
	const opener = useRef<Element | null>(null)
	const sequence = line && line.why === null ? line.sequence : null
	useEffect(() => {
		if (sequence !== null) load(`/cart/lines?line=${sequence}`)
	}, [sequence, load])
	useEffect(() => {
		if (line) opener.current = document.activeElement
	}, [line])
	const fetched = data?.cart?.lines[0]
	const found = sequence === null ? line : fetched?.sequence === sequence ? fetched : null
	return (
		<Dialog
			kind="sheet"
			title={line?.name ?? ''}
			closeLabel={t('close')}
			open={line !== null}
			onOpenChange={() => {
				onClose()
				requestAnimationFrame(() => opener.current instanceof HTMLElement && opener.current.focus())
			}}
		>
			<div className="grid gap-3">
				{problems.map((problem) => (
					<p key={problem} className="text-sm text-danger">
						{problem}
					</p>
				))}
				<InsideList
					label={t('matrix.inside')}
					things={(line?.inside ?? []).map((one) => ({ key: one.productId, quantity: quantity(one.quantity, locale), name: one.name }))}
				/>
				{found ? <LineNotes cart={cart} line={found} isRep={isRep} open /> : <Skeleton className="h-40" />}
			</div>
		</Dialog>
	)
}
