import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useUnitName } from '../format/use-unit-name.ts'
import { cn } from '../parts/cn.ts'
import { TierList } from './tier-list.tsx'
import { Window } from './window.tsx'

type Price = { entryId: number; tierFrom: string; tierPrice: string; validFrom: string | null; validTo: string | null }
type Product = { productId: number; sku: string; name: string; unitCode: string; prices: readonly Price[] }

const DAY = 86_400_000
/** Shown on the line: a quarter back and a year ahead. */
const [BACK, AHEAD] = [90 * DAY, 365 * DAY]

/** What of a book is valid when: a line of time for each product, and the same in words under it. */
export function ScheduleList({ products, currency, at }: { products: readonly Product[]; currency: string; at: Instant }) {
	const { t } = useTranslation('books')
	const unitName = useUnitName()
	const now = new Date(at).getTime()
	const placeOf = (instant: string | null, open: number) => {
		const share = instant === null ? open : (new Date(instant).getTime() - (now - BACK)) / (BACK + AHEAD)
		return Math.min(1, Math.max(0, share)) * 100
	}
	return (
		<ul className="grid">
			{products.map(({ productId, sku, name, unitCode, prices }) => (
				<li key={`${productId} ${unitCode}`} className="grid gap-x-8 gap-y-3 border-b border-rule py-4 lg:grid-cols-[16rem_1fr]">
					<div className="text-sm">
						<p className="font-medium">{sku}</p>
						<p className="text-ink-soft">
							{name} · {unitName(unitCode)}
						</p>
					</div>
					<div className="grid min-w-0 gap-3">
						<div aria-hidden="true" className="relative h-3 bg-sunken">
							{prices.map(({ entryId, validFrom, validTo }) => {
								const [from, to] = [placeOf(validFrom, 0), placeOf(validTo, 1)]
								const isNow = (validFrom === null || new Date(validFrom).getTime() <= now) && (validTo === null || new Date(validTo).getTime() > now)
								return (
									<span
										key={entryId}
										className={cn('absolute inset-y-0 border-r-2 border-ground', isNow ? 'bg-accent' : 'bg-ink-soft/50')}
										style={{ left: `${from}%`, width: `${Math.max(0, to - from)}%` }}
									/>
								)
							})}
							<span className="absolute -inset-y-1 border-l-2 border-ink" style={{ left: `${(BACK / (BACK + AHEAD)) * 100}%` }} />
						</div>
						<ol className="flex flex-wrap gap-x-10 gap-y-3 text-sm">
							{prices.map(({ entryId, tierFrom, tierPrice, validFrom, validTo }) => (
								<li key={entryId} className="grid content-start gap-0.5 whitespace-nowrap">
									<span className="text-ink-soft">
										<Window from={validFrom} to={validTo} />
										{stateOf(validFrom, validTo, now) === 'now' ? ` · ${t('schedule.now')}` : ''}
									</span>
									<TierList from={tierFrom} price={tierPrice} currency={currency} />
								</li>
							))}
						</ol>
					</div>
				</li>
			))}
		</ul>
	)
}

function stateOf(from: string | null, to: string | null, now: number): 'now' | 'other' {
	return (from === null || new Date(from).getTime() <= now) && (to === null || new Date(to).getTime() > now) ? 'now' : 'other'
}
