import { Form, Link, useSearchParams, useSubmit } from '@remix-run/react'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShownCart, ShownLine } from '../../engine/order/shown-cart.ts'
import { day } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count, quantity } from '../format/number.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { deliveryName } from './matrix-row.tsx'
import { FIRST } from './use-sheet.ts'

const FORM = 'matrix-find'
const TYPED_MS = 400

/** Stands before the matrix's own form, which may hold no other; the fields in it name this one. */
export const SheetFindForm = () => <Form id={FORM} method="get" replace preventScrollReset className="hidden" />

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** The lines that are looked for, by the address and by what is typed; `row` is where the sheet opens. */
export function useSheetFind(lines: readonly ShownLine[], problems: ReadonlyMap<number, string[]>) {
	const [asked] = useSearchParams()
	const [typed, setTyped] = useState(asked.get('find') ?? '')
	const words = useDeferredValue(typed)
	const isProblems = asked.get('only') === 'problems'
	const found = useMemo(() => {
		const wanted = plain(words).split(/\s+/).filter(Boolean)
		const chosen = isProblems ? lines.filter(({ sequence }) => problems.has(sequence)) : lines
		if (wanted.length === 0) return chosen
		return chosen.filter(({ sku, name }) => wanted.every((word) => plain(`${sku} ${name}`).includes(word)))
	}, [lines, words, isProblems, problems])
	const from = Number(asked.get('line')) || 0
	const row = Math.max(
		0,
		found.findIndex(({ sequence }) => sequence >= from),
	)
	return { typed, setTyped, isProblems, isFiltered: found !== lines, lines: found, row }
}

type Find = ReturnType<typeof useSheetFind>
type ToolsProps = { cart: ShownCart; find: Find; shown: string | null; problems: number }

/** What a long cart needs before its rows: finding a product, going to a delivery, and only what is to put right. */
export function SheetTools({ cart, find, shown, problems }: ToolsProps) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const submit = useSubmit()
	const timer = useRef<ReturnType<typeof setTimeout>>()
	const ask = (soon = 0) => {
		clearTimeout(timer.current)
		timer.current = setTimeout(() => submit(document.querySelector<HTMLFormElement>(`#${FORM}`), { replace: true, preventScrollReset: true }), soon)
	}
	const deliveries = cart.deliveries.map((delivery) => {
		const wanted = delivery.requestedOn ? day(delivery.requestedOn, locale, 'short') : t('delivery.soonest')
		const units = t('matrix.units', { units: quantity(delivery.units, locale) })
		return { value: delivery.groupKey, label: [deliveryName(delivery, t('delivery.nowhere')), wanted, units].join(' · ') }
	})
	return (
		<search className="grid gap-3 pb-4 print:hidden">
			<div className="flex flex-wrap items-end gap-x-6 gap-y-3">
				<TextField
					form={FORM}
					type="search"
					name="find"
					size="sm"
					label={t('matrix.find')}
					value={find.typed}
					autoComplete="off"
					className="min-w-56 flex-1 sm:max-w-sm"
					onChange={(event) => {
						find.setTyped(event.currentTarget.value)
						ask(TYPED_MS)
					}}
				/>
				{deliveries.length > 1 ? (
					<SelectField
						form={FORM}
						name="store"
						size="sm"
						label={t('matrix.goTo')}
						defaultValue={shown ?? ''}
						options={deliveries}
						className="min-w-56 flex-1 sm:max-w-sm"
						onChange={() => ask()}
					/>
				) : null}
				{problems > 0 || find.isProblems ? (
					<Checkbox
						form={FORM}
						name="only"
						value="problems"
						label={t('matrix.onlyProblems', { count: problems })}
						defaultChecked={find.isProblems}
						className="pb-1"
						onChange={() => ask()}
					/>
				) : null}
				<noscript>
					<Button form={FORM} type="submit" size="sm">
						{t('matrix.show')}
					</Button>
				</noscript>
			</div>
			<p role="status" className="text-sm text-ink-soft empty:hidden">
				{find.isFiltered ? t('matrix.found', { count: find.lines.length, all: count(cart.lines.length, locale) }) : null}
			</p>
			<SheetPages cart={cart} find={find} shown={shown} />
		</search>
	)
}

/** Without scripts the sheet is read page by page: what was sent is what there is. */
function SheetPages({ cart, find, shown }: Omit<ToolsProps, 'problems'>) {
	const { t } = useTranslation('checkout')
	const [asked] = useSearchParams()
	const column = cart.deliveries.findIndex(({ groupKey }) => groupKey === shown)
	const hrefOf = (name: string, value: string) => `?${new URLSearchParams([...[...asked].filter(([known]) => known !== name), [name, value]])}`
	const pages = (most: number, length: number, at: number, linkOf: (from: number) => { href: string; key: string }) =>
		[Math.max(0, at - most), at + most]
			.filter((from) => from !== at && from < length)
			.map((from) => ({ ...linkOf(from), range: { from: from + 1, to: Math.min(length, from + most), all: length } }))
	const rows = pages(FIRST.rows, find.lines.length, find.row, (from) => ({
		key: 'matrix.products',
		href: hrefOf('line', String(find.lines[from]?.sequence ?? 0)),
	}))
	const columns = pages(FIRST.columns, cart.deliveries.length, Math.max(0, column), (from) => ({
		key: 'matrix.deliveries',
		href: hrefOf('store', cart.deliveries[from]?.groupKey ?? ''),
	}))
	if (rows.length + columns.length === 0) return null
	return (
		<noscript>
			<nav aria-label={t('matrix.pages')} className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
				{[...rows, ...columns].map(({ key, href, range }) => (
					<Link key={href} to={href} className="text-accent underline underline-offset-3">
						{t(key, range)}
					</Link>
				))}
			</nav>
		</noscript>
	)
}
