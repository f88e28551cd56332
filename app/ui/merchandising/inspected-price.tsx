import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { unitPriceText } from '../format/money.ts'
import { Banner } from '../parts/banner.tsx'
import { LinkButton } from '../parts/button.tsx'
import { Money } from '../parts/money.tsx'
import { Figure, Section } from '../parts/page-header.tsx'
import { TierTable } from '../parts/tier-table.tsx'
import { PriceLedger } from '../price/price-ledger.tsx'
import { ComparedPrices } from './compared-prices.tsx'
import type { InspectedView } from './inspected-view.ts'
import { PrivatePart } from './private-part.tsx'

type Shown = { inspected: InspectedView; asBuyer: boolean; hrefs: { buyer: string; house: string } }

/** The answer of the inspector: one day whole, two days side by side, or exactly what the buyer reads. */
export function InspectedPrice({ inspected, asBuyer, hrefs }: Shown) {
	const { t } = useTranslation('merchandising')
	const { account, isEntitled, isPast, price, other } = inspected
	return (
		<div className="mt-8 grid gap-10 *:min-w-0">
			{isEntitled || asBuyer ? null : <Banner tone="warning" title={t('inspector.notEntitled', { account: account.name })} />}
			{isPast && !asBuyer ? <Banner tone="info" title={t('inspector.past')} /> : null}
			<div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-3">
				<p className="font-display text-xl">
					{inspected.product.name} <span className="font-sans text-sm text-ink-soft">{account.name}</span>
				</p>
				<LinkButton to={asBuyer ? hrefs.house : hrefs.buyer} preventScrollReset icon="user" aria-keyshortcuts="b">
					{t(asBuyer ? 'inspector.asHouse' : 'inspector.asBuyer')} <Key>b</Key>
				</LinkButton>
			</div>
			{asBuyer ? <BuyersView inspected={inspected} /> : other ? <ComparedPrices inspected={inspected} other={other} /> : <OneDay inspected={inspected} />}
			{asBuyer ? null : <PrivatePart trace={price.privateTrace} currency={account.currency} />}
		</div>
	)
}

/** The key that does the same. */
export function Key({ children }: { children: string }) {
	return (
		<kbd className="ml-1 hidden h-5 min-w-5 place-items-center rounded-sm border border-control bg-ground px-1 font-sans text-xs text-ink-soft sm:inline-grid">
			{children}
		</kbd>
	)
}

function OneDay({ inspected: { account, product, price, quantity } }: { inspected: InspectedView }) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	return (
		<>
			<div className="grid gap-x-8 gap-y-6 sm:grid-cols-3">
				<Figure
					label={t('inspector.unitPrice')}
					value={price.unitPrice ? unitPriceText(price.unitPrice, account.currency, locale) : t('inspector.onRequest')}
					note={product.sku}
				/>
				<Figure
					label={t('inspector.extended', { quantity })}
					value={price.extendedMinor === null ? '–' : <Money minor={price.extendedMinor} currency={account.currency} />}
					note={account.number}
				/>
				<Figure label={t('inspector.hash')} value={<code className="font-mono text-base">{price.hash.slice(0, 16)}</code>} note={t('inspector.hashNote')} />
			</div>
			<Section title={t('inspector.public')}>
				<div className="max-w-3xl">
					<PriceLedger trace={price.trace} hash={price.hash} />
				</div>
			</Section>
		</>
	)
}

/** Exactly what she reads on the product's page: her price, how it changes with the quantity, and the ledger. */
function BuyersView({ inspected: { account, isEntitled, price, quantity } }: { inspected: InspectedView }) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	if (!isEntitled) return <Banner tone="info" title={t('inspector.buyerSeesNothing')} />
	const reached = price.ladder.filter(({ from }) => Number(from) <= Number(quantity)).at(-1)
	return (
		<div className="grid max-w-xl gap-5 border-t border-ink pt-5">
			<p className="text-sm text-ink-soft">{t('inspector.publicOnly', { account: account.name })}</p>
			<p className="font-display text-3xl lining-nums tabular-nums">
				{price.unitPrice ? unitPriceText(price.unitPrice, account.currency, locale) : t('inspector.onRequest')}
			</p>
			{price.ladder.length > 1 ? (
				<TierTable
					caption={t('inspector.tiers')}
					labels={{ quantity: t('inspector.quantity'), price: t('inspector.unitPrice'), current: t('inspector.now') }}
					tiers={price.ladder.map((rung) => ({
						key: rung.from,
						quantity: t('inspector.from', { quantity: rung.from }),
						price: unitPriceText(rung.unitPrice, account.currency, locale),
						current: rung === reached,
					}))}
				/>
			) : null}
			<PriceLedger trace={price.trace} hash={price.hash} />
		</div>
	)
}
