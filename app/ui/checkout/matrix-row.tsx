import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { ShownCart, ShownDelivery, ShownLine } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { quantity, quantityInput } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { IconButton } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { InsideList } from '../parts/inside-list.tsx'
import { Money, UnitPrice } from '../parts/money.tsx'
import { cellKey } from './cell-store.ts'
import { LineNotes, microsText } from './line-notes.tsx'
import { MatrixCell } from './matrix-cell.tsx'
import { PackOffer } from './pack-offer.tsx'
import { placeText } from './sheet-keys.ts'
import type { SavedCells } from './use-saved-cells.ts'

export type RowProps = {
	cart: ShownCart
	line: ShownLine
	/** On a phone only this delivery's column is in sight. */
	shown: string | null
	saved: Pick<SavedCells, 'store' | 'type' | 'done'>
	typed: Readonly<Record<string, string>>
	row: number
	isRep: boolean
	problems: readonly string[]
	onRemove: (line: ShownLine) => void
}

export function deliveryName(delivery: ShownDelivery, fallback: string): string {
	return delivery.name ?? fallback
}

const td = 'lg:px-2 lg:py-3 lg:align-top'

export function MatrixRow({ cart, line, shown, saved, typed, row, isRep, problems, onRemove }: RowProps) {
	const { t } = useTranslation('checkout')
	const cells = new Map(line.cells.map((cell) => [cell.groupKey, cell.quantity]))
	return (
		<tr
			id={`line-${line.sequence}`}
			className={cn(
				'grid grid-cols-[4rem_1fr_auto] gap-x-3 gap-y-2 border-b border-rule py-4 lg:table-row lg:py-0',
				problems.length > 0 && 'bg-danger-soft/50',
			)}
		>
			<Product {...{ cart, line, isRep, problems, saved }} />
			{cart.deliveries.map((delivery, column) => {
				const key = cellKey(line.id, delivery.groupKey)
				const stored = cells.get(delivery.groupKey) ?? 0
				return (
					<td
						key={delivery.groupKey}
						className={cn(td, 'col-start-3 row-start-1 justify-self-end text-right', delivery.groupKey !== shown && 'hidden lg:table-cell')}
					>
						<MatrixCell
							place={placeText({ row, column })}
							cellKey={key}
							stored={typed[key] ?? (stored === 0 ? '' : quantityInput(stored))}
							label={t('matrix.cell', { product: line.name, store: deliveryName(delivery, t('delivery.nowhere')) })}
							step={line.digits === 0 ? '1' : 'any'}
							store={saved.store}
							onType={saved.type}
							onDone={saved.done}
						/>
					</td>
				)
			})}
			<Sums {...{ cart, line }} />
			<td className={cn(td, 'col-start-3 row-start-1 self-end justify-self-end text-right lg:pr-0')}>
				<IconButton
					icon="trash"
					size="sm"
					type="submit"
					name="intent"
					value={`remove:${line.id}`}
					label={t('matrix.remove', { product: line.name })}
					onClick={(event) => {
						event.preventDefault()
						onRemove(line)
					}}
				/>
			</td>
		</tr>
	)
}

function Product({ cart, line, isRep, problems, saved }: Pick<RowProps, 'cart' | 'line' | 'isRep' | 'problems' | 'saved'>) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	return (
		<th scope="row" className="contents text-left font-normal lg:table-cell lg:py-3 lg:pr-4 lg:align-top">
			<div className="contents lg:flex lg:gap-4">
				<Link to={`/products/${line.slug}`} tabIndex={-1} aria-hidden="true" className="shrink-0">
					{line.picture ? (
						<img src={line.picture} alt="" width={64} height={64} loading="lazy" decoding="async" className="drawn size-16 rounded-md bg-sunken object-cover" />
					) : (
						<span className="block size-16 rounded-md bg-sunken" />
					)}
				</Link>
				<div className="grid min-w-0 content-start gap-1">
					<Link to={`/products/${line.slug}`} prefetch="intent" className="font-medium hover:underline">
						{line.name}
					</Link>
					<p className="text-xs text-ink-soft">
						{line.sku}
						{line.addedBy ? ` · ${t('matrix.addedBy', { name: line.addedBy })}` : ''}
					</p>
					{problems.map((problem) => (
						<p key={problem} className="text-sm text-danger">
							{problem}
						</p>
					))}
					<InsideList
						label={t('matrix.inside')}
						things={line.inside.map((one) => ({ key: one.productId, quantity: quantity(one.quantity, locale), name: one.name }))}
					/>
					<PackOffer {...{ currency: cart.currency, line, saved }} />
					<LineNotes {...{ cart, line, isRep }} />
				</div>
			</div>
		</th>
	)
}

function Sums({ cart, line }: Pick<RowProps, 'cart' | 'line'>) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const many = cart.deliveries.length > 1
	return (
		<>
			<td className={cn(td, 'hidden text-right tabular-nums lg:table-cell', !many && 'lg:hidden')}>{quantity(line.quantity, locale)}</td>
			<td className={cn(td, 'col-start-2 text-sm lg:text-right')}>
				{line.unitPrice ? <UnitPrice micros={microsText(line.unitPrice)} currency={cart.currency} /> : <Badge tone="warning">{t('matrix.onRequest')}</Badge>}
				{many ? <span className="text-ink-soft lg:hidden"> × {quantity(line.quantity, locale)}</span> : null}
			</td>
			<td className={cn(td, 'text-right font-medium')}>
				<Money minor={line.netMinor} currency={cart.currency} />
				{line.discountMinor > 0 ? (
					<s className="block text-xs font-normal text-ink-soft">
						<span className="sr-only">{t('matrix.before')} </span>
						<Money minor={line.resolvedMinor} currency={cart.currency} />
					</s>
				) : null}
			</td>
		</>
	)
}
