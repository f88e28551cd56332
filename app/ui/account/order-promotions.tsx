import { useTranslation } from 'react-i18next'
import type { Fact } from '../../engine/base/refusal.ts'
import type { Reason } from '../../engine/promotion/promotion.ts'
import { useReader } from '../format/locale.tsx'
import { verdictWords } from '../format/promotion-words.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'

type Judged = { promotionId: number; applied: boolean; reason: Reason; savingMinor: number; facts: Record<string, Fact> }
type Promoted = { currency: string; verdicts: readonly Judged[]; promotionNames: Record<string, string> }

/** What the promotions of the order gave, and why the others that were considered gave nothing, as decided when it was placed. */
export function OrderPromotions({ order }: { order: Promoted }) {
	const { t } = useTranslation('account')
	const nameOf = (id: number) => order.promotionNames[String(id)] ?? t('order.promotion', { id })
	const applied = order.verdicts.filter((one) => one.applied)
	const others = order.verdicts.filter((one) => !one.applied)
	if (order.verdicts.length === 0) return null
	const rows = applied.map(({ promotionId, savingMinor }) => ({
		key: String(promotionId),
		label: nameOf(promotionId),
		value: savingMinor > 0 ? <Money minor={-savingMinor} currency={order.currency} /> : t('order.applied'),
	}))
	return (
		<Section title={t('order.promotions')}>
			{rows.length > 0 ? <KeyValueList sums rows={rows} /> : null}
			{others.length > 0 ? <NotApplied others={others} currency={order.currency} nameOf={nameOf} /> : null}
		</Section>
	)
}

function NotApplied({ others, currency, nameOf }: { others: readonly Judged[]; currency: string; nameOf: (id: number) => string }) {
	const { t } = useTranslation(['account', 'engine'])
	const { t: say } = useTranslation('engine')
	const { locale } = useReader()
	return (
		<Disclosure summary={t('order.notApplied', { count: others.length })}>
			<ul className="grid gap-2 text-sm">
				{others.map((one) => (
					<li key={one.promotionId}>
						{nameOf(one.promotionId)}
						<span className="block text-xs text-ink-soft">{verdictWords(one, { t: say, locale, currency, nameOf: (_kind, id) => nameOf(id) })}</span>
					</li>
				))}
			</ul>
		</Disclosure>
	)
}
