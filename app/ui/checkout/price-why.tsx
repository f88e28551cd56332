import { useTranslation } from 'react-i18next'
import type { PublicTrace, TracedCandidate } from '../../engine/pricing/price-trace.ts'
import { useReader } from '../format/locale.tsx'
import { quantity } from '../format/number.ts'
import { cn } from '../parts/cn.ts'
import { DayText } from '../parts/date-text.tsx'
import { Icon } from '../parts/icon.tsx'
import { UnitPrice } from '../parts/money.tsx'

/** '17.750000' as micros in text. */
export const microsText = (price: string) => price.replace('.', '')

function Candidate({ candidate, currency }: { candidate: TracedCandidate; currency: string }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const { status, rung, bookName, tierFrom, unitPrice, reason } = candidate
	const won = status === 'won'
	return (
		<tr className={cn('border-b border-rule last:border-b-0 [&>*]:py-1.5', won && 'font-semibold', status === 'rejected' && 'text-ink-soft')}>
			<th scope="row" className="pr-4 text-left font-[inherit]">
				<span className="block">{bookName ?? t(`rung.${rung}`)}</span>
				<span className="block text-xs font-normal text-ink-soft">{t(`rung.${rung}`)}</span>
			</th>
			<td className="pr-4 text-right whitespace-nowrap tabular-nums">
				{unitPrice ? <UnitPrice micros={microsText(unitPrice)} currency={currency} /> : '–'}
				{tierFrom !== null && tierFrom > 10_000 ? (
					<span className="block text-xs font-normal text-ink-soft">{t('why.from', { quantity: quantity(tierFrom, locale) })}</span>
				) : null}
			</td>
			<td className="text-sm">
				{won ? (
					<span className="inline-flex items-center gap-1 text-positive">
						<Icon name="check" className="size-4" />
						{t('why.won')}
					</span>
				) : (
					<span className="font-normal">{t(`why.reason.${reason ?? 'DEARER'}`)}</span>
				)}
			</td>
		</tr>
	)
}

/** Every price that was considered, which one holds and why: the stored trace as a ledger. */
export function PriceWhy({ traces, currency }: { traces: readonly PublicTrace[]; currency: string }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	return (
		<div className="grid gap-4">
			{traces.map((trace) => (
				<div key={`${trace.locationId} ${trace.deliverOn} ${trace.quantity}`} className="grid gap-2">
					<p className="text-xs text-ink-soft">
						{t('why.basis', { quantity: quantity(trace.quantity, locale), basis: quantity(trace.basis.order, locale) })}
						{trace.deliverOn ? (
							<>
								{' · '}
								<DayText day={trace.deliverOn} />
							</>
						) : null}
					</p>
					<table className="w-full max-w-lg border-collapse text-sm">
						<caption className="sr-only">{t('why.title')}</caption>
						<tbody>
							{trace.candidates.map((candidate) => (
								<Candidate key={`${candidate.rung} ${candidate.bookId} ${candidate.entryId} ${candidate.status}`} candidate={candidate} currency={currency} />
							))}
						</tbody>
					</table>
					{trace.overrideReason ? <p className="text-sm">{t('why.override', { reason: trace.overrideReason })}</p> : null}
				</div>
			))}
		</div>
	)
}
