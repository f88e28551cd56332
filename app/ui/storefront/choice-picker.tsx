import { Link, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { unitPriceText } from '../format/money.ts'
import { cn } from '../parts/cn.ts'
import { Icon } from '../parts/icon.tsx'
import { plainQuantity } from './listed.ts'
import type { ProductView } from './product-view.ts'

type Choice = ProductView['choices'][number]

/** What can be chosen inside a bundle. Each press is an address with its price: it works without scripts, and can be sent. */
export function ChoicePicker({ page: { choices, price } }: { page: ProductView }) {
	const { t } = useTranslation('storefront')
	if (choices.length === 0) return null
	const rule = ({ minimum, maximum }: Choice) =>
		t(minimum === maximum ? 'product.choose' : minimum === 0 ? 'product.chooseUpTo' : 'product.chooseBetween', { minimum, maximum })
	return (
		<div className="grid gap-4">
			{choices.map((choice) => (
				<nav key={choice.code} aria-label={choice.name} className="grid gap-2">
					<p className="flex flex-wrap justify-between gap-x-4 text-sm">
						<span className="font-medium">{choice.name}</span>
						<span className="text-ink-soft">{rule(choice)}</span>
					</p>
					<ul className="grid gap-2">
						{choice.options.map((option) => (
							<Option key={option.sku} option={option} currency={price?.currency ?? null} />
						))}
					</ul>
				</nav>
			))}
		</div>
	)
}

function Option({ option, currency }: { option: Choice['options'][number]; currency: string | null }) {
	const { t } = useTranslation('storefront')
	const { locale } = useReader()
	const [params] = useSearchParams()
	const { isChosen, product, quantity, difference, next } = option
	const address = new URLSearchParams([...params].filter(([name]) => name !== 'choose').concat(next.map((sku) => ['choose', sku])))
	const isDearer = difference !== null && !difference.startsWith('-')
	return (
		<li>
			<Link
				to={`?${address}`}
				preventScrollReset
				replace
				aria-current={isChosen ? 'true' : undefined}
				className={cn(
					'flex min-h-12 items-center gap-3 rounded-md border px-3 py-2 text-sm',
					isChosen ? 'border-accent bg-accent-soft font-semibold' : 'border-control bg-surface hover:border-ink',
				)}
			>
				{product.picture ? (
					<img src={product.picture} alt="" width={40} height={40} loading="lazy" className="drawn size-10 shrink-0 rounded-md bg-sunken" />
				) : null}
				<span className="min-w-0 flex-1">
					{quantity.replace(/\.?0+$/, '') === '1' ? null : `${t('product.times', { quantity: plainQuantity(quantity) })} `}
					{product.name}
				</span>
				{difference !== null && currency !== null ? (
					<span className="font-normal whitespace-nowrap tabular-nums">{`${isDearer ? '+' : '−'}${unitPriceText(difference.replace('-', ''), currency, locale)}`}</span>
				) : null}
				{isChosen ? <Icon name="check" className="size-4.5 shrink-0 text-accent" /> : null}
			</Link>
		</li>
	)
}
