import { Link } from '@remix-run/react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exactPrice, extendExact, microsOf } from '../../engine/base/money.ts'
import { parseQuantity } from '../../engine/base/units.ts'
import { money } from '../format/money.ts'
import { Status } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { QuantityCell } from '../parts/number-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { type Listed, type ListedWords, notesOf, plainQuantity, priceOf, stockTones, useListedWords } from './listed.ts'

/** What the typed quantities come to at the prices of this page: the price of the row, or its lowest tier where that is reached. */
function sumOf(products: readonly Listed[], typed: ReadonlyMap<string, string>): { minor: number; rows: number; currency: string | null } {
	let [minor, rows, currency] = [0, 0, null as string | null]
	for (const { sku, price } of products) {
		const quantity = parseQuantity(typed.get(sku) ?? '')
		if (!quantity) continue
		rows += 1
		if (!price) continue
		const isLowest = price.lowest !== null && quantity >= (parseQuantity(price.lowest.from) ?? 0)
		const unitPrice = isLowest && price.lowest ? price.lowest.unitPrice : price.unitPrice
		minor += extendExact(exactPrice(microsOf(unitPrice)), quantity, price.currency, 'half_away')
		currency = price.currency
	}
	return { minor, rows, currency }
}

/** Enter goes on to the next quantity, arrows up and down walk the column; the sheet is sent by its button. */
function walk(event: KeyboardEvent<HTMLFormElement>) {
	const target = event.target as HTMLElement
	if (!(target instanceof HTMLInputElement) || target.name !== 'quantity') return
	const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
	if (step === 0) return
	event.preventDefault()
	const cells = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[name=quantity]')]
	cells[cells.indexOf(target) + step]?.focus()
}

/** Dense rows for whoever knows what she wants: quantities down the page, Enter adds them, the sum runs along. */
export function OrderSheet({ products, caption }: { products: readonly Listed[]; caption: string }) {
	const { t } = useTranslation('storefront')
	const words = useListedWords()
	const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map())
	const sum = sumOf(products, typed)
	return (
		<form
			method="post"
			action="/cart/lines"
			data-quick-add={t('sheet.rows', { count: sum.rows })}
			data-rows=""
			onKeyDown={walk}
			// Emptied by the watcher above when the rows are in the cart; refused, they stay as they were typed.
			onReset={() => setTyped(new Map())}
		>
			<input type="hidden" name="intent" value="add" />
			<Table caption={caption} dense className="[&_td]:align-middle">
				<THead>
					<tr>
						<Th>{t('sheet.product')}</Th>
						<Th className="max-md:hidden">{t('sheet.stock')}</Th>
						<Th numeric className="max-sm:hidden">
							{t('sheet.price')}
						</Th>
						<Th numeric>{t('add.quantity')}</Th>
					</tr>
				</THead>
				<TBody>
					{products.map((product) => (
						<SheetRow key={product.id} product={product} words={words} onType={(text) => setTyped((before) => new Map(before).set(product.sku, text))} />
					))}
				</TBody>
			</Table>
			<div className="sticky bottom-0 -mx-4 mt-4 flex flex-wrap items-center justify-between gap-4 border-t border-ink bg-ground px-4 py-3 sm:mx-0 sm:px-0">
				<p className="text-sm text-ink-soft max-md:hidden">{t('sheet.hint')}</p>
				<div className="ml-auto flex items-center gap-4">
					<p className="text-right tabular-nums" aria-live="polite">
						<span className="mr-2 text-sm text-ink-soft">{t('sheet.rows', { count: sum.rows })}</span>
						<span className="font-semibold">{sum.currency ? money(sum.minor, sum.currency, words.locale) : null}</span>
					</p>
					<Button type="submit" variant="primary" icon="plus">
						{t('sheet.addAll')}
					</Button>
				</div>
			</div>
		</form>
	)
}

function PriceText({ product, words }: { product: Listed; words: ListedWords }) {
	return (
		<span className="font-medium whitespace-nowrap">
			{priceOf(product, words) ?? words.onRequest} <span className="font-normal text-ink-soft">{words.per(product.unitCode, product.price !== null)}</span>
		</span>
	)
}

function SheetRow({ product, words, onType }: { product: Listed; words: ListedWords; onType: (text: string) => void }) {
	const { slug, name, sku, picture, unitCode, stock, price, block, incrementQuantity, maximumQuantity } = product
	const notes = notesOf(product, words).join(' · ')
	return (
		<Tr>
			<Td>
				<div className="flex items-center gap-3">
					{picture ? (
						<img src={picture} alt="" width={40} height={40} loading="lazy" className="drawn size-10 shrink-0 rounded-sm bg-sunken max-sm:hidden" />
					) : null}
					<div className="min-w-0">
						<Link to={`/products/${slug}`} prefetch="intent" className="font-medium hover:underline">
							{name}
						</Link>
						<p className="text-xs text-ink-soft">{sku}</p>
						<p className="mt-0.5 sm:hidden">
							<PriceText product={product} words={words} />
						</p>
					</div>
				</div>
			</Td>
			<Td className="max-md:hidden">
				<Status tone={stockTones[stock]}>{words.stock[stock]}</Status>
			</Td>
			<Td numeric className="max-sm:hidden">
				<p>
					<PriceText product={product} words={words} />
				</p>
				{notes ? <p className="text-xs text-ink-soft">{notes}</p> : null}
			</Td>
			<Td numeric>
				{product.kind === 'parent' ? (
					<Link to={`/products/${slug}`} className="text-sm text-accent underline underline-offset-3">
						{words.choose}
					</Link>
				) : price && !block ? (
					<>
						<input type="hidden" name="sku" value={sku} />
						<input type="hidden" name="unit" value={unitCode} />
						<QuantityCell
							name="quantity"
							aria-label={`${words.quantity}: ${name}`}
							min={0}
							step={plainQuantity(incrementQuantity)}
							max={maximumQuantity ? plainQuantity(maximumQuantity) : undefined}
							placeholder={price.quantity}
							className="ml-auto"
							onChange={(event) => onType(event.currentTarget.value)}
						/>
					</>
				) : (
					<span className="text-xs text-ink-soft">{block ? words.blocked : words.onRequest}</span>
				)}
			</Td>
		</Tr>
	)
}
