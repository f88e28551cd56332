import { useTranslation } from 'react-i18next'
import type { PrivateTrace } from '../../engine/pricing/price-trace.ts'
import { useReader } from '../format/locale.tsx'
import { money, unitPriceText } from '../format/money.ts'

/** What a rep sees beside the ledger, and no buyer: cost, floor and margin as far as they are hers, and books that are still to come. */
export function ToldToReps({ trace, currency }: { trace: PrivateTrace; currency: string }) {
	const { t } = useTranslation('price')
	const { locale } = useReader()
	const price = (text: string | null) => (text === null ? null : unitPriceText(text, currency, locale))
	const margin = trace.marginMinor === null ? null : money(trace.marginMinor, currency, locale)
	const rows = [
		{ key: 'cost', value: price(trace.unitCost) },
		{ key: 'floor', value: price(trace.floorPrice) },
		{ key: 'margin', value: margin },
	].filter(({ value }) => value !== null)
	if (rows.length === 0 && trace.hidden.length === 0) return null
	return (
		<section className="grid gap-2 border-l-2 border-rule pl-4 text-sm">
			<p className="font-medium">{t('told.title')}</p>
			<dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 tabular-nums">
				{rows.map(({ key, value }) => (
					<div key={key} className="contents">
						<dt className="text-ink-soft">{t(`told.${key}`)}</dt>
						<dd className="text-right">{value}</dd>
					</div>
				))}
			</dl>
			{trace.hidden.map(({ bookId, entryId, bookName, rung, reason }) => (
				<p key={`${bookId} ${entryId}`} className="text-ink-soft">
					{bookName} · {t(`rung.${rung}`)} · {reason ? t(`reason.${reason}`, { currency, unit: '' }) : null}
				</p>
			))}
		</section>
	)
}
