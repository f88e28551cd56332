import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { PublicTrace, TracedCandidate } from '../../engine/pricing/price-trace.ts'
import { useReader } from '../format/locale.tsx'
import { unitPrice } from '../format/money.ts'
import { quantity } from '../format/number.ts'
import { Badge, Status } from '../parts/badge.tsx'
import { cn } from '../parts/cn.ts'
import { Money } from '../parts/money.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

/** A decimal of the trace, 6 digits always, as micros for the formatter. */
const microsOf = (decimal: string) => decimal.replace('.', '')

/** "Why this price?": every price that was considered, in the order in which they were ranked, and why each won or lost (section 4). Needs the texts of `price`. */
export function PriceLedger({ trace, hash }: { trace: PublicTrace; hash?: string | null }) {
	const { t } = useTranslation('price')
	const { locale } = useReader()
	const winner = trace.candidates.find(({ status }) => status === 'won')
	return (
		<div className="grid gap-4">
			{winner ? (
				<p>{t(trace.policy === 'exclusive' ? 'whyExclusive' : 'whyLowest', { book: nameOf(winner, t), count: trace.candidates.length })}</p>
			) : (
				<p>{t('onRequest')}</p>
			)}
			<Table caption={t('title')} dense>
				<THead>
					<tr>
						<Th>{t('list')}</Th>
						<Th numeric>{t('price')}</Th>
						<Th>{t('outcome')}</Th>
					</tr>
				</THead>
				<TBody>
					{trace.candidates.map((candidate) => (
						<CandidateRow
							key={`${candidate.bookId} ${candidate.entryId} ${candidate.rung}`}
							candidate={candidate}
							currency={trace.currency}
							unit={trace.unit}
						/>
					))}
				</TBody>
			</Table>
			{trace.bands?.map((band) => (
				<p key={band.from} className="text-ink-soft tabular-nums">
					{t('band', { quantity: quantity(band.quantity, locale), price: unitPrice(microsOf(band.unitPrice), trace.currency, locale) })}
				</p>
			))}
			{trace.basis.order > trace.quantity ? (
				<p className="text-ink-soft">{t('basis', { line: quantity(trace.quantity, locale), order: quantity(trace.basis.order, locale) })}</p>
			) : null}
			{trace.nextTier ? (
				<p>
					{t('nextTier', {
						add: quantity(trace.nextTier.addQuantity, locale),
						price: unitPrice(microsOf(trace.nextTier.unitPrice), trace.currency, locale),
					})}{' '}
					{trace.nextTier.savingMinor > 0 ? (
						<span className="text-positive">
							{t('saving')} <Money minor={trace.nextTier.savingMinor} currency={trace.currency} />
						</span>
					) : null}
				</p>
			) : null}
			{trace.overrideReason ? <p>{t('override', { reason: trace.overrideReason })}</p> : null}
			{hash ? (
				<p className="text-xs text-ink-soft">
					{t('hash')} <code className="wrap-anywhere">{hash.slice(0, 16)}</code>
				</p>
			) : null}
		</div>
	)
}

function nameOf({ bookName, rung }: TracedCandidate, t: TFunction<'price'>): string {
	return bookName ?? t(`rung.${rung}`)
}

function CandidateRow({ candidate, currency, unit }: { candidate: TracedCandidate; currency: string; unit: string }) {
	const { t } = useTranslation('price')
	const { locale } = useReader()
	const won = candidate.status === 'won'
	return (
		<Tr className={cn(won && 'font-medium')}>
			<Td>
				<span className="block">{nameOf(candidate, t)}</span>
				<span className="text-xs font-normal text-ink-soft">
					{t(`rung.${candidate.rung}`)}
					{candidate.tierFrom ? ` · ${t('fromQuantity', { quantity: quantity(candidate.tierFrom, locale) })}` : ''}
					{candidate.rate ? ` · ${t('converted', { currency: candidate.rate.from, on: candidate.rate.ratedOn })}` : ''}
				</span>
			</Td>
			<Td numeric>{candidate.unitPrice ? unitPrice(microsOf(candidate.unitPrice), currency, locale) : '–'}</Td>
			<Td>
				{won ? (
					<Badge tone="positive">{t('won')}</Badge>
				) : (
					<Status>{candidate.reason ? t(`reason.${candidate.reason}`, { currency, unit }) : t('lost')}</Status>
				)}
			</Td>
		</Tr>
	)
}
