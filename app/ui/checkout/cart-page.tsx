import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Money } from '../parts/money.tsx'
import { PageHeader, Section } from '../parts/page-header.tsx'
import { Refusals } from '../parts/refusals.tsx'
import { AskQuoteButton } from '../quote/quote-acts.tsx'
import { BudgetsLeft } from './budgets-left.tsx'
import { AddDelivery, type Answer, Coupons, QuickAdd, type ShipTo } from './cart-tools.tsx'
import { CartBar } from './carts-page.tsx'
import { useEdits } from './cell-store.ts'
import { EditNotices } from './edit-notices.tsx'
import { isLate, LateDay } from './late-day.tsx'
import { Matrix } from './matrix.tsx'
import { PromotionList } from './promotion-list.tsx'
import { SheetFindForm } from './sheet-tools.tsx'
import { Totals } from './totals.tsx'
import { useRemoval } from './use-removal.ts'
import { type SavedCells, useSavedCells } from './use-saved-cells.ts'

export type CartPageProps = {
	cart: ShownCart
	shipTos: readonly ShipTo[]
	today: string
	/** A rep may give prices of her own. */
	isRep: boolean
	/** What a form without scripts was answered. */
	answer: (Answer & { typed?: Record<string, string> }) | undefined
}

const nothingTyped: Record<string, string> = {}

const only = (answer: CartPageProps['answer'], ...kinds: string[]) => (answer && kinds.includes(answer.kind) ? answer : undefined)

/** The matrix of products × stores with everything that explains it, and one way on. */
export function CartPage({ cart, shipTos, today, isRep, answer }: CartPageProps) {
	const { t } = useTranslation('checkout')
	const saved = useSavedCells(cart)
	const removal = useRemoval(cart)
	return (
		<div className="pb-28">
			<PageHeader
				title={cart.name ?? t('cart.title')}
				lead={t('cart.lead', { count: cart.lines.length, stores: t('cart.deliveries', { count: cart.deliveries.length }) })}
			/>
			<div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-6">
				<CartBar cart={cart} />
				<WithoutScripts cart={cart} answer={only(answer, 'set', 'remove', 'changeDelivery', 'removeDelivery', 'override')} />
				<div id="unsaved" className="grid gap-4 empty:hidden">
					<EditNotices cart={cart} saved={saved} />
				</div>
				{cart.deliveries.filter(isLate).length > 0 ? (
					<div className="grid gap-2">
						{cart.deliveries.map((delivery) => (
							<LateDay key={delivery.groupKey} {...{ cart, delivery }} back="/cart" />
						))}
					</div>
				) : null}
				{removal.removed ? <Undo removal={removal} /> : null}
				<SheetFindForm />
				<Form id="matrix" method="post" className="min-w-0">
					<input type="hidden" name="cartId" value={cart.cartId} />
					<input type="hidden" name="version" value={cart.version} />
					{/* Enter in a field must mean the quantities, not the first button that happens to stand in the table. */}
					<button type="submit" name="intent" value="set" className="sr-only" tabIndex={-1} aria-hidden="true">
						{t('cart.update')}
					</button>
					<Matrix
						cart={cart}
						saved={saved}
						typed={answer?.typed ?? nothingTyped}
						isRep={isRep}
						onRemove={removal.removeLine}
						onRemoveDelivery={removal.removeDelivery}
					/>
					<noscript>
						<div className="mt-4 grid justify-items-end gap-3">
							{answer?.refusals?.some(({ code }) => code === 'PRICE_RISES') ? <Checkbox name="consent" value="yes" label={t('saving.riseYes')} /> : null}
							<Button type="submit" name="intent" value="set">
								{t('cart.update')}
							</Button>
						</div>
					</noscript>
				</Form>
				<div className="grid gap-4 md:grid-cols-2 [&>*]:min-w-0">
					<AddDelivery {...{ cart, shipTos, today }} answer={only(answer, 'addDelivery')} />
					<QuickAdd cartId={cart.cartId} currency={cart.currency} shipTos={shipTos} answer={only(answer, 'add')} />
				</div>
				<div className="mt-4 grid items-start gap-x-12 gap-y-10 lg:grid-cols-[1.4fr_1fr]">
					<div className="grid gap-8">
						<Section title={t('promotions.title')}>
							<PromotionList cart={cart} />
						</Section>
						<Coupons cart={cart} answer={only(answer, 'coupon')} />
					</div>
					<Section title={t('totals.title')}>
						<Totals cart={cart} />
						<BudgetsLeft budgets={cart.budgets} currency={cart.currency} className="mt-4" />
						<Form method="post" action="/quotes" className="print:hidden">
							<AskQuoteButton />
						</Form>
					</Section>
				</div>
			</div>
			<Onward cart={cart} saved={saved} />
		</div>
	)
}

function WithoutScripts({ cart, answer }: { cart: ShownCart; answer: CartPageProps['answer'] }) {
	const { t } = useTranslation('checkout')
	const say = useRefusalWords(cart.currency)
	if (!answer || answer.ok || !answer.refusals) return null
	const nameOf = ({ line }: Refusal) => cart.lines.find(({ sequence }) => sequence === line)
	const refusals = answer.refusals.map((one, index) => ({
		key: `${one.code}${index}`,
		...(nameOf(one) ? { where: nameOf(one)?.name, href: `#line-${one.line}` } : {}),
		...say(one),
	}))
	return <Refusals title={t('refused')} refusals={refusals} />
}

function Undo({ removal }: { removal: ReturnType<typeof useRemoval> }) {
	const { t } = useTranslation('checkout')
	return (
		<Banner
			live
			action={
				<Button size="sm" icon="undo" onClick={removal.undo} pending={removal.isBusy}>
					{t('cart.undo')}
				</Button>
			}
		>
			{t('cart.removed', { what: removal.removed?.what ?? '' })}
		</Banner>
	)
}

/** Always in sight: hundreds of lines above must not hide what it comes to and how it goes on. */
function Onward({ cart, saved }: { cart: ShownCart; saved: SavedCells }) {
	const { t } = useTranslation('checkout')
	const edits = useEdits(saved.store)
	const state = saved.isSaving ? 'now' : edits.length > 0 ? 'open' : 'saved'
	const isBlocked = cart.refusals.length > 0
	return (
		<div className="fixed inset-x-0 bottom-0 z-30 border-t border-rule bg-surface shadow-lift print:hidden">
			<div className="mx-auto flex max-w-page items-center gap-x-6 gap-y-2 px-4 py-3 sm:px-8">
				{edits.some(([, { state: of }]) => of === 'refused' || of === 'conflict') ? (
					<a href="#unsaved" className="text-sm text-danger underline underline-offset-3">
						{t('saving.open')}
					</a>
				) : (
					<p className="hidden text-sm text-ink-soft md:block">{t(`saving.${state}`)}</p>
				)}
				{isBlocked ? <p className="hidden text-sm text-danger lg:block">{t('cart.blocked', { count: cart.refusals.length })}</p> : null}
				<p className="ml-auto grid text-right">
					<span className="font-display text-xl leading-6 tabular-nums">
						<Money minor={cart.totalMinor} currency={cart.currency} />
					</span>
					<span className="text-xs text-ink-soft">
						{t(cart.isTaxKnown ? 'totals.withTax' : 'totals.beforeTax')}
						{cart.termsDays > 0 ? ` · ${t('terms.net', { days: cart.termsDays })}` : ''}
					</span>
				</p>
				<LinkButton to="/checkout/express" size="lg" className="hidden sm:inline-flex">
					{t('express.go')}
				</LinkButton>
				<LinkButton to="/checkout" variant="primary" size="lg">
					{t('cart.checkout')}
				</LinkButton>
			</div>
		</div>
	)
}
