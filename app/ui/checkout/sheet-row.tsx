import { Link } from '@remix-run/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShownLine } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { money, unitPrice } from '../format/money.ts'
import { quantity, quantityInput } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { IconButton } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { Money, UnitPrice } from '../parts/money.tsx'
import { cellKey } from './cell-store.ts'
import { microsText } from './line-notes.tsx'
import { MatrixCell } from './matrix-cell.tsx'
import { PackOffer } from './pack-offer.tsx'
import { placeText } from './sheet-keys.ts'
import type { SheetColumn } from './sheet-window.ts'
import type { SavedCells } from './use-saved-cells.ts'

type SheetRowProps = Pick<SavedCells, 'store' | 'type' | 'done'> & {
	line: ShownLine
	/** Its place in the sheet, from 0 on. */
	row: number
	columns: readonly SheetColumn[]
	shown: string | null
	currency: string
	many: boolean
	problem: string | null
	promotions: ReadonlyMap<number, string>
	typed: Readonly<Record<string, string>>
	onRemove: (line: ShownLine) => void
	onTell: (line: ShownLine) => void
}

const td = 'lg:border-b lg:border-rule lg:px-2 lg:py-1.5 lg:align-top'
const end = 'bg-ground lg:sticky lg:z-10'

const isSame = (a: SheetRowProps, b: SheetRowProps) =>
	(Object.keys(a) as (keyof SheetRowProps)[]).every(
		(name) => Object.is(a[name], b[name]) || (name === 'line' && JSON.stringify(a.line) === JSON.stringify(b.line)),
	)

/** A product of a long cart, one height whatever it says. Drawn anew when it, or the columns in sight, are others. */
export const SheetRow = memo(function SheetRow({ line, row, columns, shown, many, problem, typed, store, type, done, ...props }: SheetRowProps) {
	const { t } = useTranslation('checkout')
	const cells = new Map(line.cells.map((cell) => [cell.groupKey, cell.quantity]))
	const paper = problem ? 'bg-danger-soft' : undefined
	return (
		<tr
			id={`line-${line.sequence}`}
			data-row={row}
			aria-rowindex={row + 2}
			className={cn(
				'grid h-30 grid-cols-[4rem_1fr_auto] content-start gap-x-3 gap-y-1 overflow-hidden border-b border-rule py-2 lg:table-row lg:h-16 lg:py-0',
				paper,
			)}
		>
			<SheetProduct {...{ line, problem, paper, done, type, ...props }} />
			{columns.map((column) => {
				if (column.kind === 'room') return <td key={`room ${column.index}`} aria-hidden="true" className={cn(td, 'hidden lg:table-cell')} />
				const key = cellKey(line.id, column.groupKey)
				const stored = cells.get(column.groupKey) ?? 0
				return (
					<td
						key={column.groupKey}
						aria-colindex={column.index + 2}
						className={cn(td, 'col-start-3 row-start-1 justify-self-end text-right', column.groupKey !== shown && 'hidden lg:table-cell')}
					>
						<MatrixCell
							place={placeText({ row, column: column.index })}
							cellKey={key}
							stored={typed[key] ?? (stored === 0 ? '' : quantityInput(stored))}
							label={t('matrix.cell', { product: line.name, store: column.name })}
							step={line.digits === 0 ? '1' : 'any'}
							{...{ store, onType: type, onDone: done }}
						/>
					</td>
				)
			})}
			<SheetSums {...{ line, many, paper, currency: props.currency }} />
			<td data-acts="" className={cn(td, end, paper, 'col-start-3 row-start-2 justify-self-end text-right lg:right-0 lg:pr-0')}>
				<IconButton
					icon="trash"
					size="sm"
					type="submit"
					name="intent"
					value={`remove:${line.id}`}
					label={t('matrix.remove', { product: line.name })}
					onClick={(event) => {
						event.preventDefault()
						props.onRemove(line)
					}}
				/>
			</td>
		</tr>
	)
}, isSame)

type ProductProps = Pick<SheetRowProps, 'line' | 'problem' | 'currency' | 'promotions' | 'type' | 'done' | 'onTell'> & { paper: string | undefined }

function SheetProduct({ line, problem, paper, onTell, ...hint }: ProductProps) {
	const { t } = useTranslation(['checkout', 'price'])
	return (
		<th scope="row" className={cn('contents text-left font-normal lg:table-cell', td, end, paper, 'lg:left-0 lg:border-r lg:pt-1 lg:pb-0.5 lg:pl-0')}>
			<div className="contents lg:flex lg:gap-3">
				{line.picture ? (
					<img
						src={line.picture}
						alt=""
						width={64}
						height={64}
						loading="lazy"
						decoding="async"
						className="drawn size-16 shrink-0 rounded-md bg-sunken object-cover lg:size-11"
					/>
				) : (
					<span className="block size-16 shrink-0 rounded-md bg-sunken lg:size-11" />
				)}
				<div className="min-w-0">
					<Link to={`/products/${line.slug}`} className="block truncate leading-6 font-medium hover:underline" title={line.name}>
						{line.name}
					</Link>
					<p className="truncate text-xs text-ink-soft">
						{line.sku}
						{line.addedBy ? ` · ${t('matrix.addedBy', { name: line.addedBy })}` : ''}
						{' · '}
						<button type="button" className="text-accent underline underline-offset-3" onClick={() => onTell(line)}>
							{t('price:why')}
						</button>
					</p>
					<SheetHint {...{ line, problem, ...hint }} />
				</div>
			</div>
		</th>
	)
}

/** The one thing to know about the line, the gravest first; all of it is told beside the sheet. */
function SheetHint({ line, problem, currency, promotions, type, done }: Omit<ProductProps, 'onTell' | 'paper'>) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const [adjustment] = line.adjustments
	if (problem)
		return (
			<p className="truncate text-xs text-danger" title={problem}>
				{problem}
			</p>
		)
	if (line.fitting !== null || line.offer) return <PackOffer {...{ currency, line }} saved={{ type, done }} isShort />
	if (line.nextTier) {
		const { addQuantity, unitPrice: price } = line.nextTier
		const tier = { quantity: quantity(addQuantity, locale), price: unitPrice(microsText(price), currency, locale) }
		return <p className="truncate text-xs text-ink-soft">{t('matrix.nextTier', tier)}</p>
	}
	if (!adjustment) return null
	return (
		<p className="truncate text-xs text-positive">
			{money(-adjustment.amountMinor, currency, locale)} {promotions.get(adjustment.promotionId)}
		</p>
	)
}

function SheetSums({ line, currency, many, paper }: Pick<SheetRowProps, 'line' | 'currency' | 'many'> & { paper: string | undefined }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	return (
		<>
			{many ? <td className={cn(td, 'hidden text-right tabular-nums lg:table-cell')}>{quantity(line.quantity, locale)}</td> : null}
			<td className={cn(td, 'col-span-2 col-start-1 row-start-2 self-center truncate text-sm lg:text-right')}>
				{line.unitPrice ? <UnitPrice micros={microsText(line.unitPrice)} currency={currency} /> : <Badge tone="warning">{t('matrix.onRequest')}</Badge>}
				{many ? <span className="text-ink-soft lg:hidden"> × {quantity(line.quantity, locale)}</span> : null}
				<span className="ml-3 font-medium lg:hidden">
					<Money minor={line.netMinor} currency={currency} />
				</span>
			</td>
			<td className={cn(td, end, paper, 'hidden text-right font-medium lg:right-10 lg:table-cell lg:border-l')}>
				<Money minor={line.netMinor} currency={currency} />
				{line.discountMinor > 0 ? (
					<s className="block text-xs font-normal text-ink-soft">
						<span className="sr-only">{t('matrix.before')} </span>
						<Money minor={line.resolvedMinor} currency={currency} />
					</s>
				) : null}
			</td>
		</>
	)
}
