import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { microsOf } from '../../engine/base/money.ts'
import { day } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { unitPriceText } from '../format/money.ts'
import { decimalText } from '../format/number.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { useUnitName } from '../format/use-unit-name.ts'
import { Status } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { Money } from '../parts/money.tsx'
import { answerTones, type QuickRow } from './quick-row.ts'
import { isEmpty, type SheetRow } from './use-rows.ts'

type ReplyProps = { row: SheetRow; checked: QuickRow | null; currency: string; isDense: boolean; onInstead: (sku: string) => void }

/** What a row is answered: the product by its name, what was done to the quantity, why it is refused and what to do, its price beside what was last paid. */
export function RowReply({ row, checked, currency, isDense, onInstead }: ReplyProps) {
	const { t } = useTranslation('checkout')
	if (!checked)
		return (
			<>
				<td className="pl-4 align-top text-ink-soft max-lg:hidden lg:table-cell lg:py-4">{isEmpty(row) ? null : '…'}</td>
				<td className="max-lg:hidden lg:table-cell" />
			</>
		)
	const { product, answer, instead, totalMinor } = checked
	const hasPrice = totalMinor !== null
	return (
		<>
			<td
				aria-live="polite"
				className={cn('pl-4 align-top max-lg:order-7 max-lg:col-span-3 max-lg:px-0 max-lg:pb-1 lg:table-cell', isDense ? 'lg:py-1' : 'lg:py-2')}
			>
				<div className="flex items-start gap-3">
					{product?.picture && !isDense ? (
						<img src={product.picture} alt="" width={36} height={36} loading="lazy" className="drawn size-9 shrink-0 rounded-sm bg-sunken" />
					) : null}
					<div className="grid min-w-0 gap-0.5">
						<p className={cn(isDense && 'lg:truncate')}>
							{!product && row.known !== '' ? <span className="mr-2 font-medium">{row.known}</span> : null}
							{product ? (
								<Link to={`/products/${product.slug}`} target="_blank" rel="noreferrer" className="mr-2 font-medium hover:underline">
									{product.name}
								</Link>
							) : null}
							<Status tone={hasPrice || checked.refusals.length > 0 ? answerTones[answer] : 'warning'}>
								{checked.refusals.length === 0 && !hasPrice ? t('matrix.onRequest') : t(`quick.is.${answer}`)}
							</Status>
						</p>
						<Notes checked={checked} currency={currency} isDense={isDense} />
						{instead ? (
							<Button size="sm" variant="quiet" className="-ml-3 w-fit text-accent" onClick={() => onInstead(instead.sku)}>
								{t('quick.instead', { name: instead.name })}
							</Button>
						) : null}
					</div>
				</div>
			</td>
			<td className={cn('text-right align-top tabular-nums max-lg:order-8 max-lg:col-span-3 max-lg:pb-2 lg:table-cell', isDense ? 'lg:py-1' : 'lg:py-2')}>
				{hasPrice ? <Amount checked={checked} totalMinor={totalMinor} currency={currency} /> : null}
			</td>
		</>
	)
}

function Notes({ checked, currency, isDense }: { checked: QuickRow; currency: string; isDense: boolean }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const unit = useUnitName()
	const say = useRefusalWords(currency)
	const packed = checked.notices.find(({ code }) => code === 'PACK_ROUNDED')
	return (
		<>
			{checked.refusals.map((one) => {
				const { message, remedy } = say(one)
				return (
					<p key={one.code} className={cn('text-danger', isDense && 'lg:line-clamp-1')}>
						{message} {remedy ? <span className="text-ink-soft">{remedy}</span> : null}
					</p>
				)
			})}
			{packed && checked.unit ? (
				<p className="text-ink-soft">
					{t('quick.packed', {
						from: decimalText(packed.facts['from'] ?? '', locale),
						to: decimalText(packed.facts['to'] ?? '', locale),
						unit: unit(checked.unit),
					})}
				</p>
			) : null}
		</>
	)
}

/** The price beside what was last paid: the difference is a sign and a word, never colour alone. */
function Amount({ checked, totalMinor, currency }: { checked: QuickRow; totalMinor: number; currency: string }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const { unitPrice, lastPaid } = checked
	const change = unitPrice && lastPaid ? microsOf(unitPrice) - microsOf(lastPaid.unitPrice) : 0n
	return (
		<>
			<Money minor={totalMinor} currency={currency} className="font-medium" />
			<span className="block text-xs whitespace-nowrap text-ink-soft">
				{unitPrice ? t('quick.each', { price: unitPriceText(unitPrice, currency, locale) }) : null}
			</span>
			{lastPaid && unitPrice && change === 0n ? <span className="block text-xs whitespace-nowrap text-ink-soft">{t('quick.same')}</span> : null}
			{lastPaid && change !== 0n ? (
				<span
					className={cn('block text-xs whitespace-nowrap', change > 0n ? 'text-warning' : 'text-positive')}
					title={`${lastPaid.number} · ${day(lastPaid.on.slice(0, 10), locale)}`}
				>
					{t(change > 0n ? 'quick.dearer' : 'quick.cheaper', { price: unitPriceText(lastPaid.unitPrice, currency, locale) })}
				</span>
			) : null}
		</>
	)
}
