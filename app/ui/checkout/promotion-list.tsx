import { useTranslation } from 'react-i18next'
import type { ShownCart, ShownPromotion } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { list } from '../format/number.ts'
import { hintWords, verdictWords, type Wording } from '../format/promotion-words.ts'
import { Icon } from '../parts/icon.tsx'
import { Money } from '../parts/money.tsx'

/** Reasons that a buyer can do something about, or must know; the others are the seller's own affair. */
const TOLD = ['BUDGET_SPENT', 'BUDGET_LESS', 'PROTECTED', 'FLOOR', 'LANE', 'EXCLUSIVE', 'STACK_SAVES_MORE', 'STANDING', 'TERMS_NOT_LONGER', 'GIFT_UNAVAILABLE']

function useWording(currency: string): Wording {
	const { t } = useTranslation('engine')
	const { locale } = useReader()
	return { t, locale, currency, nameOf: (_kind, id) => String(id) }
}

/** What applies, what nearly does and what is missing, what does not and why (commerce-engine.md section 5). */
export function PromotionList({ cart }: { cart: ShownCart }) {
	const { t } = useTranslation('checkout')
	const wording = useWording(cart.currency)
	const applied = cart.promotions.filter((one) => one.applied)
	const nearly = cart.promotions.filter((one) => !one.applied && one.hint)
	const others = cart.promotions.filter((one) => !one.applied && !one.hint && TOLD.includes(one.reason))
	if (applied.length + nearly.length + others.length === 0) return <p className="text-sm text-ink-soft">{t('promotions.none')}</p>
	return (
		<ul className="grid text-sm">
			{applied.map((one) => (
				<Entry key={one.promotionId} promotion={one} currency={cart.currency} termsDays={cart.termsDays} />
			))}
			{nearly.map((one) => (
				<Nearly key={one.promotionId} promotion={one} wording={wording} />
			))}
			{others.map((one) => (
				<li key={one.promotionId} className="grid grid-cols-[1.25rem_1fr] gap-x-2 border-b border-rule py-2 text-ink-soft last:border-b-0">
					<Icon name="minus" className="mt-0.5 size-4" />
					<span>
						{one.name}
						<span className="block text-xs">{verdictWords(one, wording)}</span>
					</span>
				</li>
			))}
		</ul>
	)
}

function Entry({ promotion, currency, termsDays }: { promotion: ShownPromotion; currency: string; termsDays: number }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const { name, savingMinor, lapsedMinor, leftOut } = promotion
	return (
		<li className="grid grid-cols-[1.25rem_1fr_auto] gap-x-2 border-b border-rule py-2 last:border-b-0">
			<Icon name="check" className="mt-0.5 size-4 text-positive" />
			<span>
				{name}
				{lapsedMinor > 0 ? (
					<span className="block text-xs text-ink-soft">
						{t('promotions.lapsed')} <Money minor={lapsedMinor} currency={currency} />
					</span>
				) : null}
				{leftOut.length > 0 ? <span className="block text-xs text-ink-soft">{t('promotions.leftOut', { stores: list(leftOut, locale) })}</span> : null}
			</span>
			{savingMinor > 0 ? (
				<Money minor={-savingMinor} currency={currency} className="text-positive" />
			) : (
				<span className="text-positive">{t('terms.net', { days: termsDays })}</span>
			)}
		</li>
	)
}

function Nearly({ promotion, wording }: { promotion: ShownPromotion; wording: Wording }) {
	const { name, hint } = promotion
	return (
		<li className="grid grid-cols-[1.25rem_1fr] gap-x-2 border-b border-rule py-2 last:border-b-0">
			<Icon name="target" className="mt-0.5 size-4 text-accent" />
			<span>
				{name}
				<span className="block text-accent">{hint ? hintWords(hint, wording) : null}</span>
			</span>
		</li>
	)
}
