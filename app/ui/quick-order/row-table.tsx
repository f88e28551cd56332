import { type ClipboardEvent, type KeyboardEvent, memo, useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShipTo } from '../checkout/cart-tools.tsx'
import { IconButton } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { cn } from '../parts/cn.ts'
import { control } from '../parts/field.tsx'
import { RowReply } from './row-reply.tsx'
import { type Column, isAnswered, isEmpty, type SheetRow, type useRows } from './use-rows.ts'
import { useSuggestions } from './use-suggestions.ts'
import { useWindow } from './use-window.ts'

type Sheet = ReturnType<typeof useRows>
/** `picks`: the rows stood there already, so she says which of them she takes. */
type TableProps = { sheet: Sheet; shipTos: readonly ShipTo[]; today: string; currency: string; picks: boolean }

const ROW = 56
const th = 'px-1.5 pb-2 text-left align-bottom text-xs font-medium text-ink-soft'

/** The next or previous field of the same column; Enter at the end of a row begins the next one. */
function walk(event: KeyboardEvent<HTMLElement>) {
	const target = event.target as HTMLElement
	if (!(target instanceof HTMLInputElement)) return
	const row = target.closest('tr')
	const focus = (to: Element | null | undefined, name: string) => to?.querySelector<HTMLInputElement>(`input[name=${name}]`)?.focus()
	if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
		if (target.type === 'date') return
		event.preventDefault()
		focus(event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling, target.name)
	} else if (event.key === 'Enter' && !event.metaKey && !event.ctrlKey) {
		event.preventDefault()
		if (target.name === 'sku') focus(row, 'quantity')
		else focus(row?.nextElementSibling, 'sku')
	}
}

/** One row per wish: what was typed on the left, what it is answered on the right. Long sheets draw what is in sight. */
export function RowTable({ sheet, shipTos, today, currency, picks }: TableProps) {
	const { t } = useTranslation('checkout')
	const body = useRef<HTMLTableSectionElement>(null)
	const { rows, type, drop, take, pick } = sheet
	const drawn = useWindow(body, rows.length, ROW)
	const hasStores = shipTos.length > 1
	const suggestions = useSuggestions()
	const paste = useCallback(
		(event: ClipboardEvent<HTMLInputElement>, index: number) => {
			const text = event.clipboardData.getData('text')
			if (!/[\t\n;]/.test(text.trim())) return
			event.preventDefault()
			take(text, index)
		},
		[take],
	)
	return (
		<section aria-label={t('quick.title')}>
			{picks ? <PickAll rows={rows} pick={pick} /> : null}
			<table className="block w-full border-collapse text-sm lg:table">
				<caption className="sr-only">{t('quick.title')}</caption>
				<thead className="hidden lg:table-header-group">
					<tr className="border-b border-ink">
						<th scope="col" className={cn(th, 'w-44 pl-0')}>
							{t('add.sku')}
						</th>
						<th scope="col" className={cn(th, 'w-20 text-right')}>
							{t('add.quantity')}
						</th>
						<th scope="col" className={cn(th, 'w-24')}>
							{t('quick.unit')}
						</th>
						{hasStores ? (
							<th scope="col" className={cn(th, 'w-40')}>
								{t('delivery.store')}
							</th>
						) : null}
						<th scope="col" className={cn(th, 'w-36')}>
							{t('delivery.day')}
						</th>
						<th scope="col" className={cn(th, 'pl-4')}>
							{t('quick.answer')}
						</th>
						<th scope="col" className={cn(th, 'text-right')}>
							{t('matrix.net')}
						</th>
						<th scope="col" className={cn(th, 'w-8 pr-0')}>
							<span className="sr-only">{t('matrix.acts')}</span>
						</th>
					</tr>
				</thead>
				<tbody ref={body} onKeyDown={walk} onInput={suggestions.ask} className="block lg:table-row-group">
					{drawn.above > 0 ? <Room height={drawn.above} /> : null}
					{rows.slice(drawn.from, drawn.to).map((row, index) => (
						<Row
							key={row.key}
							row={row}
							index={drawn.from + index}
							{...{ shipTos, today, currency, type, drop, pick, picks }}
							onPaste={paste}
							isDense={drawn.isWindowed}
						/>
					))}
					{drawn.below > 0 ? <Room height={drawn.below} /> : null}
				</tbody>
			</table>
			<datalist id="quick-suggestions">
				{suggestions.found.map(({ sku, name }) => (
					<option key={sku} value={sku}>
						{name}
					</option>
				))}
			</datalist>
		</section>
	)
}

/** All of the rows, or none: then one picks the few. */
function PickAll({ rows, pick }: Pick<Sheet, 'rows' | 'pick'>) {
	const { t } = useTranslation('checkout')
	const filled = rows.filter((row) => !isEmpty(row))
	return (
		<Checkbox
			className="mb-4"
			label={t('quick.takeAll')}
			checked={filled.length > 0 && filled.every(({ isLeft }) => !isLeft)}
			onChange={(event) =>
				pick(
					filled.map(({ key }) => key),
					event.currentTarget.checked,
				)
			}
		/>
	)
}

const Room = ({ height }: { height: number }) => (
	<tr className="block lg:table-row">
		<td colSpan={8} style={{ height }} className="block lg:table-cell" />
	</tr>
)

type RowProps = Pick<TableProps, 'shipTos' | 'today' | 'currency' | 'picks'> &
	Pick<Sheet, 'type' | 'drop' | 'pick'> & {
		row: SheetRow
		index: number
		isDense: boolean
		onPaste: (event: ClipboardEvent<HTMLInputElement>, index: number) => void
	}

// A list of choices counts as read-only to the browser, and is not.
const cell = cn(control, 'h-9 px-2 text-base read-only:bg-surface lg:placeholder:text-transparent sm:text-sm')

const Row = memo(function Row({ row, index, shipTos, today, currency, type, drop, pick, picks, onPaste, isDense }: RowProps) {
	const { t } = useTranslation('checkout')
	const at = t('add.row', { row: index + 1 })
	const field = (column: Column) => ({
		name: column,
		value: row[column],
		'aria-label': `${labels[column]}, ${at}`,
		placeholder: labels[column],
		onChange: (event: { currentTarget: { value: string } }) => type(row.key, column, event.currentTarget.value),
	})
	const labels: Record<Column, string> = {
		...{ sku: t('add.sku'), quantity: t('add.quantity'), unit: t('quick.unit') },
		...{ shipTo: t('delivery.store'), requestedOn: t('delivery.day') },
	}
	const known = isAnswered(row) ? row.checked : null
	const isRefused = known !== null && known.refusals.length > 0
	const td = 'px-1.5 py-2 align-top lg:table-cell'
	return (
		<tr
			id={`row-${index + 1}`}
			className={cn(
				'grid grid-cols-[minmax(0,1fr)_6.5rem_2rem] items-start border-b border-rule max-lg:gap-x-2 max-lg:py-2 lg:table-row',
				isDense && 'lg:h-14 lg:[&_td]:py-1',
				isEmpty(row) && index > 0 && 'max-lg:[&_.more]:hidden',
			)}
		>
			<td className={cn(td, 'pl-0 max-lg:px-0')}>
				<div className="flex items-center gap-2">
					{picks && !isEmpty(row) ? (
						<Checkbox
							name="take"
							value={index}
							label={t('quick.take', { row: index + 1 })}
							hideLabel
							checked={!row.isLeft}
							onChange={(event) => pick([row.key], event.currentTarget.checked)}
							className="shrink-0"
						/>
					) : null}
					<input
						{...field('sku')}
						list="quick-suggestions"
						onPaste={(event) => onPaste(event, index)}
						autoComplete="off"
						spellCheck={false}
						aria-invalid={isRefused || undefined}
						className={cell}
					/>
					<input type="hidden" name="chosen" value={(row.chosen ?? []).join(',')} />
				</div>
			</td>
			<td className={cn(td, 'max-lg:px-0')}>
				<input
					{...field('quantity')}
					inputMode="decimal"
					autoComplete="off"
					aria-invalid={isRefused || undefined}
					className={cn(cell, 'text-right tabular-nums')}
				/>
			</td>
			<td className={cn(td, 'more max-lg:order-6 max-lg:col-span-3 max-lg:px-0', row.unit === '' && 'max-lg:hidden')}>
				<input {...field('unit')} autoComplete="off" placeholder={known?.unit ?? ''} className={cn(cell, 'lg:placeholder:text-ink-soft')} />
			</td>
			{shipTos.length > 1 ? (
				<td className={cn(td, 'more max-lg:order-4 max-lg:pt-0 max-lg:px-0')}>
					<select {...field('shipTo')} className={cell}>
						<option value="">{t('quick.myStore')}</option>
						{storesFor(shipTos, row.shipTo).map(({ code, name }) => (
							<option key={code} value={code}>
								{name}
							</option>
						))}
					</select>
				</td>
			) : null}
			<td className={cn(td, 'more max-lg:order-5 max-lg:px-0 max-lg:pt-0', shipTos.length > 1 ? 'max-lg:col-span-2' : 'max-lg:col-span-3')}>
				<input {...field('requestedOn')} type={isOddDay(row.requestedOn) ? 'text' : 'date'} min={today} className={cn(cell, 'tabular-nums')} />
			</td>
			<RowReply row={row} checked={known} currency={currency} onInstead={(sku) => type(row.key, 'sku', sku)} isDense={isDense} />
			<td className="py-2 text-right max-lg:order-3 lg:table-cell lg:align-top">
				{isEmpty(row) ? null : (
					<IconButton
						icon="close"
						size="sm"
						tabIndex={-1}
						label={t('quick.remove', { row: index + 1 })}
						onClick={() => drop([row.key])}
						className="text-ink-soft"
					/>
				)}
			</td>
		</tr>
	)
})

/** A store that was pasted by its name, or that is none, stands as it was typed until somebody chooses. */
const storesFor = (shipTos: readonly ShipTo[], typed: string) =>
	typed === '' || shipTos.some(({ code }) => code === typed) ? shipTos : [{ code: typed, name: typed }, ...shipTos]

/** A browser's date field would drop what it cannot read; what was pasted is shown until it is put right. */
const isOddDay = (text: string) => text !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(text)
