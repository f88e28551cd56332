import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { ShownCart, ShownGift } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { quantity } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { cn } from '../parts/cn.ts'
import { Money, UnitPrice } from '../parts/money.tsx'
import { microsText } from './line-notes.tsx'
import type { SheetColumn } from './sheet-window.ts'

const td = 'lg:px-2 lg:py-3 lg:align-top'

/** A line that a promotion added: it goes where the goods go that earned it, and nobody edits it. */
export function GiftRow({ cart, gift, shown, columns }: { cart: ShownCart; gift: ShownGift; shown: string | null; columns: readonly SheetColumn[] }) {
	const { locale } = useReader()
	const cells = new Map(gift.cells.map((cell) => [cell.groupKey, cell.quantity]))
	const many = cart.deliveries.length > 1
	return (
		<tr className="grid grid-cols-[4rem_1fr_auto] gap-x-3 gap-y-2 border-b border-rule py-4 lg:table-row lg:py-0">
			<GiftProduct cart={cart} gift={gift} />
			{columns.map((column) => {
				if (column.kind === 'room') return <td key={`room ${column.index}`} aria-hidden="true" className={cn(td, 'hidden lg:table-cell')} />
				const { groupKey } = column
				return (
					<td
						key={groupKey}
						className={cn(td, 'col-start-3 row-start-1 justify-self-end text-right tabular-nums lg:pr-5', groupKey !== shown && 'hidden lg:table-cell')}
					>
						{cells.has(groupKey) ? quantity(cells.get(groupKey) ?? 0, locale) : <span className="text-ink-soft">–</span>}
					</td>
				)
			})}
			<td className={cn(td, 'hidden text-right tabular-nums lg:table-cell', !many && 'lg:hidden')}>{quantity(gift.quantity, locale)}</td>
			<td className={cn(td, 'col-start-2 text-sm lg:text-right')}>
				<UnitPrice micros={microsText(gift.unitPrice)} currency={cart.currency} />
			</td>
			<td className={cn(td, 'text-right font-medium')}>
				<Money minor={0} currency={cart.currency} />
				<WorthOf cart={cart} gift={gift} />
			</td>
			<td className="hidden lg:table-cell" />
		</tr>
	)
}

function WorthOf({ cart, gift }: { cart: ShownCart; gift: ShownGift }) {
	const { t } = useTranslation('checkout')
	return (
		<s className="block text-xs font-normal text-ink-soft">
			<span className="sr-only">{t('matrix.before')} </span>
			<Money minor={gift.resolvedMinor} currency={cart.currency} />
		</s>
	)
}

function GiftProduct({ cart, gift }: { cart: ShownCart; gift: ShownGift }) {
	const { t } = useTranslation('checkout')
	const promotion = cart.promotions.find(({ promotionId }) => promotionId === gift.promotionId)
	return (
		<th scope="row" className="contents text-left font-normal lg:table-cell lg:py-3 lg:pr-4 lg:align-top">
			<div className="contents lg:flex lg:gap-4">
				{gift.picture ? (
					<img src={gift.picture} alt="" width={64} height={64} loading="lazy" decoding="async" className="drawn size-16 rounded-md bg-sunken object-cover" />
				) : (
					<span className="block size-16 rounded-md bg-sunken" />
				)}
				<div className="grid min-w-0 content-start justify-items-start gap-1">
					<Link to={`/products/${gift.slug}`} prefetch="intent" className="font-medium hover:underline">
						{gift.name}
					</Link>
					<p className="text-xs text-ink-soft">{gift.sku}</p>
					<p className="flex flex-wrap items-baseline gap-x-2 text-sm text-positive">
						<Badge tone="positive">{t('matrix.gift')}</Badge>
						{promotion?.name}
					</p>
				</div>
			</div>
		</th>
	)
}
