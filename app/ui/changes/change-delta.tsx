import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Both, ChangeDelta, LineDelta } from '../../engine/order/change-delta.ts'
import { useReader } from '../format/locale.tsx'
import { unitPriceText } from '../format/money.ts'
import { Badge } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Counted } from '../parts/counted.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

type Props = { delta: ChangeDelta }

/** Before and after of one fact; the same twice is said once, what is not there is a dash. */
function Moved<T>({ both, show }: { both: Both<T | null>; show: (value: T) => ReactNode }) {
	const { t } = useTranslation('changes')
	const { before, after } = both
	const isSame = JSON.stringify(before) === JSON.stringify(after)
	if (isSame) return <>{after === null ? '–' : show(after)}</>
	return (
		<span className="inline-grid justify-items-end gap-0.5 max-sm:justify-items-end">
			{before === null ? null : (
				<span className="text-ink-soft">
					<span className="sr-only">{t('before')} </span>
					<s>{show(before)}</s>
				</span>
			)}
			{after === null ? null : (
				<span className="font-medium">
					<span className="sr-only">{t('after')} </span>
					{show(after)}
				</span>
			)}
		</span>
	)
}

/** What a smaller quantity no longer earns, said before anything else (commerce-engine.md section 7). */
export function Dearer({ delta }: Props) {
	const { t } = useTranslation('changes')
	const { locale } = useReader()
	const { currency } = delta
	const lines = delta.lines.filter(({ sequence, kind }) => kind === 'goods' && delta.dearer.includes(sequence))
	if (lines.length === 0) return null
	return (
		<Banner tone="warning" title={t('dearer.title', { count: lines.length })}>
			<ul>
				{lines.map(({ sequence, name, quantity, unitPrice, tierFrom }) => (
					<li key={sequence}>
						{t(tierFrom.before === null ? 'dearer.line' : 'dearer.lineOfTier', {
							...{ name, quantity: quantity.after ?? '0', tier: tierFrom.before ?? '' },
							...{ before: unitPriceText(unitPrice.before ?? '0', currency, locale), after: unitPriceText(unitPrice.after ?? '0', currency, locale) },
						})}
					</li>
				))}
			</ul>
		</Banner>
	)
}

function Promotions({ promotions }: Pick<LineDelta, 'promotions'>) {
	const { t } = useTranslation('changes')
	const [before, after] = [promotions.before ?? [], promotions.after ?? []]
	const lost = before.filter((name) => !after.includes(name))
	const won = after.filter((name) => !before.includes(name))
	return (
		<>
			{lost.map((name) => (
				<span key={name} className="block text-ink-soft">
					{t('promotion.lost', { name })}
				</span>
			))}
			{won.map((name) => (
				<span key={name} className="block text-ink-soft">
					{t('promotion.won', { name })}
				</span>
			))}
		</>
	)
}

/** Products whose quantity, price or amount is another one. */
export function ChangedLines({ delta }: Props) {
	const { t } = useTranslation('changes')
	const { locale } = useReader()
	const { currency, lines } = delta
	if (lines.length === 0) return null
	return (
		<Section title={t('lines.title')}>
			<Table caption={t('lines.title')} stacks>
				<THead>
					<tr>
						<Th>{t('form.product')}</Th>
						<Th numeric>{t('form.quantity')}</Th>
						<Th numeric>{t('lines.price')}</Th>
						<Th numeric>{t('lines.amount')}</Th>
					</tr>
				</THead>
				<TBody>
					{lines.map((line) => (
						<Tr key={`${line.kind} ${line.sequence} ${line.change}`}>
							<Td>
								<span className="flex flex-wrap items-baseline gap-x-2">
									<span className="font-medium">{line.name}</span>
									{line.change === 'changed' ? null : <Badge tone={line.change === 'added' ? 'positive' : 'neutral'}>{t(`change.${line.change}`)}</Badge>}
								</span>
								<span className="text-ink-soft">{line.sku}</span>
								<Promotions promotions={line.promotions} />
							</Td>
							<Td label={t('form.quantity')} numeric>
								<Moved both={line.quantity} show={(quantity) => <Counted quantity={quantity} unit={line.unit} />} />
							</Td>
							<Td label={t('lines.price')} numeric>
								<Moved both={line.unitPrice} show={(price) => unitPriceText(price, currency, locale)} />
							</Td>
							<Td label={t('lines.amount')} numeric>
								<Moved both={line.netMinor} show={(minor) => <Money minor={minor} currency={currency} />} />
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</Section>
	)
}

/** Deliveries whose place, day or cost is another one. */
export function ChangedDeliveries({ delta }: Props) {
	const { t } = useTranslation('changes')
	const { currency, groups } = delta
	if (groups.length === 0) return null
	const amount = (minor: number) => <Money minor={minor} currency={currency} />
	return (
		<Section title={t('form.deliveries')}>
			<Table caption={t('form.deliveries')} stacks>
				<THead>
					<tr>
						<Th>{t('form.place')}</Th>
						<Th>{t('deliveries.promised')}</Th>
						<Th numeric>{t('deliveries.shipping')}</Th>
						<Th numeric>{t('deliveries.tax')}</Th>
						<Th numeric>{t('deliveries.due')}</Th>
					</tr>
				</THead>
				<TBody>
					{groups.map((group) => (
						<Tr key={group.key}>
							<Td>
								<span className="flex flex-wrap items-baseline gap-x-2">
									<Moved both={group.place} show={(place) => place} />
									{group.change === 'changed' ? null : <Badge tone={group.change === 'added' ? 'positive' : 'neutral'}>{t(`change.${group.change}`)}</Badge>}
								</span>
							</Td>
							<Td label={t('deliveries.promised')}>
								<Moved both={group.confirmedOn} show={(day) => <DayText day={day} />} />
							</Td>
							<Td label={t('deliveries.shipping')} numeric>
								<Moved both={group.shippingMinor} show={amount} />
							</Td>
							<Td label={t('deliveries.tax')} numeric>
								<Moved both={group.taxMinor} show={amount} />
							</Td>
							<Td label={t('deliveries.due')} numeric>
								<Moved both={group.dueMinor} show={amount} />
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</Section>
	)
}

const SUMS = ['goodsMinor', 'discountMinor', 'shippingMinor', 'taxMinor'] as const

/** The sums, old beside new, and what it makes. */
export function ChangedSums({ delta }: Props) {
	const { t } = useTranslation('changes')
	const { currency, sums } = delta
	const { totalMinor, creditMinor, termsDays } = sums
	const more = totalMinor.after - totalMinor.before
	const moreCredit = creditMinor.after - creditMinor.before
	return (
		<>
			<dl className="grid text-sm">
				{SUMS.map((key) => (
					<Sum key={key} label={t(`sum.${key}`)} both={sums[key]} currency={currency} />
				))}
				<Sum label={t('sum.totalMinor')} both={totalMinor} currency={currency} strong />
			</dl>
			<p className="mt-3 text-sm">
				<Money minor={Math.abs(more)} currency={currency} className="font-semibold" /> {t(more === 0 ? 'sum.same' : more > 0 ? 'sum.more' : 'sum.less')}
			</p>
			{moreCredit === 0 ? null : (
				<p className="mt-1 text-sm text-ink-soft">
					<Money minor={Math.abs(moreCredit)} currency={currency} /> {t(moreCredit > 0 ? 'sum.creditMore' : 'sum.creditLess')}
				</p>
			)}
			{termsDays.before === termsDays.after ? null : <p className="mt-1 text-sm text-ink-soft">{t('sum.terms', termsDays)}</p>}
		</>
	)
}

function Sum({ label, both, currency, strong }: { label: string; both: Both<number>; currency: string; strong?: boolean }) {
	return (
		<div className={`flex justify-between gap-4 border-b border-rule py-2 last:border-b-0 ${strong ? 'font-semibold' : ''}`}>
			<dt>{label}</dt>
			<dd className="text-right">
				<Moved both={both} show={(minor) => <Money minor={minor} currency={currency} />} />
			</dd>
		</div>
	)
}
