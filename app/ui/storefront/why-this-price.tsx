import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { unitPriceText } from '../format/money.ts'
import { cn } from '../parts/cn.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { Icon } from '../parts/icon.tsx'
import { useListedWords } from './listed.ts'
import type { PriceView } from './product-view.ts'

/** The ledger behind a price: every book that speaks to her, what it asks, and how it ended. Only the public part of the trace. */
export function WhyThisPrice({ price }: { price: PriceView }) {
	const { t } = useTranslation('storefront')
	const words = useListedWords()
	if (price.reasons.length === 0) return null
	return (
		<Disclosure summary={t('product.why')}>
			<div className="grid gap-4">
				<p className="text-ink-soft">{t('product.whyLead', { quantity: price.quantity, unit: words.unit(price.unit) })}</p>
				<table className="w-full border-collapse text-left tabular-nums">
					<thead className="text-xs text-ink-soft">
						<tr className="border-b border-ink [&>th]:py-1.5 [&>th]:font-medium">
							<th scope="col">{t('product.whyBook')}</th>
							<th scope="col" className="text-right">
								{t('product.whyPrice')}
							</th>
							<th scope="col" className="pl-4">
								{t('product.whyOutcome')}
							</th>
						</tr>
					</thead>
					<tbody>
						{price.reasons.map((reason) => (
							<Reason key={`${reason.rung} ${reason.bookName} ${reason.tierFrom} ${reason.outcome}`} reason={reason} currency={price.currency} />
						))}
					</tbody>
				</table>
				<p className="text-xs wrap-anywhere text-ink-soft">
					{t('product.whyHash')}: <code>{price.hash.slice(0, 16)}</code>
				</p>
			</div>
		</Disclosure>
	)
}

function Reason({ reason, currency }: { reason: PriceView['reasons'][number]; currency: string }) {
	const { t } = useTranslation('storefront')
	const { locale } = useReader()
	const won = reason.outcome === 'won'
	return (
		<tr className={cn('border-b border-rule align-top [&>*]:py-2', won && 'font-semibold')}>
			<th scope="row" className="pr-3 font-[inherit]">
				<span className="block">{t(`rungs.${reason.rung}`)}</span>
				<span className="block text-xs font-normal text-ink-soft">
					{[reason.bookName, reason.tierFrom === null || reason.tierFrom === '1' ? null : t('product.whyTier', { quantity: reason.tierFrom })]
						.filter(Boolean)
						.join(' · ')}
				</span>
			</th>
			<td className="text-right">{reason.unitPrice ? unitPriceText(reason.unitPrice, currency, locale) : '–'}</td>
			<td className={cn('pl-4', won ? 'text-positive' : 'text-ink-soft')}>
				{won ? <Icon name="check" className="mr-1 inline size-4" /> : null}
				{t(`outcomes.${reason.outcome}`)}
			</td>
		</tr>
	)
}
