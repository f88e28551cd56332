import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShownCart, ShownDelivery, ShownLine } from '../../engine/order/shown-cart.ts'
import { cn } from '../parts/cn.ts'
import { Money } from '../parts/money.tsx'
import { GiftRow } from './gift-row.tsx'
import { LineSheet } from './line-notes.tsx'
import { DeliveryHead } from './matrix-head.tsx'
import type { MatrixProps } from './matrix-props.ts'
import { SheetPrint } from './sheet-print.tsx'
import { SheetRow } from './sheet-row.tsx'
import { SheetTools, useSheetFind } from './sheet-tools.tsx'
import type { Piece, SheetColumn } from './sheet-window.ts'
import { SIZES, useSheet } from './use-sheet.ts'

const th = 'bg-ground px-2 pb-2 text-right align-bottom text-xs font-medium text-ink-soft lg:sticky lg:top-0 lg:z-20 lg:border-b lg:border-ink'
const foot = 'bg-ground px-2 text-right lg:sticky lg:bottom-0 lg:z-20 lg:h-12 lg:border-t lg:border-ink'

/** The columns of what is drawn, by name; the same ones until another part of the sheet or another cart is in sight. */
function useColumns(pieces: readonly Piece[], deliveries: readonly ShownDelivery[], nowhere: string): SheetColumn[] {
	const names = JSON.stringify(deliveries.map(({ groupKey, name }) => [groupKey, name]))
	return useMemo(() => {
		const read = JSON.parse(names) as [string, string | null][]
		return pieces.map((piece): SheetColumn => {
			const [groupKey, name] = read[piece.index] ?? ['', null]
			return piece.kind === 'room' ? piece : { ...piece, groupKey, name: name ?? nowhere }
		})
	}, [pieces, names, nowhere])
}

/**
 * The matrix of a long cart: rows and columns of one size, drawn where they are seen, in a box of its own so that products,
 * deliveries and sums stay in sight. What a row has no room for stands in a sheet beside it.
 */
export function MatrixSheet({ cart, problems, shown, saved, typed, isRep, onRemove, onRemoveDelivery }: MatrixProps) {
	const { t } = useTranslation('checkout')
	const find = useSheetFind(cart.lines, problems)
	const { lines } = find
	const column = Math.max(
		0,
		cart.deliveries.findIndex(({ groupKey }) => groupKey === shown),
	)
	const sheet = useSheet({ rowCount: lines.length, columnCount: cart.deliveries.length, first: { row: find.row, column } })
	const columns = useColumns(sheet.columns, cart.deliveries, t('delivery.nowhere'))
	const names = JSON.stringify(cart.promotions.map(({ promotionId, name }) => [promotionId, name]))
	const promotions = useMemo(() => new Map<number, string>(JSON.parse(names)), [names])
	const [told, setTold] = useState<ShownLine | null>(null)
	const latest = useRef(onRemove)
	latest.current = onRemove
	const remove = useCallback((line: ShownLine) => latest.current(line), [])
	const many = cart.deliveries.length > 1
	const drawn = columns.filter(({ kind }) => kind === 'one').length
	const widthOf = (deliveries: number) => `${SIZES.product + deliveries * SIZES.column + SIZES.ends + (many ? 10.5 : 6)}rem`
	return (
		<>
			<SheetTools cart={cart} find={find} shown={shown} problems={problems.size} />
			<SheetPrint cart={cart}>
				<section
					ref={sheet.scroller}
					aria-label={t('matrix.title')}
					className="lg:max-h-[max(26rem,calc(100dvh-10.5rem))] lg:scroll-pt-18 lg:scroll-pb-12 lg:overflow-auto lg:overscroll-x-contain"
				>
					<table
						aria-rowcount={lines.length + cart.gifts.length + 2}
						aria-colcount={cart.deliveries.length + 5}
						style={{ '--sheet': widthOf(cart.deliveries.length), '--drawn': widthOf(drawn) } as object}
						className="block w-full border-separate border-spacing-0 text-sm lg:table lg:w-(--sheet) lg:min-w-full lg:table-fixed noscript:lg:w-(--drawn)"
					>
						<caption className="sr-only">{t('matrix.title')}</caption>
						<SheetColumns columns={columns} many={many} />
						<SheetHead {...{ cart, columns, many, onRemoveDelivery }} />
						<tbody ref={sheet.body} onKeyDown={sheet.onKeyDown} onFocus={sheet.onFocus} onBlur={sheet.onBlur} className="block lg:table-row-group">
							{sheet.rows.map((piece) => {
								const line = lines[piece.index]
								if (piece.kind === 'room') return <RowRoom key={`room ${piece.index}`} count={piece.count} spans={columns.length + 5} />
								if (!line) return null
								return (
									<SheetRow
										key={line.id}
										{...{ line, columns, shown, typed, promotions, many }}
										{...{ row: piece.index, currency: cart.currency, problem: problems.get(line.sequence)?.join(' ') ?? null }}
										{...{ store: saved.store, type: saved.type, done: saved.done, onRemove: remove, onTell: setTold }}
									/>
								)
							})}
							{find.isFiltered ? null : cart.gifts.map((gift) => <GiftRow key={gift.sequence} {...{ cart, gift, shown, columns }} />)}
						</tbody>
						<SheetFoot {...{ cart, columns, many }} />
					</table>
				</section>
			</SheetPrint>
			<LineSheet {...{ cart, isRep }} line={told} problems={told ? (problems.get(told.sequence) ?? []) : []} onClose={() => setTold(null)} />
		</>
	)
}

/** A table of fixed columns is laid out by these alone: no cell is asked how wide it is. */
const SheetColumns = ({ columns, many }: { columns: readonly SheetColumn[]; many: boolean }) => (
	<colgroup className="hidden lg:table-column-group">
		<col />
		{columns.map((column) => (
			<col
				key={`${column.kind} ${column.index}`}
				className={column.kind === 'room' ? 'noscript:w-0!' : undefined}
				style={{ width: `${(column.kind === 'room' ? column.count : 1) * SIZES.column}rem` }}
			/>
		))}
		{many ? <col style={{ width: '4.5rem' }} /> : null}
		<col style={{ width: '6rem' }} />
		<col style={{ width: '8rem' }} />
		<col style={{ width: '2.5rem' }} />
	</colgroup>
)

/** Without scripts the page holds what it was sent, and no room for the rest. */
const RowRoom = ({ count, spans }: { count: number; spans: number }) => (
	<tr className="block noscript:hidden! lg:table-row">
		<td colSpan={spans} style={{ '--rows': count } as object} className="block h-[calc(var(--rows)*7.5rem)] lg:table-cell lg:h-[calc(var(--rows)*4rem)]" />
	</tr>
)

type HeadProps = { cart: ShownCart; columns: readonly SheetColumn[]; many: boolean }

function SheetHead({ cart, columns, many, onRemoveDelivery }: HeadProps & Pick<MatrixProps, 'onRemoveDelivery'>) {
	const { t } = useTranslation('checkout')
	return (
		<thead className="hidden lg:table-header-group">
			<tr className="h-18" aria-rowindex={1}>
				<th scope="col" className={cn(th, 'pl-0 text-left lg:left-0 lg:z-30 lg:border-r lg:border-r-rule')}>
					{t('matrix.product')}
				</th>
				{columns.map((column) => {
					const delivery = cart.deliveries[column.index]
					if (column.kind === 'room' || !delivery) return <td key={`room ${column.index}`} aria-hidden="true" className={th} />
					return (
						<DeliveryHead
							key={delivery.groupKey}
							{...{ delivery, many, onRemoveDelivery }}
							aria-colindex={column.index + 2}
							className={cn(th, 'overflow-hidden')}
						/>
					)
				})}
				{many ? (
					<th scope="col" className={th}>
						{t('matrix.quantity')}
					</th>
				) : null}
				<th scope="col" className={th}>
					{t('matrix.price')}
				</th>
				<th scope="col" className={cn(th, 'lg:right-10 lg:z-30 lg:border-l lg:border-l-rule')}>
					{t('matrix.net')}
				</th>
				<th scope="col" className={cn(th, 'pr-0 lg:right-0 lg:z-30')}>
					<span className="sr-only">{t('matrix.acts')}</span>
				</th>
			</tr>
		</thead>
	)
}

function SheetFoot({ cart, columns, many }: HeadProps) {
	const { t } = useTranslation('checkout')
	return (
		<tfoot className="hidden font-medium tabular-nums lg:table-footer-group">
			<tr>
				<th scope="row" className={cn(foot, 'pl-0 text-left font-medium lg:left-0 lg:z-30 lg:border-r lg:border-r-rule')}>
					{t('matrix.perStore')}
				</th>
				{columns.map((column) => (
					<td key={`${column.kind} ${column.index}`} aria-hidden={column.kind === 'room' || undefined} className={foot}>
						{column.kind === 'one' ? <Money minor={cart.deliveries[column.index]?.netMinor ?? 0} currency={cart.currency} /> : null}
					</td>
				))}
				{many ? <td className={foot} /> : null}
				<td className={foot} />
				<td className={cn(foot, 'lg:right-10 lg:z-30 lg:border-l lg:border-l-rule')}>
					<Money minor={cart.goodsNetMinor} currency={cart.currency} />
				</td>
				<td className={cn(foot, 'lg:right-0 lg:z-30')} />
			</tr>
		</tfoot>
	)
}
