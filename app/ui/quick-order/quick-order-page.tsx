import { Form, useFetcher, useNavigation, useSubmit } from '@remix-run/react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TypedRow } from '../../engine/cart/read-typed-rows.ts'
import type { ShipTo } from '../checkout/cart-tools.tsx'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Banner } from '../parts/banner.tsx'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Money } from '../parts/money.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { Refusals } from '../parts/refusals.tsx'
import { TextArea } from '../parts/text-field.tsx'
import { PasteRows } from './paste-rows.tsx'
import { isReady, type QuickAnswer, type QuickRow } from './quick-row.ts'
import { RowTable } from './row-table.tsx'
import { isAnswered, isEmpty, typedOf, useRows } from './use-rows.ts'

type Checked = Extract<QuickAnswer, { kind: 'checked' }>

/** Whose rows stand here already: an order's, a list's, a machine's, or what the company buys. */
export type QuickSource = { kind: 'order' | 'list' | 'parts' | 'bought'; name: string; names: readonly string[]; href: string | null }

export type QuickOrderProps = {
	shipTos: readonly ShipTo[]
	today: string
	draftKey: string | null
	source: QuickSource | null
	/** Rows of the source, with their answers. */
	typed: readonly TypedRow[]
	rows: readonly QuickRow[]
	currency: string
	mayBuy: boolean
	answer: Checked | undefined
}

/** Type, paste from a spreadsheet or drop a file; every row is answered before anything enters the cart. */
export function QuickOrderPage({ shipTos, today, draftKey, source, typed, rows, currency, mayBuy, answer }: QuickOrderProps) {
	const { t } = useTranslation('checkout')
	const begin = answer
		? { typed: answer.typed, answered: answer.rows, isLeft: false }
		: { typed, answered: rows, isLeft: source?.kind === 'bought' || source?.kind === 'parts' }
	const sheet = useRows({ ...begin, draftKey, names: answer ? [] : (source?.names ?? []) })
	const filled = sheet.rows.filter((row) => !isEmpty(row) && !row.isLeft)
	const ready = filled.filter((row) => isAnswered(row) && isReady(row.checked))
	const adding = useAdding(ready, sheet.drop)
	const onward = useOnward(ready)
	const say = useRefusalWords(currency)
	const refusals = (adding.refusals.length > 0 ? adding.refusals : (answer?.refusals ?? [])).filter(({ line }) => line === undefined)
	return (
		<div className="pb-28">
			<Head source={source} hasOrders={mayBuy} />
			<Form
				method="post"
				encType="multipart/form-data"
				noValidate
				onSubmit={(event) => {
					const act = (event.nativeEvent as SubmitEvent).submitter?.getAttribute('value')
					if (act === 'express' || act === 'quote') onward.submit(event, act)
					else adding.submit(event)
				}}
				className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-6"
			>
				{source ? <input type="hidden" name="picks" value="1" /> : null}
				{adding.added ? <Added {...adding.added} /> : null}
				<Refusals title={t('refused')} refusals={refusals.map((one, index) => ({ key: `${one.code}${index}`, ...say(one) }))} />
				{source ? null : (
					<PasteRows
						unread={sheet.unread.length > 0 ? sheet.unread : (answer?.unread ?? [])}
						text={answer?.text ?? ''}
						onText={(text) => sheet.take(text, null)}
					/>
				)}
				<RowTable {...{ sheet, shipTos, today, currency }} picks={source !== null} />
				{mayBuy ? (
					<TextArea
						label={t('quick.note')}
						hint={t('quick.noteHint')}
						name="note"
						rows={2}
						maxLength={1000}
						defaultValue={answer?.note ?? ''}
						className="max-w-prose"
					/>
				) : null}
				<noscript>
					<div className="flex flex-wrap justify-end gap-3">
						{mayBuy ? (
							<Button type="submit" name="intent" value="quote" variant="quiet">
								{t('quick.quote')}
							</Button>
						) : null}
						<Button type="submit" name="intent" value="check">
							{t('quick.check')}
						</Button>
						<Button type="submit" name="intent" value="add" variant="primary">
							{t('quick.addAll')}
						</Button>
					</div>
				</noscript>
				<Onward filled={filled.length} ready={ready.length} isChecking={sheet.checking} isAdding={adding.isBusy} going={onward.going} mayBuy={mayBuy}>
					<Money minor={ready.reduce((sum, { checked }) => sum + (checked?.totalMinor ?? 0), 0)} currency={currency} />
				</Onward>
			</Form>
		</div>
	)
}

/** Whose rows these are; an empty page offers the ones that are at hand. */
function Head({ source, hasOrders }: { source: QuickSource | null; hasOrders: boolean }) {
	const { t } = useTranslation('checkout')
	if (!source)
		return (
			<PageHeader
				title={t('quick.title')}
				lead={t('quick.lead')}
				actions={
					hasOrders ? (
						<>
							<LinkButton to="/quick-order?from=order.last" icon="refresh">
								{t('again.last')}
							</LinkButton>
							<LinkButton to="/quick-order?from=bought" icon="list">
								{t('again.of.bought')}
							</LinkButton>
						</>
					) : null
				}
			/>
		)
	const { kind, name, href } = source
	const crumbs = [
		{ label: t('quick.title'), href: '/quick-order' },
		{ label: kind === 'bought' ? t('again.of.bought') : name, ...(href ? { href } : {}) },
	]
	return (
		<PageHeader
			breadcrumbs={<Breadcrumbs label={t('again.breadcrumbs')} crumbs={crumbs} />}
			title={t(`again.of.${kind}`, { name })}
			lead={t(`again.lead.${kind === 'list' ? 'order' : kind}`)}
		/>
	)
}

type Sheet = ReturnType<typeof useRows>

/** The ways that leave the page: straight to the checkout with what is ready, or a price asked for it. */
function useOnward(ready: Sheet['rows']) {
	const submit = useSubmit()
	const { state, formData } = useNavigation()
	const intent = state === 'idle' ? null : formData?.get('intent')
	return {
		going: intent === 'express' || intent === 'quote' ? (intent as 'express' | 'quote') : null,
		submit(event: FormEvent<HTMLFormElement>, act: 'express' | 'quote') {
			event.preventDefault()
			if (ready.length > 0 && state === 'idle')
				submit({ intent: act, rows: JSON.stringify(ready.map(typedOf)), note: String(new FormData(event.currentTarget).get('note') ?? '') }, { method: 'post' })
		},
	}
}

/** Only what is ready goes into the cart; the rest stays on the page, to be put right. */
function useAdding(ready: Sheet['rows'], drop: Sheet['drop']) {
	const fetcher = useFetcher<QuickAnswer>()
	const sent = useRef<number[]>([])
	const [added, setAdded] = useState<{ count: number; key: number } | null>(null)
	const { data, state } = fetcher
	useEffect(() => {
		if (state !== 'idle' || data?.kind !== 'added' || sent.current.length === 0) return
		drop(sent.current)
		sent.current = []
		setAdded((before) => ({ count: data.added, key: (before?.key ?? 0) + 1 }))
	}, [state, data, drop])
	return {
		added,
		isBusy: state !== 'idle',
		refusals: data?.kind === 'checked' ? data.refusals : [],
		submit(event: FormEvent<HTMLFormElement>) {
			event.preventDefault()
			if (ready.length === 0 || state !== 'idle') return
			sent.current = ready.map(({ key }) => key)
			fetcher.submit({ intent: 'add', rows: JSON.stringify(ready.map(typedOf)) }, { method: 'post' })
		},
	}
}

function Added({ count }: { count: number }) {
	const { t } = useTranslation('checkout')
	return (
		<Banner
			tone="positive"
			live
			action={
				<LinkButton to="/cart" size="sm">
					{t('quick.toCart')}
				</LinkButton>
			}
		>
			{t('quick.added', { count })}
		</Banner>
	)
}

type OnwardProps = {
	filled: number
	ready: number
	isChecking: boolean
	isAdding: boolean
	going: 'express' | 'quote' | null
	mayBuy: boolean
	children: React.ReactNode
}

/** Always in sight: how many rows can go, what they come to, and the one way on. */
function Onward({ filled, ready, isChecking, isAdding, going, mayBuy, children }: OnwardProps) {
	const { t } = useTranslation('checkout')
	const open = filled - ready
	return (
		<div className="fixed inset-x-0 bottom-0 z-30 border-t border-rule bg-surface shadow-lift print:hidden">
			<div className="mx-auto flex max-w-page flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 sm:px-8">
				<p aria-live="polite" className="text-sm text-ink-soft">
					{isChecking ? t('quick.checking') : t('quick.rows', { count: filled })}
					{!isChecking && open > 0 ? <span className="block font-medium text-danger sm:ml-3 sm:inline">{t('quick.open', { count: open })}</span> : null}
				</p>
				<p className="ml-auto mr-3 text-right font-display text-xl leading-6">{children}</p>
				<div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:grow">
					{mayBuy ? (
						<>
							<Button type="submit" name="intent" value="quote" variant="quiet" pending={going === 'quote'} disabled={ready === 0}>
								{t('quick.quote')}
							</Button>
							<Button type="submit" name="intent" value="express" pending={going === 'express'} disabled={ready === 0}>
								{t('quick.express')}
							</Button>
						</>
					) : null}
					<Button type="submit" name="intent" value="add" variant="primary" icon="plus" pending={isAdding} disabled={ready === 0}>
						{ready === 0 ? t('quick.addAll') : t('quick.add', { count: ready })}
					</Button>
				</div>
			</div>
		</div>
	)
}
