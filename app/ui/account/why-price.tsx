import { Link, useFetcher } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { PublicTrace } from '../../engine/pricing/price-trace.ts'
import { DayText } from '../parts/date-text.tsx'
import { Icon } from '../parts/icon.tsx'
import { PriceLedger } from '../price/price-ledger.tsx'

export type StoredTraces = { trace: PublicTrace; hash: string | null; place?: string | null; deliverOn?: string | null; quantity: string }[]

/** The traces of a line: one, or one for each of its price parts, named by store and day. */
export function TraceList({ traces }: { traces: StoredTraces }) {
	return (
		<div className="grid gap-8">
			{traces.map(({ trace, hash, place, deliverOn }, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a stored document, its parts never move
				<div key={index} className="grid gap-3">
					{place || deliverOn ? (
						<p className="font-medium">
							{place} {deliverOn ? <DayText day={deliverOn} /> : null}
						</p>
					) : null}
					<PriceLedger trace={trace} hash={hash} />
				</div>
			))}
		</div>
	)
}

/** Opens in place and loads when it is opened: a long order would carry a megabyte of reasons. Without scripts its link leads to the page. */
export function WhyPrice({ href }: { href: string }) {
	const { t } = useTranslation('price')
	const fetcher = useFetcher<{ traces: StoredTraces }>()
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
					<TraceList traces={fetcher.data.traces} />
				) : (
					<Link to={href} className="text-accent underline">
						{t('openWhy')}
					</Link>
				)}
			</div>
		</details>
	)
}
