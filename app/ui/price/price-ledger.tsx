import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { QUANTITY_SCALE } from '../../engine/base/units.ts'
import type { PublicTrace, TracedCandidate } from '../../engine/pricing/price-trace.ts'
import { day } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { money, unitPriceText } from '../format/money.ts'
import { quantity } from '../format/number.ts'
import { useUnitName } from '../format/use-unit-name.ts'
import { cn } from '../parts/cn.ts'
import { Counted } from '../parts/counted.tsx'
import { Icon } from '../parts/icon.tsx'

/** What says that a list is about something else: it explains nothing, so it stands folded at the end. */
const BESIDE = new Set(['NOT_ENTITLED', 'INACTIVE', 'UNIT', 'DATE'])

/**
 * "Why this price?", the one ledger of product page, cart, order and inspector: every price that was considered, as ranked,
 * why each won or lost, and the fingerprint of the decision (section 4). Shows the public trace alone. Needs the texts of `price`.
 */
export function PriceLedger({ trace, hash }: { trace: PublicTrace; hash?: string | null }) {
	const { t } = useTranslation('price')
	const { locale } = useReader()
	const verdict = useVerdict(trace)
	const compared = trace.candidates.filter(({ reason }) => !BESIDE.has(reason ?? ''))
	const beside = trace.candidates.filter(({ reason }) => BESIDE.has(reason ?? ''))
	return (
		<section data-price-ledger className="grid gap-3 text-sm">
			<p>
				{verdict}{' '}
				<span className="text-ink-soft">
					{t('quantity')} <Counted quantity={quantity(trace.quantity, locale)} unit={trace.unit} />
				</span>
			</p>
			{compared.length > 0 ? <Rows trace={trace} candidates={compared} /> : null}
			<Notes trace={trace} />
			{beside.length > 0 ? (
				<details className="group/beside">
					<summary className="inline-flex min-h-6 items-center gap-1 rounded-sm text-ink-soft hover:text-ink">
						<Icon name="chevronRight" className="size-4 transition-transform group-open/beside:rotate-90" />
						{t('beside', { count: beside.length })}
					</summary>
					<Rows trace={trace} candidates={beside} />
				</details>
			) : null}
			{hash ? (
				<p className="text-xs text-ink-soft">
					{t('hash')} <code title={hash}>{hash.slice(0, 16)}</code>
				</p>
			) : null}
		</section>
	)
}

function useVerdict({ candidates, policy }: PublicTrace): string {
	const { t } = useTranslation('price')
	const winner = candidates.find(({ status }) => status === 'won')
	if (!winner) return t('onRequest')
	if (winner.rung === 'quote' || winner.rung === 'override') return t(`settled.${winner.rung}`)
	return t(policy === 'exclusive' ? 'whyExclusive' : 'whyLowest', { book: nameOf(winner, t) })
}

function Rows({ trace, candidates }: { trace: PublicTrace; candidates: readonly TracedCandidate[] }) {
	const { t } = useTranslation('price')
	return (
		<table className="w-full border-collapse text-left tabular-nums">
			<thead className="text-xs text-ink-soft">
				<tr className="border-b border-ink [&>th]:py-1.5 [&>th]:font-medium">
					<th scope="col">{t('list')}</th>
					<th scope="col" className="text-right">
						{t('price')}
					</th>
					<th scope="col" className="pl-4">
						{t('outcome')}
					</th>
				</tr>
			</thead>
			<tbody>
				{candidates.map((candidate, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a stored decision; its rows never move
					<Row key={index} candidate={candidate} currency={trace.currency} unit={trace.unit} />
				))}
			</tbody>
		</table>
	)
}

function nameOf({ bookName, rung }: TracedCandidate, t: TFunction<'price'>): string {
	return bookName ?? t(`rung.${rung}`)
}

function Row({ candidate, currency, unit }: { candidate: TracedCandidate; currency: string; unit: string }) {
	const { t } = useTranslation('price')
	const { locale } = useReader()
	const unitName = useUnitName()
	const won = candidate.status === 'won'
	const more = [candidate.bookName === null ? null : candidate.bookName, tierOf(candidate, locale, t), rateOf(candidate, locale, t)].filter(Boolean)
	return (
		<tr className={cn('border-b border-rule align-top [&>*]:py-2', won && 'font-semibold')}>
			<th scope="row" className={cn('pr-3', won ? 'font-semibold' : 'font-normal')}>
				<span className="block">{t(`rung.${candidate.rung}`)}</span>
				<span className="block text-xs font-normal text-ink-soft">{more.join(' · ')}</span>
			</th>
			<td className="text-right whitespace-nowrap">{candidate.unitPrice ? unitPriceText(candidate.unitPrice, currency, locale) : '–'}</td>
			<td className={cn('pl-4', won ? 'text-positive' : 'text-ink-soft')}>
				{won ? <Icon name="check" className="mr-1 inline size-4" /> : null}
				{won ? t('won') : candidate.reason ? t(`reason.${candidate.reason}`, { currency, unit: unitName(unit) }) : t('lost')}
			</td>
		</tr>
	)
}

function tierOf({ tierFrom }: TracedCandidate, locale: string, t: TFunction<'price'>): string | null {
	return tierFrom === null || tierFrom <= QUANTITY_SCALE ? null : t('fromQuantity', { quantity: quantity(tierFrom, locale) })
}

/** The dated rate, and whether the house's ending made a new price of what it gave. */
function rateOf({ rate }: TracedCandidate, locale: string, t: TFunction<'price'>): string | null {
	if (rate === null) return null
	const facts = { currency: rate.from, rate: rate.rate, on: day(rate.ratedOn, locale) }
	return [t(rate.rate === undefined ? 'converted' : 'convertedAt', facts), rate.isEnding ? t('ending') : null].filter(Boolean).join(', ')
}

/** How the tier came about, and what more would cost. */
function Notes({ trace }: { trace: PublicTrace }) {
	const { t } = useTranslation('price')
	const { locale } = useReader()
	const { bands, basis, nextTier, currency } = trace
	return (
		<>
			{bands?.map((band) => (
				<p key={band.from} className="text-ink-soft tabular-nums">
					{t('band', { quantity: quantity(band.quantity, locale), price: unitPriceText(band.unitPrice, currency, locale) })}
				</p>
			))}
			{basis.order > trace.quantity ? (
				<p className="text-ink-soft">{t('basis', { line: quantity(trace.quantity, locale), order: quantity(basis.order, locale) })}</p>
			) : null}
			{nextTier ? (
				<p>
					{t('nextTier', { add: quantity(nextTier.addQuantity, locale), price: unitPriceText(nextTier.unitPrice, currency, locale) })}{' '}
					{nextTier.savingMinor > 0 ? (
						<span className="text-positive">
							{t('saving')} {money(nextTier.savingMinor, currency, locale)}
						</span>
					) : null}
				</p>
			) : null}
			{trace.overrideReason ? <p>{t('override', { reason: trace.overrideReason })}</p> : null}
		</>
	)
}
