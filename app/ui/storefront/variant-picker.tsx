import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { cn } from '../parts/cn.ts'
import type { ProductView } from './product-view.ts'
import { useAttributeWords } from './use-attribute-words.ts'

/** What can be chosen of a product, axis by axis. Each value is an address of its own: it works without scripts, and can be sent. */
export function VariantPicker({ options }: Pick<ProductView, 'options'>) {
	const { t } = useTranslation('storefront')
	const words = useAttributeWords()
	if (options.length === 0) return null
	return (
		<div className="grid gap-4">
			{options.map(({ axis, options: values }) => (
				<nav key={axis} aria-label={words.name(axis)} className="grid gap-2">
					<p className="text-sm font-medium">{words.name(axis)}</p>
					<ul className="flex flex-wrap gap-2">
						{values.map(({ value, slug, isCurrent, keepsRest }) => (
							<li key={value}>
								<Link
									to={`/products/${slug}`}
									prefetch="intent"
									preventScrollReset
									aria-current={isCurrent ? 'true' : undefined}
									title={keepsRest ? undefined : t('product.otherwise')}
									className={cn(
										'inline-flex min-h-10 items-center rounded-md border px-3 text-sm',
										isCurrent ? 'border-accent bg-accent-soft font-semibold' : 'border-control bg-surface hover:border-ink',
										!keepsRest && 'border-dashed text-ink-soft',
									)}
								>
									{words.value(value)}
								</Link>
							</li>
						))}
					</ul>
				</nav>
			))}
		</div>
	)
}
