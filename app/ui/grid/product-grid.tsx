import { Link } from '@remix-run/react'
import type { ClipboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { microsOf } from '../../engine/base/money.ts'
import { useReader } from '../format/locale.tsx'
import { useClassName } from '../merchandising/use-class-name.ts'
import { Badge } from '../parts/badge.tsx'
import { cn } from '../parts/cn.ts'
import { control } from '../parts/field.tsx'
import { UnitPrice } from '../parts/money.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { type GridChoices, type GridQuery, type GridRow, statuses, stockPolicies } from './grid-view.ts'
import { useFieldName } from './use-field-name.ts'

type ProductGridProps = { rows: readonly GridRow[]; query: GridQuery; choices: GridChoices; currency: string }

const figures = ['minimumQuantity', 'incrementQuantity', 'maximumQuantity', 'leadDays']

/** Products as a sheet, inside the form that minds its keys. */
export function ProductGrid({ rows, query, choices, currency }: ProductGridProps) {
	const { t } = useTranslation('grid')
	const fieldName = useFieldName()
	return (
		<Table caption={t('merchandising:products.title')} dense stacks>
			<THead>
				<Tr>
					<Th>
						<span className="sr-only">{t('merchandising:products.tick')}</span>
					</Th>
					<Th>{t('merchandising:book.product')}</Th>
					{query.columns.map((column) => (
						<Th key={column} numeric={figures.includes(column) || column === 'price' || column === 'coverage'}>
							{fieldName(column)}
						</Th>
					))}
				</Tr>
			</THead>
			<TBody>
				{rows.map((row) => (
					<Tr key={row.id}>
						<Td className="w-8">
							<input
								type="checkbox"
								name="productId"
								value={row.id}
								aria-label={t('merchandising:products.tickOne', { sku: row.sku })}
								className="size-4.5 accent-accent"
							/>
						</Td>
						<Th scope="row" className="min-w-56">
							<NameCell row={row} />
							<Link to={`/merchandising/products/${row.id}`} prefetch="intent" className="inline-block px-2 py-1 font-normal text-ink-soft hover:underline">
								{row.sku}
							</Link>
							{row.variant ? <span className="font-normal text-ink-soft">{row.variant}</span> : null}
						</Th>
						{query.columns.map((column) => (
							<Td key={column} label={fieldName(column)} numeric={figures.includes(column) || column === 'price' || column === 'coverage'}>
								<Cell row={row} column={column} choices={choices} currency={currency} />
							</Td>
						))}
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

/** Rows of a spreadsheet's column, one below the other from the cell that they are pasted into. */
export function pasteColumn(event: ClipboardEvent<HTMLElement>): void {
	const field = event.target
	const lines = event.clipboardData
		.getData('text')
		.replace(/\r?\n$/, '')
		.split(/\r?\n/)
	if (!(field instanceof HTMLInputElement) || !field.dataset['column'] || lines.length < 2) return
	event.preventDefault()
	const column = [...event.currentTarget.querySelectorAll<HTMLInputElement>(`input[data-column="${field.dataset['column']}"]`)]
	const first = column.indexOf(field)
	for (const [index, line] of lines.entries()) {
		const cell = column[first + index]
		if (cell) cell.value = line.split('\t')[0] ?? ''
	}
}

const plain = 'h-8 border-transparent bg-transparent read-only:bg-transparent px-2 hover:border-control focus:border-control focus:bg-surface'

function NameCell({ row }: { row: GridRow }) {
	const { t } = useTranslation('grid')
	const { locale } = useReader()
	const key = `name.${locale}`
	return (
		<TextCell
			id={row.id}
			name={key}
			value={row.values[key] ?? ''}
			label={t('cell', { field: t('field.name'), sku: row.sku })}
			placeholder={row.name}
			className="w-full font-medium"
		/>
	)
}

type TextCellProps = { id: number; name: string; value: string; label: string; placeholder?: string; className?: string; list?: string }

function TextCell({ id, name, value, label, placeholder, className, list }: TextCellProps) {
	return (
		<>
			<input type="hidden" name={`s.${id}.${name}`} value={value} />
			<input
				name={`c.${id}.${name}`}
				defaultValue={value}
				aria-label={label}
				placeholder={placeholder}
				data-column={name}
				list={list}
				autoComplete="off"
				className={cn(control, plain, 'text-sm', className)}
			/>
		</>
	)
}

function Cell({ row, column, choices, currency }: { row: GridRow; column: string; choices: GridChoices; currency: string }) {
	const { t } = useTranslation('grid')
	const className = useClassName()
	const fieldName = useFieldName()
	const label = t('cell', { field: fieldName(column), sku: row.sku })
	const value = row.values[column] ?? ''
	if (column === 'price')
		return row.basePrice ? (
			<UnitPrice micros={microsOf(row.basePrice)} currency={currency} />
		) : (
			<Badge tone="warning">{t('merchandising:inspector.onRequest')}</Badge>
		)
	if (column === 'coverage')
		return <Badge tone={row.coverage === 5 ? 'positive' : 'warning'}>{t('merchandising:promotions.coverage', { count: row.coverage })}</Badge>
	if (column === 'categories') return <span className="block max-w-48 text-ink-soft">{row.categories.join(', ')}</span>
	if (column === 'status')
		return <ChoiceCell id={row.id} name={column} value={value} label={label} options={statuses.map((one) => [one, t(`merchandising:productStatus.${one}`)])} />
	if (column === 'stockPolicy')
		return <ChoiceCell id={row.id} name={column} value={value} label={label} options={stockPolicies.map((one) => [one, t(`stockPolicy.${one}`)])} />
	if (column === 'productClass')
		return <ChoiceCell id={row.id} name={column} value={value} label={label} options={choices.classes.map((one) => [one, className(one)])} />
	return <TextCell id={row.id} name={column} value={value} label={label} className={figures.includes(column) ? 'w-20 text-right tabular-nums' : 'w-32'} />
}

type ChoiceCellProps = { id: number; name: string; value: string; label: string; options: readonly (readonly [string, string])[] }

function ChoiceCell({ id, name, value, label, options }: ChoiceCellProps) {
	return (
		<>
			<input type="hidden" name={`s.${id}.${name}`} value={value} />
			<select name={`c.${id}.${name}`} defaultValue={value} aria-label={label} className={cn(control, plain, 'min-w-28 appearance-none text-sm')}>
				{options.map(([one, text]) => (
					<option key={one} value={one}>
						{text}
					</option>
				))}
			</select>
		</>
	)
}
