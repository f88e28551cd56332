import { useSearchParams } from '@remix-run/react'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { ShownCart, ShownDelivery } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { quantity } from '../format/number.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { TextLink } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { DayText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { GiftRow } from './gift-row.tsx'
import { DeliveryHead } from './matrix-head.tsx'
import type { CartProps, MatrixProps } from './matrix-props.ts'
import { deliveryName, MatrixRow } from './matrix-row.tsx'
import { MatrixSheet } from './matrix-sheet.tsx'
import { fieldAt, leadsTo, placeOf } from './sheet-keys.ts'
import { isLong } from './sheet-window.ts'

function problemsOf(refusals: readonly Refusal[], say: (refusal: Refusal) => { message: string; remedy: string | null }): Map<number, string[]> {
	const problems = new Map<number, string[]>()
	for (const one of refusals) {
		if (one.line === undefined) continue
		const { message, remedy } = say(one)
		problems.set(one.line, [...(problems.get(one.line) ?? []), [message, remedy].filter(Boolean).join(' ')])
	}
	return problems
}

/** Products × deliveries (commerce-engine.md section 7). On a phone one delivery at a time, chosen above. */
export function Matrix(props: CartProps) {
	const { cart } = props
	const [asked] = useSearchParams()
	const say = useRefusalWords(cart.currency)
	// biome-ignore lint/correctness/useExhaustiveDependencies: the words of a page do not change; a cart brings its refusals
	const problems = useMemo(() => problemsOf(cart.refusals, say), [cart.refusals])
	const shown = (cart.deliveries.find(({ groupKey }) => groupKey === asked.get('store')) ?? cart.deliveries[0])?.groupKey ?? null
	return isLong(cart.lines.length, cart.deliveries.length) ? (
		<MatrixSheet {...{ ...props, problems, shown }} />
	) : (
		<WholeMatrix {...{ ...props, problems, shown }} />
	)
}

/** A cart that is drawn whole: each row as high as what it has to say. */
function WholeMatrix({ cart, saved, typed, isRep, problems, shown, onRemove, onRemoveDelivery }: MatrixProps) {
	const { t } = useTranslation('checkout')
	const body = useRef<HTMLTableSectionElement>(null)
	const columns = cart.deliveries.map(({ groupKey, name }, index) => ({ kind: 'one' as const, index, groupKey, name: name ?? '' }))
	const extent = { rows: cart.lines.length, columns: { first: 0, last: columns.length - 1 }, page: 8 }
	return (
		<>
			<StorePicker deliveries={cart.deliveries} shown={shown} />
			<section aria-label={t('matrix.title')} className="lg:scroll-shadow-x lg:overflow-x-auto" data-saving={saved.isSaving || undefined}>
				<table className="block w-full border-collapse text-sm lg:table">
					<caption className="sr-only">{t('matrix.title')}</caption>
					<MatrixHead cart={cart} onRemoveDelivery={onRemoveDelivery} />
					<tbody
						ref={body}
						className={cn('block transition-opacity lg:table-row-group', saved.isSaving && 'opacity-80')}
						onKeyDown={(event) => {
							const at = event.key === 'Tab' ? null : placeOf(event.target)
							const to = at && leadsTo(event, at, extent)
							if (!to) return
							event.preventDefault()
							fieldAt(body.current, to)?.focus()
						}}
					>
						{cart.lines.map((line, row) => (
							<MatrixRow key={line.id} {...{ cart, line, row, shown, saved, typed, isRep, onRemove }} problems={problems.get(line.sequence) ?? []} />
						))}
						{cart.gifts.map((gift) => (
							<GiftRow key={gift.sequence} {...{ cart, gift, shown, columns }} />
						))}
					</tbody>
					<MatrixFoot cart={cart} />
				</table>
			</section>
		</>
	)
}

/** Links, so that it works without scripts; hidden where there is room for all. */
function StorePicker({ deliveries, shown }: { deliveries: readonly ShownDelivery[]; shown: string | null }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	if (deliveries.length < 2) return null
	return (
		<nav aria-label={t('matrix.stores')} className="-mx-4 flex gap-2 overflow-x-auto px-4 pb-3 lg:hidden">
			{deliveries.map((delivery) => (
				<TextLink
					key={delivery.groupKey}
					to={`?store=${delivery.groupKey}`}
					replace
					preventScrollReset
					aria-current={delivery.groupKey === shown ? 'true' : undefined}
					className={cn(
						'grid shrink-0 rounded-md border px-3 py-1.5 text-sm no-underline',
						delivery.groupKey === shown ? 'border-accent bg-accent-soft font-medium' : 'border-control text-ink',
					)}
				>
					<span>{deliveryName(delivery, t('delivery.nowhere'))}</span>
					<span className="text-xs text-ink-soft">
						{delivery.requestedOn ? <DayText day={delivery.requestedOn} style="short" /> : t('delivery.soonest')}
						{' · '}
						{t('matrix.units', { units: quantity(delivery.units, locale) })}
					</span>
				</TextLink>
			))}
		</nav>
	)
}

function MatrixHead({ cart, onRemoveDelivery }: Pick<MatrixProps, 'cart' | 'onRemoveDelivery'>) {
	const { t } = useTranslation('checkout')
	const th = 'px-2 pb-2 text-right align-bottom text-xs font-medium text-ink-soft'
	return (
		<thead className="hidden lg:table-header-group">
			<tr className="border-b border-ink">
				<th scope="col" className={cn(th, 'w-full min-w-56 pl-0 text-left')}>
					{t('matrix.product')}
				</th>
				{cart.deliveries.map((delivery) => (
					<DeliveryHead key={delivery.groupKey} {...{ delivery, onRemoveDelivery }} many={cart.deliveries.length > 1} className={cn(th, 'min-w-24')} />
				))}
				<th scope="col" className={cn(th, cart.deliveries.length < 2 && 'hidden')}>
					{t('matrix.quantity')}
				</th>
				<th scope="col" className={th}>
					{t('matrix.price')}
				</th>
				<th scope="col" className={th}>
					{t('matrix.net')}
				</th>
				<th scope="col" className={cn(th, 'pr-0')}>
					<span className="sr-only">{t('matrix.acts')}</span>
				</th>
			</tr>
		</thead>
	)
}

function MatrixFoot({ cart }: { cart: ShownCart }) {
	const { t } = useTranslation('checkout')
	const many = cart.deliveries.length > 1
	return (
		<tfoot className="hidden border-t border-ink font-medium tabular-nums lg:table-footer-group">
			<tr>
				<th scope="row" className="py-3 text-left font-medium">
					{t('matrix.perStore')}
				</th>
				{cart.deliveries.map((delivery) => (
					<td key={delivery.groupKey} className="px-2 py-3 text-right">
						<Money minor={delivery.netMinor} currency={cart.currency} />
					</td>
				))}
				<td className={many ? undefined : 'hidden'} />
				<td />
				<td className="px-2 py-3 text-right">
					<Money minor={cart.goodsNetMinor} currency={cart.currency} />
				</td>
				<td />
			</tr>
		</tfoot>
	)
}
