import { Form, Link, useFetcher } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Fact } from '../../engine/base/refusal.ts'
import { RefusalList } from '../account/refusal-list.tsx'
import { Badge } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { PageHeader, Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'

/** A cart as the page of carts shows it. */
export type CartCard = {
	id: number
	name: string | null
	isShared: boolean
	isMine: boolean
	isInHand: boolean
	ownerName: string | null
	lines: number
	deliveries: number
	goods: readonly string[]
	/** A date, or one as it came over the wire. */
	lastActivityAt: Date | string
}

export type CartsView = {
	carts: readonly CartCard[]
	putAway: readonly CartCard[]
	colleagues: readonly { contactId: number; name: string }[]
	mayChange: boolean
}

type Told = { code: string; facts: Record<string, Fact>; line?: number }
export type CartsAnswer = { refusals: readonly Told[]; putAway: number | null }

/** The carts that stand side by side: one in hand, the others as they were left. */
export function CartsPage({ page, answer }: { page: CartsView; answer: CartsAnswer | undefined }) {
	const { t } = useTranslation('carts')
	const changing = useFetcher<CartsAnswer>()
	const told = changing.data ?? answer
	return (
		<div className="pb-16">
			<PageHeader title={t('title')} lead={t('lead')} />
			<div className="grid gap-10 *:min-w-0">
				{told && told.refusals.length > 0 ? <RefusalList title={t('refused')} refusals={told.refusals} /> : null}
				{told?.putAway ? <Undo cartId={told.putAway} changing={changing} /> : null}
				{page.carts.length > 0 ? (
					<ul className="grid">
						{page.carts.map((cart) => (
							<Cart key={cart.id} {...{ cart, page, changing }} />
						))}
					</ul>
				) : (
					<EmptyState title={t('empty.title')} action={<LinkButton to="/quick-order">{t('empty.start')}</LinkButton>}>
						{t('empty.text')}
					</EmptyState>
				)}
				{page.putAway.length > 0 ? <PutAway carts={page.putAway} mayChange={page.mayChange} changing={changing} /> : null}
			</div>
		</div>
	)
}

type Changing = ReturnType<typeof useFetcher<CartsAnswer>>

/** What it is called; without a name, what is in it. */
function useTitle() {
	const { t } = useTranslation('carts')
	return ({ name, goods, lines }: CartCard) => name ?? (goods.length > 0 ? goods.join(' · ') + (lines > goods.length ? ' …' : '') : t('unnamed'))
}

function Facts({ cart }: { cart: CartCard }) {
	const { t } = useTranslation('carts')
	return (
		<p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
			<span>{t('lines', { count: cart.lines })}</span>
			<span>{t('deliveries', { count: cart.deliveries })}</span>
			<span>
				{t('changed')} <DateText instant={cart.lastActivityAt} />
			</span>
			{cart.isMine ? null : <span>{t('of', { name: cart.ownerName ?? '' })}</span>}
			{cart.isShared ? <Badge tone="accent">{t('shared')}</Badge> : null}
		</p>
	)
}

function Cart({ cart, page, changing }: { cart: CartCard; page: CartsView; changing: Changing }) {
	const { t } = useTranslation('carts')
	const title = useTitle()(cart)
	return (
		<li className="grid gap-x-8 gap-y-3 border-t border-rule py-5 sm:grid-cols-[1fr_auto]">
			<div className="grid min-w-0 gap-1">
				<h2 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lg font-semibold">
					{title}{' '}
					{cart.isInHand ? (
						<Badge tone="positive" className="font-sans">
							{t('inHand')}
						</Badge>
					) : null}
				</h2>
				<Facts cart={cart} />
			</div>
			<div className="flex items-start gap-2">
				{cart.isInHand ? (
					<LinkButton to="/cart">{t('open')}</LinkButton>
				) : page.mayChange ? (
					<Form method="post">
						<Button type="submit" name="intent" value={`take:${cart.id}`} variant="primary" aria-label={t('takeNamed', { name: title })}>
							{t('take')}
						</Button>
					</Form>
				) : null}
			</div>
			{page.mayChange && cart.isMine ? (
				<Disclosure summary={t('more')} className="sm:col-span-2">
					<Acts {...{ cart, page, changing }} />
				</Disclosure>
			) : null}
		</li>
	)
}

function Acts({ cart, page, changing }: { cart: CartCard; page: CartsView; changing: Changing }) {
	const { t } = useTranslation('carts')
	return (
		<div className="flex flex-wrap items-end gap-x-8 gap-y-4">
			<changing.Form method="post" className="flex items-end gap-2">
				<TextField label={t('name')} name="name" defaultValue={cart.name ?? ''} maxLength={80} className="w-48" />
				<Button type="submit" name="intent" value={`name:${cart.id}`}>
					{t('save')}
				</Button>
			</changing.Form>
			{page.colleagues.length > 0 ? (
				<>
					<changing.Form method="post">
						<Button type="submit" name="intent" value={`${cart.isShared ? 'keep' : 'share'}:${cart.id}`}>
							{t(cart.isShared ? 'keepMine' : 'share')}
						</Button>
					</changing.Form>
					<changing.Form method="post" className="flex items-end gap-2">
						<SelectField
							label={t('handOverTo')}
							name="to"
							className="w-48"
							options={page.colleagues.map(({ contactId, name }) => ({ value: String(contactId), label: name }))}
						/>
						<Button type="submit" name="intent" value={`handOver:${cart.id}`}>
							{t('handOver')}
						</Button>
					</changing.Form>
				</>
			) : null}
			<changing.Form method="post">
				<Button type="submit" name="intent" value={`putAway:${cart.id}`} variant="quiet">
					{t('putAway')}
				</Button>
			</changing.Form>
		</div>
	)
}

function Undo({ cartId, changing }: { cartId: number; changing: Changing }) {
	const { t } = useTranslation('carts')
	return (
		<changing.Form method="post">
			<Banner
				live
				action={
					<Button type="submit" name="intent" value={`bringBack:${cartId}`} size="sm" icon="undo">
						{t('undo')}
					</Button>
				}
			>
				{t('wasPutAway')}
			</Banner>
		</changing.Form>
	)
}

function PutAway({ carts, mayChange, changing }: { carts: readonly CartCard[]; mayChange: boolean; changing: Changing }) {
	const { t } = useTranslation('carts')
	const titleOf = useTitle()
	return (
		<Section title={t('putAwayTitle')} aside={t('putAwayText')}>
			<ul className="grid gap-3">
				{carts.map((cart) => (
					<li key={cart.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
						<div className="grid min-w-0 gap-0.5">
							<span>{titleOf(cart)}</span>
							<Facts cart={cart} />
						</div>
						{mayChange ? (
							<changing.Form method="post">
								<Button type="submit" name="intent" value={`bringBack:${cart.id}`} size="sm" icon="undo">
									{t('bringBack')}
								</Button>
							</changing.Form>
						) : null}
					</li>
				))}
			</ul>
		</Section>
	)
}

/** Whose cart this is and what it is called, with the way to the others. */
export function CartBar({ cart }: { cart: { cartId: number; name: string | null; isShared: boolean; ownerName: string | null } }) {
	const { t } = useTranslation('carts')
	return (
		<div className="flex flex-wrap items-baseline gap-x-6 gap-y-3 text-sm print:hidden">
			{cart.ownerName ? <p className="text-sm">{t('sharedBy', { name: cart.ownerName })}</p> : null}
			{cart.isShared && !cart.ownerName ? <Badge tone="accent">{t('shared')}</Badge> : null}
			<Link to="/carts" prefetch="intent" className="text-sm font-medium text-accent hover:underline">
				{t('title')}
			</Link>
			<Disclosure summary={t('layAside')}>
				<Form method="post" action="/carts" className="flex flex-wrap items-end gap-2">
					{cart.ownerName ? null : <TextField label={t('name')} name="name" defaultValue={cart.name ?? ''} maxLength={80} className="w-56" />}
					<Button type="submit" name="intent" value={`layAside:${cart.cartId}`}>
						{t('layAsideSubmit')}
					</Button>
				</Form>
			</Disclosure>
		</div>
	)
}
