import { useTranslation } from 'react-i18next'
import type { AgeBucket } from '../../engine/invoice/age-invoices.ts'
import { cn } from '../parts/cn.ts'
import { Money } from '../parts/money.tsx'

type Ageing = { buckets: Record<AgeBucket, number>; openMinor: number; currency: string }

const order: readonly AgeBucket[] = ['current', 'days1to30', 'days31to60', 'days61to90', 'over90']
const inks: Record<AgeBucket, string> = {
	current: 'bg-positive',
	days1to30: 'bg-warning/60',
	days31to60: 'bg-warning',
	days61to90: 'bg-danger/70',
	over90: 'bg-danger',
}

/** What is open by age: the figures in columns, and one bar that shows their weight. */
export function AgeingBar({ statement }: { statement: Ageing }) {
	const { t } = useTranslation('account')
	const { buckets, currency, openMinor } = statement
	return (
		<div className="grid gap-5">
			<div aria-hidden="true" className="flex h-2 overflow-hidden rounded-full bg-sunken">
				{order.map((bucket) =>
					buckets[bucket] > 0 ? <div key={bucket} className={cn('h-full', inks[bucket])} style={{ width: `${(buckets[bucket] / openMinor) * 100}%` }} /> : null,
				)}
			</div>
			<dl className="grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-5">
				{order.map((bucket) => (
					<div key={bucket} className="grid content-start gap-0.5">
						<dt className="flex items-center gap-2 text-ink-soft">
							<span aria-hidden="true" className={cn('size-2 rounded-full', inks[bucket])} />
							{t(`age.${bucket}`)}
						</dt>
						<dd className={cn('text-base tabular-nums', buckets[bucket] === 0 && 'text-ink-soft')}>
							<Money minor={buckets[bucket]} currency={currency} />
						</dd>
					</div>
				))}
			</dl>
		</div>
	)
}
