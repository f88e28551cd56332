import { Form, Link, useLocation, useSearchParams, useSubmit } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money, unitPriceText } from '../format/money.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { QuantityField } from '../parts/number-field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TierTable } from '../parts/tier-table.tsx'
import { PriceLedger } from '../price/price-ledger.tsx'
import { AskQuoteButton } from '../quote/quote-acts.tsx'
import { useListedWords } from './listed.ts'
import type { PriceView, ProductView } from './product-view.ts'

/** The price, how it changes with the quantity, why it is so, and the way to take some. */
export function BuyBox({ page, isAsked }: { page: ProductView; isAsked: boolean }) {
	const { t } = useTranslation(['storefront', 'price'])
	const { price, variants } = page
	if (!price) return <GuestBox />
	if (variants.length > 0) return <Variants page={page} />
	return (
		<div className="grid gap-5 border-t border-ink pt-5">
			{price.unitPrice === null ? <OnRequest isAsked={isAsked} /> : <Priced page={page} price={price} />}
			{price.trace.candidates.length > 0 ? (
				<Disclosure summary={t('price:why')}>
					<PriceLedger trace={price.trace} hash={price.hash} />
				</Disclosure>
			) : null}
		</div>
	)
}

function GuestBox() {
	const { t } = useTranslation('storefront')
	const { pathname, search } = useLocation()
	return (
		<div className="grid justify-items-start gap-4 border-t border-ink pt-5">
			<p>{t('product.guest')}</p>
			<LinkButton to={`/sign-in?to=${encodeURIComponent(pathname + search)}`} variant="primary" size="lg">
				{t('shell.signIn')}
			</LinkButton>
		</div>
	)
}

function Variants({ page: { variants } }: { page: ProductView }) {
	const words = useListedWords()
	return (
		<ul className="grid border-t border-ink">
			{variants.map(({ id, slug, name, sku, price }) => (
				<li key={id} className="flex items-baseline justify-between gap-4 border-b border-rule py-2">
					<Link to={`/products/${slug}`} className="font-medium hover:underline">
						{name} <span className="text-xs font-normal text-ink-soft">{sku}</span>
					</Link>
					<span className="tabular-nums">
						{price ? [unitPriceText(price.unitPrice, price.currency, words.locale), words.withTax].filter(Boolean).join(' ') : words.onRequest}
					</span>
				</li>
			))}
		</ul>
	)
}

/** No book has a price: she asks, and somebody answers (section 4). */
function OnRequest({ isAsked }: { isAsked: boolean }) {
	const { t } = useTranslation('storefront')
	return (
		<div className="grid justify-items-start gap-3">
			<p className="font-display text-2xl">{t('price.onRequest')}</p>
			{isAsked ? (
				<Banner tone="positive" live>
					{t('product.requested')}
				</Banner>
			) : (
				<>
					<p className="text-ink-soft">{t('product.requestLead')}</p>
					<Form method="post" preventScrollReset>
						<Button type="submit" variant="primary" size="lg" icon="mail">
							{t('price.ask')}
						</Button>
					</Form>
				</>
			)}
		</div>
	)
}

function Priced({ page, price }: { page: ProductView; price: PriceView }) {
	const { t } = useTranslation('storefront')
	const { locale } = useReader()
	const words = useListedWords()
	return (
		<>
			<p className="flex flex-wrap items-baseline gap-x-2">
				<span className="sr-only">{t('product.yourPrice')}</span>
				<span className="font-display text-3xl lining-nums tabular-nums">{unitPriceText(price.unitPrice ?? '0', price.currency, locale)}</span>
				<span className="text-ink-soft">{words.per(price.unit)}</span>
			</p>
			{price.tiers.length > 1 ? <Tiers price={price} /> : null}
			{price.nextTier ? (
				<p className="text-sm text-positive">
					{t('product.nextTier', {
						quantity: price.nextTier.addQuantity,
						price: unitPriceText(price.nextTier.unitPrice, price.currency, locale),
						saving: money(price.nextTier.savingMinor, price.currency, locale),
					})}
				</p>
			) : null}
			{page.blocks.length > 0 ? <Blocked blocks={page.blocks} /> : <AddForm page={page} price={price} />}
			{page.blocks.length > 0 ? null : <AskQuote page={page} price={price} />}
		</>
	)
}

/** The quantity and the unit that the address carries: what the price above is for. */
function AskQuote({ page: { product, chosen }, price }: { page: ProductView; price: PriceView }) {
	return (
		<form method="post" action="/quotes">
			<input type="hidden" name="sku" value={product.sku} />
			<input type="hidden" name="unit" value={price.unit} />
			<input type="hidden" name="quantity" value={price.quantity} />
			{chosen.map((sku) => (
				<input key={sku} type="hidden" name="choose" value={sku} />
			))}
			<AskQuoteButton />
		</form>
	)
}

function Tiers({ price }: { price: PriceView }) {
	const { t } = useTranslation('storefront')
	const { locale } = useReader()
	return (
		<TierTable
			caption={t('product.tiers')}
			labels={{ quantity: t('product.tierQuantity'), price: t('product.tierPrice'), current: t('product.tierCurrent') }}
			tiers={price.tiers.map(({ from, unitPrice, isCurrent }) => ({
				key: from,
				quantity: t('product.tierFrom', { quantity: from }),
				price: unitPriceText(unitPrice, price.currency, locale),
				current: isCurrent,
			}))}
		/>
	)
}

/** She may see it and not buy it: why, and what lifts it (section 3). */
function Blocked({ blocks }: { blocks: ProductView['blocks'] }) {
	const { t } = useTranslation('storefront')
	return (
		<div className="grid gap-2">
			{blocks.map(({ code, liftedBy }) => (
				<Banner key={code} tone="warning" title={t(`blocks.${code}`)}>
					{t(`lifts.${liftedBy}`)}
				</Banner>
			))}
		</div>
	)
}

/** What an order must fit, where it is more than any whole number; and that another quantity was asked for than can be had. */
function QuantityNote({ price: { terms, unit, askedFor, quantity } }: { price: PriceView }) {
	const { t } = useTranslation('storefront')
	const words = useListedWords()
	const { minimum, increment, maximum } = terms
	const notes = [
		minimum === '1' ? null : t('quantity.minimum', { quantity: minimum, unit: words.unit(unit) }),
		increment === '1' || increment === minimum ? null : t('quantity.increment', { quantity: increment }),
		increment !== '1' && increment === minimum ? t('quantity.multiples', { quantity: increment }) : null,
		maximum === null ? null : t('quantity.maximum', { quantity: maximum, unit: words.unit(unit) }),
	].filter((note) => note !== null)
	return (
		<>
			{askedFor ? (
				<Banner tone="info" live>
					{t('quantity.rounded', { asked: askedFor, quantity })}
				</Banner>
			) : null}
			{notes.length > 0 ? <p className="text-sm text-ink-soft">{notes.join(' · ')}</p> : null}
		</>
	)
}

/** Changing the quantity or the unit asks for the price of that quantity: the address carries both. */
function AddForm({ page: { product, chosen }, price }: { page: ProductView; price: PriceView }) {
	const { t } = useTranslation('storefront')
	const words = useListedWords()
	const submit = useSubmit()
	const [params] = useSearchParams()
	function reprice(form: HTMLFormElement | null) {
		if (!form?.reportValidity()) return
		const body = new FormData(form)
		const asked = new URLSearchParams(params)
		for (const name of ['quantity', 'unit']) asked.set(name, String(body.get(name) ?? ''))
		submit(asked, { method: 'get', replace: true, preventScrollReset: true })
	}
	return (
		<form method="post" action="/cart/lines" data-quick-add={product.name} className="grid gap-4">
			<input type="hidden" name="intent" value="add" />
			<input type="hidden" name="sku" value={product.sku} />
			{chosen.map((sku) => (
				<input key={sku} type="hidden" name="choose" value={sku} />
			))}
			<div className="flex flex-wrap items-end gap-3">
				<QuantityField
					key={price.unit}
					label={t('add.quantity')}
					name="quantity"
					size="lg"
					defaultValue={price.quantity}
					min={price.terms.minimum}
					step={price.terms.increment}
					max={price.terms.maximum ?? undefined}
					labels={{ decrease: t('add.less'), increase: t('add.more') }}
					onChange={(event) => reprice(event.currentTarget.form)}
				/>
				{product.units.length > 0 ? (
					<SelectField
						label={t('add.unit')}
						name="unit"
						size="lg"
						defaultValue={price.unit}
						onChange={(event) => reprice(event.currentTarget.form)}
						options={[product.unitCode, ...product.units.map(({ code }) => code)].map((code) => ({ value: code, label: words.unit(code) }))}
					/>
				) : (
					<input type="hidden" name="unit" value={product.unitCode} />
				)}
				<Button type="submit" variant="primary" size="lg" icon="cart" className="flex-1">
					{t('add.toCartLong')}
				</Button>
			</div>
			<QuantityNote price={price} />
		</form>
	)
}
