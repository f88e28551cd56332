import { Link, useFetcher } from '@remix-run/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exactPrice, extendExact, microsOf } from '../../engine/base/money.ts'
import { parseQuantity, printQuantity, roundUpToIncrement } from '../../engine/base/units.ts'
import { Status } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Money } from '../parts/money.tsx'
import { QuantityCell } from '../parts/number-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { type ListedWords, plainQuantity, priceOf, stockTones, useListedWords } from '../storefront/listed.ts'
import type { ListLine, ListStore, ListView } from './list-view.ts'

type SheetProps = { page: ListView; store: ListStore | null; currency: string; onRemove: (lineId: number) => void }

/** What a shelf lacks: the level less what is there, in whole packs; nothing when there is enough. */
export function missingTo(par: string, onHand: string, increment: string): string {
	const missing = (parseQuantity(par) ?? 0) - (parseQuantity(onHand.replace(',', '.')) ?? 0)
	return missing <= 0 ? '0' : plainQuantity(printQuantity(roundUpToIncrement(missing, parseQuantity(increment) ?? 10_000)))
}

const parOf = (line: ListLine, store: ListStore | null) => line.pars.find(({ locationId }) => locationId === store?.id)?.quantity ?? ''

/** Without a level the usual quantity stands ready; with one it waits for the count. */
const startOf = (line: ListLine, store: ListStore | null) => (parOf(line, store) === '' ? plainQuantity(line.quantity) : '')

function sumOf(lines: readonly ListLine[], typed: ReadonlyMap<number, string>, currency: string): { rows: number; minor: number } {
	let [rows, minor] = [0, 0]
	for (const { id, product } of lines) {
		const quantity = parseQuantity(typed.get(id) ?? '')
		if (!quantity) continue
		rows += 1
		if (product.price) minor += extendExact(exactPrice(microsOf(product.price.unitPrice)), quantity, currency, 'half_away')
	}
	return { rows, minor }
}

/** Products down, for one store: its level, what is on the shelf, what to order. Levels save themselves. */
export function ListSheet({ page, store, currency, onRemove }: SheetProps) {
	const { t } = useTranslation('lists')
	const { lines, mayChange } = page
	const words = useListedWords()
	const levels = useFetcher()
	const start = () => new Map(lines.map((line) => [line.id, startOf(line, store)]))
	const [typed, setTyped] = useState<ReadonlyMap<number, string>>(start)
	const [counted, setCounted] = useState<ReadonlyMap<number, string>>(new Map())
	const [pars, setPars] = useState<ReadonlyMap<number, string>>(() => new Map(lines.map((line) => [line.id, plainQuantity(parOf(line, store))])))
	const order = (id: number, text: string) => setTyped((before) => new Map(before).set(id, text))
	const fill = () => setTyped((before) => new Map([...before, ...lines.filter(({ id }) => pars.get(id)).map((line) => [line.id, missing(line)] as const)]))
	const missing = (line: ListLine, onHand = counted.get(line.id) ?? '') => missingTo(pars.get(line.id) ?? '', onHand, line.product.incrementQuantity)
	const sum = sumOf(lines, typed, currency)
	return (
		<>
			<form id="par" method="post">
				<input type="hidden" name="intent" value="par" />
				<input type="hidden" name="shipTo" value={store?.code ?? ''} />
			</form>
			<form
				method="post"
				action="/cart/lines"
				data-quick-add={t('sheet.rows', { count: sum.rows })}
				data-rows=""
				onReset={() => {
					setTyped(start())
					setCounted(new Map())
				}}
			>
				<input type="hidden" name="intent" value="add" />
				<input type="hidden" name="locationId" value={store?.id ?? ''} />
				<Table caption={page.list.name} dense stacks className="[&_td]:align-middle">
					<THead>
						<tr>
							<Th>{t('sheet.product')}</Th>
							<Th>{t('sheet.stock')}</Th>
							<Th numeric>{t('sheet.price')}</Th>
							<Th numeric>{t('sheet.par')}</Th>
							<Th numeric>{t('sheet.onHand')}</Th>
							<Th numeric>{t('sheet.order')}</Th>
							<Th>
								<span className="sr-only">{t('sheet.acts')}</span>
							</Th>
						</tr>
					</THead>
					<TBody>
						{lines.map((line) => (
							<Row
								key={line.id}
								{...{ line, words, mayChange, onRemove }}
								par={pars.get(line.id) ?? ''}
								onHand={counted.get(line.id) ?? ''}
								quantity={typed.get(line.id) ?? ''}
								onPar={(text) => setPars((before) => new Map(before).set(line.id, text))}
								onParDone={(text) => {
									if (text !== plainQuantity(parOf(line, store)))
										levels.submit({ intent: 'par', shipTo: store?.code ?? '', [`par:${line.id}`]: text }, { method: 'post' })
								}}
								onCount={(text) => {
									setCounted((before) => new Map(before).set(line.id, text))
									if (pars.get(line.id)) order(line.id, text === '' ? '' : missing(line, text))
								}}
								onOrder={(text) => order(line.id, text)}
							/>
						))}
					</TBody>
				</Table>
				<div className="sticky bottom-0 z-10 -mx-4 mt-4 flex flex-wrap items-center gap-3 border-t border-ink bg-ground px-4 py-3 sm:mx-0 sm:px-0">
					<Button size="sm" icon="target" onClick={fill}>
						{t('sheet.fill')}
					</Button>
					<p className="ml-auto text-right tabular-nums" aria-live="polite">
						<span className="mr-2 text-sm text-ink-soft">{t('sheet.rows', { count: sum.rows })}</span>
						<Money minor={sum.minor} currency={currency} className="font-semibold" />
					</p>
					<Button type="submit" variant="primary" icon="plus">
						{store ? t('sheet.submitFor', { store: store.name }) : t('sheet.submit')}
					</Button>
				</div>
			</form>
			{mayChange ? (
				<noscript>
					<Button type="submit" form="par">
						{t('sheet.savePar')}
					</Button>
				</noscript>
			) : null}
		</>
	)
}

type RowProps = {
	line: ListLine
	words: ListedWords
	mayChange: boolean
	par: string
	onHand: string
	quantity: string
	onPar: (text: string) => void
	onParDone: (text: string) => void
	onCount: (text: string) => void
	onOrder: (text: string) => void
	onRemove: (lineId: number) => void
}

function Row({ line, words, mayChange, par, onHand, quantity, onPar, onParDone, onCount, onOrder, onRemove }: RowProps) {
	const { t } = useTranslation('lists')
	const { id, unitCode, product } = line
	const { name, sku, slug, picture, stock, block, price } = product
	const isSold = price !== null && !block
	return (
		<Tr>
			<Th scope="row">
				<div className="flex items-center gap-3">
					{picture ? <img src={picture} alt="" width={40} height={40} loading="lazy" className="drawn size-10 shrink-0 rounded-sm bg-sunken" /> : null}
					<div className="min-w-0">
						<Link to={`/products/${slug}`} prefetch="intent" className="font-medium hover:underline">
							{name}
						</Link>
						<p className="text-xs font-normal text-ink-soft">{sku}</p>
					</div>
				</div>
			</Th>
			<Td label={t('sheet.stock')}>
				<Status tone={stockTones[stock]}>{words.stock[stock]}</Status>
			</Td>
			<Td numeric label={t('sheet.price')}>
				{priceOf(product, words) ?? words.onRequest} <span className="text-ink-soft">{words.per(unitCode, product.price !== null)}</span>
			</Td>
			<Td numeric label={t('sheet.par')}>
				<QuantityCell
					form="par"
					name={`par:${id}`}
					aria-label={`${t('sheet.par')}: ${name}`}
					value={par}
					readOnly={!mayChange}
					onChange={(event) => onPar(event.currentTarget.value)}
					onBlur={(event) => mayChange && onParDone(event.currentTarget.value)}
					className="ml-auto"
				/>
			</Td>
			<Td numeric label={t('sheet.onHand')}>
				<QuantityCell
					aria-label={`${t('sheet.onHand')}: ${name}`}
					value={onHand}
					onChange={(event) => onCount(event.currentTarget.value)}
					className="ml-auto"
				/>
			</Td>
			<Td numeric label={t('sheet.order')}>
				{isSold ? (
					<>
						<input type="hidden" name="sku" value={sku} />
						<input type="hidden" name="unit" value={unitCode} />
						<QuantityCell
							name="quantity"
							aria-label={`${t('sheet.order')}: ${name}`}
							value={quantity}
							onChange={(event) => onOrder(event.currentTarget.value)}
							className="ml-auto"
						/>
					</>
				) : (
					<span className="text-xs text-ink-soft">{block ? words.blocked : words.onRequest}</span>
				)}
			</Td>
			<Td>
				{mayChange ? <IconButton icon="close" size="sm" label={t('sheet.remove', { name })} onClick={() => onRemove(id)} className="text-ink-soft" /> : null}
			</Td>
		</Tr>
	)
}
