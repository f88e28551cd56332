import { useSearchParams } from '@remix-run/react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { ShownCart, ShownDelivery, ShownLine } from '../../engine/order/shown-cart.ts'
import { day } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { quantity } from '../format/number.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { IconButton, TextLink } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { DayText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { GiftRow } from './gift-row.tsx'
import { deliveryName, MatrixRow } from './matrix-row.tsx'
import type { SavedCells } from './use-saved-cells.ts'
import { useWindow } from './use-window.ts'

type MatrixProps = {
	cart: ShownCart
	saved: SavedCells
	typed: Readonly<Record<string, string>>
	isRep: boolean
	onRemove: (line: ShownLine) => void
	onRemoveDelivery: (delivery: ShownDelivery) => void
}

/** Rows of a long cart are one height, so that the page knows where each stands without drawing it. */
const DENSE_ROW = 64

function problemsOf(refusals: readonly Refusal[], say: (refusal: Refusal) => { message: string; remedy: string | null }): Map<number, string[]> {
	const problems = new Map<number, string[]>()
	for (const one of refusals) {
		if (one.line === undefined) continue
		const { message, remedy } = say(one)
		problems.set(one.line, [...(problems.get(one.line) ?? []), [message, remedy].filter(Boolean).join(' ')])
	}
	return problems
}

/** Products × deliveries (commerce-engine.md section 7). On a phone one delivery at a time, chosen by a link above. */
export function Matrix({ cart, saved, typed, isRep, onRemove, onRemoveDelivery }: MatrixProps) {
	const { t } = useTranslation('checkout')
	const [asked] = useSearchParams()
	const body = useRef<HTMLTableSectionElement>(null)
	const drawn = useWindow(body, cart.lines.length, DENSE_ROW)
	const say = useRefusalWords(cart.currency)
	const problems = problemsOf(cart.refusals, say)
	const shown = (cart.deliveries.find(({ groupKey }) => groupKey === asked.get('store')) ?? cart.deliveries[0])?.groupKey ?? null
	const spans = cart.deliveries.length + 5
	return (
		<>
			<StorePicker deliveries={cart.deliveries} shown={shown} />
			<section aria-label={t('matrix.title')} className="lg:scroll-shadow-x lg:overflow-x-auto" data-saving={saved.isSaving || undefined}>
				<table className="block w-full border-collapse text-sm lg:table">
					<caption className="sr-only">{t('matrix.title')}</caption>
					<MatrixHead cart={cart} onRemoveDelivery={onRemoveDelivery} />
					<tbody ref={body} className={cn('block transition-opacity lg:table-row-group', saved.isSaving && 'opacity-80')}>
						{drawn.above > 0 ? <Room height={drawn.above} spans={spans} /> : null}
						{cart.lines.slice(drawn.from, drawn.to).map((line) => (
							<MatrixRow
								key={line.id}
								{...{ cart, line, shown, saved, typed, isRep, onRemove }}
								isDense={drawn.isWindowed}
								problems={problems.get(line.sequence) ?? []}
							/>
						))}
						{drawn.below > 0 ? <Room height={drawn.below} spans={spans} /> : null}
						{cart.gifts.map((gift) => (
							<GiftRow key={gift.sequence} {...{ cart, gift, shown }} />
						))}
					</tbody>
					<MatrixFoot cart={cart} />
				</table>
			</section>
		</>
	)
}

const Room = ({ height, spans }: { height: number; spans: number }) => (
	<tr className="block lg:table-row">
		<td colSpan={spans} style={{ height }} className="block lg:table-cell" />
	</tr>
)

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
	const { locale } = useReader()
	const th = 'px-2 pb-2 text-right align-bottom text-xs font-medium text-ink-soft'
	return (
		<thead className="hidden lg:table-header-group">
			<tr className="border-b border-ink">
				<th scope="col" className={cn(th, 'w-full min-w-56 pl-0 text-left')}>
					{t('matrix.product')}
				</th>
				{cart.deliveries.map((delivery) => (
					<th key={delivery.groupKey} scope="col" className={cn(th, 'min-w-24')}>
						<span className="flex items-start justify-end gap-0.5">
							<span className="line-clamp-2 text-sm text-ink">{deliveryName(delivery, t('delivery.nowhere'))}</span>
							{cart.deliveries.length > 1 ? (
								<IconButton
									icon="close"
									size="sm"
									type="submit"
									name="intent"
									value={`removeDelivery:${delivery.groupKey}`}
									className="-my-1.5 -mr-2 size-7 text-ink-soft"
									label={t('delivery.remove', { store: deliveryName(delivery, t('delivery.nowhere')) })}
									onClick={(event) => {
										event.preventDefault()
										onRemoveDelivery(delivery)
									}}
								/>
							) : null}
						</span>
						{delivery.requestedOn || !delivery.promisedOn ? (
							<span className="block">{delivery.requestedOn ? <DayText day={delivery.requestedOn} style="short" /> : t('delivery.soonest')}</span>
						) : null}
						{delivery.promisedOn && delivery.promisedOn !== delivery.requestedOn ? (
							<span className="block font-normal">{t('delivery.promised', { day: day(delivery.promisedOn, locale, 'short') })}</span>
						) : null}
					</th>
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
