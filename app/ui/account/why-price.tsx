import { Link, useFetcher } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../parts/icon.tsx'
import { type LedgerPart, PriceLedgers } from '../price/price-ledgers.tsx'

/** Opens in place and loads when it is opened: a long order would carry a megabyte of reasons. Without scripts its link leads to the page. */
export function WhyPrice({ href }: { href: string }) {
	const { t } = useTranslation('price')
	const fetcher = useFetcher<{ traces: LedgerPart[] }>()
	return (
		<details
			className="group/why text-sm print:hidden"
			onToggle={(event) => {
				if (event.currentTarget.open && fetcher.state === 'idle' && !fetcher.data) fetcher.load(href)
			}}
		>
			<summary className="inline-flex min-h-6 items-center gap-1 rounded-sm text-accent hover:text-accent-strong">
				<Icon name="chevronRight" className="size-4 transition-transform group-open/why:rotate-90" />
				{t('why')}
			</summary>
			<div className="my-3 max-w-xl border-l border-rule pl-4">
				{fetcher.data ? (
					<PriceLedgers parts={fetcher.data.traces} />
				) : (
					<Link to={href} className="text-accent underline">
						{t('openWhy')}
					</Link>
				)}
			</div>
		</details>
	)
}
