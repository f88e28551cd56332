import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { count, decimalText, percent } from '../format/number.ts'
import { Money } from '../parts/money.tsx'
import { Figure, Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

type Totals = {
	orders: number
	touched: number
	savingMinor: number
	revenueBeforeMinor: number
	revenueAfterMinor: number
	costBeforeMinor: number
	costAfterMinor: number
}
type TopAccount = {
	accountId: number
	number: string
	name: string
	currency: string
	orders: number
	revenueBeforeMinor: number
	revenueAfterMinor: number
	savingMinor: number
}
type TopProduct = {
	productId: number
	sku: string
	name: string
	currency: string
	quantity: string
	giftQuantity: string
	beforeMinor: number
	afterMinor: number
}
type Found = { run: { totals: Record<string, Totals>; doneCount: number; state: string }; accounts: TopAccount[]; products: TopProduct[] }

/** What the promotion would have done: for each currency what it comes to, then whom and what it changes most. */
export function SimulationFound() {
	const { t } = useTranslation('merchandising')
	const { run, accounts, products } = useLoaderData<Found>()
	const currencies = Object.entries(run.totals).sort(([, a], [, b]) => b.touched - a.touched || b.orders - a.orders)
	if (currencies.length === 0) return run.state === 'finished' ? <p className="text-ink-soft">{t('simulate.noOrders')}</p> : null
	return (
		<>
			{currencies.map(([currency, totals]) => (
				<Figures key={currency} currency={currency} totals={totals} isOne={currencies.length === 1} />
			))}
			<p className="max-w-prose text-sm text-ink-soft">{t('simulate.asBefore')}</p>
			<div className="grid gap-10 xl:grid-cols-2 *:min-w-0">
				<Section title={t('simulate.accounts')}>{accounts.length === 0 ? <Nobody /> : <Accounts accounts={accounts} />}</Section>
				<Section title={t('simulate.products')}>{products.length === 0 ? <Nobody /> : <Products products={products} />}</Section>
			</div>
		</>
	)
}

function Nobody() {
	const { t } = useTranslation('merchandising')
	return <p className="text-sm text-ink-soft">{t('simulate.nothing')}</p>
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)

function Figures({ currency, totals, isOne }: { currency: string; totals: Totals; isOne: boolean }) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	const { orders, touched, savingMinor, revenueBeforeMinor, revenueAfterMinor, costBeforeMinor, costAfterMinor } = totals
	const change = revenueAfterMinor - revenueBeforeMinor
	const [marginBefore, marginAfter] = [revenueBeforeMinor - costBeforeMinor, revenueAfterMinor - costAfterMinor]
	const from = (minor: number) => t('simulate.fromBefore', { before: money(minor, currency, locale) })
	return (
		<section aria-label={currency} className="grid gap-4">
			{isOne ? null : <h2 className="text-xl">{currency}</h2>}
			<div className="grid gap-x-8 gap-y-6 sm:grid-cols-2 xl:grid-cols-4">
				<Figure
					label={t('simulate.touched')}
					value={count(touched, locale)}
					note={t('simulate.ofOrders', { orders: count(orders, locale), share: percent(share(touched, orders), locale) })}
				/>
				<Figure label={t('simulate.given')} value={<Money minor={savingMinor} currency={currency} />} note={t('simulate.givenNote')} />
				<Figure
					label={t('simulate.revenue')}
					value={<Money minor={revenueAfterMinor} currency={currency} />}
					note={`${money(change, currency, locale)} · ${from(revenueBeforeMinor)}`}
				/>
				<Figure
					label={t('simulate.margin')}
					value={percent(share(marginAfter, revenueAfterMinor), locale)}
					note={t('simulate.marginNote', {
						before: percent(share(marginBefore, revenueBeforeMinor), locale),
						change: money(marginAfter - marginBefore, currency, locale),
					})}
				/>
			</div>
		</section>
	)
}

function Accounts({ accounts }: { accounts: readonly TopAccount[] }) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	return (
		<Table caption={t('simulate.accounts')} dense>
			<THead>
				<Tr>
					<Th>{t('simulate.account')}</Th>
					<Th numeric>{t('simulate.orders')}</Th>
					<Th numeric>{t('simulate.given')}</Th>
					<Th numeric>{t('simulate.change')}</Th>
				</Tr>
			</THead>
			<TBody>
				{accounts.map((one) => (
					<Tr key={`${one.accountId} ${one.currency}`}>
						<Th scope="row">
							{one.name}
							<span className="block text-xs font-normal text-ink-soft">{one.number}</span>
						</Th>
						<Td numeric>{count(one.orders, locale)}</Td>
						<Td numeric>
							<Money minor={one.savingMinor} currency={one.currency} />
						</Td>
						<Td numeric>
							<Money minor={one.revenueAfterMinor - one.revenueBeforeMinor} currency={one.currency} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

function Products({ products }: { products: readonly TopProduct[] }) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	return (
		<Table caption={t('simulate.products')} dense>
			<THead>
				<Tr>
					<Th>{t('book.product')}</Th>
					<Th numeric>{t('simulate.units')}</Th>
					<Th numeric>{t('simulate.net')}</Th>
					<Th numeric>{t('simulate.change')}</Th>
				</Tr>
			</THead>
			<TBody>
				{products.map((one) => (
					<Tr key={`${one.productId} ${one.currency}`}>
						<Th scope="row">
							{one.name}
							<span className="block text-xs font-normal text-ink-soft">{one.sku}</span>
						</Th>
						<Td numeric>
							{decimalText(one.quantity, locale)}
							{one.giftQuantity === '0' ? null : (
								<span className="block text-xs text-ink-soft">{t('simulate.gifts', { units: decimalText(one.giftQuantity, locale) })}</span>
							)}
						</Td>
						<Td numeric>
							<Money minor={one.afterMinor} currency={one.currency} />
						</Td>
						<Td numeric>
							<Money minor={one.afterMinor - one.beforeMinor} currency={one.currency} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
