import { Form, useNavigation, useSubmit } from '@remix-run/react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseMinor, printMinor } from '../../engine/base/money.ts'
import { useReader } from '../format/locale.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { DayText } from '../parts/date-text.tsx'
import { control } from '../parts/field.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { CardField, type CardFieldHandle } from '../payment/card-field.tsx'
import { completeAction, type NextAction } from '../payment/complete-action.ts'
import type { BrowserPayment } from '../payment/stripe-script.ts'
import { InvoiceStatus } from './invoice-status.tsx'

type Payable = { id: number; kind: string; number: string; dueOn: string; totalMinor: number; settledMinor: number; overdueDays: number }
type Typed = { invoices: readonly { invoiceId: number; amount: string }[]; creditNoteIds: readonly number[]; usesCash: boolean }
type PayPage = {
	invoices: readonly Payable[]
	creditNotes: readonly Payable[]
	currency: string
	/** Money of hers that is not applied to an invoice. */
	cashMinor: number
	mayPay: boolean
	isRep: boolean
	browser: BrowserPayment | null
	accountNumber: string
	/** The amounts were agreed before: they are read, not typed. */
	isFixed?: boolean
}

const openOf = ({ totalMinor, settledMinor }: Payable) => totalMinor - settledMinor

/** One card payment over the chosen invoices, each wholly or in part; what it comes to is shown as it is typed and decided by the server. */
export function PayForm({ page, typed, paymentKey, nextAction }: { page: PayPage; typed: Typed | null; paymentKey: string; nextAction: NextAction | null }) {
	const { t } = useTranslation('account')
	const { currency } = page
	const [amounts, setAmounts] = useState<ReadonlyMap<number, string>>(
		() =>
			new Map(page.invoices.map((one) => [one.id, typed?.invoices.find(({ invoiceId }) => invoiceId === one.id)?.amount ?? printMinor(openOf(one), currency)])),
	)
	const [notes, setNotes] = useState<ReadonlySet<number>>(() => new Set(typed ? typed.creditNoteIds : page.creditNotes.map(({ id }) => id)))
	const wanted = [...amounts.values()].reduce((sum, text) => sum + (parseMinor(text.replace(',', '.'), currency) ?? 0), 0)
	const credit = page.creditNotes.filter(({ id }) => notes.has(id)).reduce((sum, one) => sum - openOf(one), 0)
	const [usesCash, setUsesCash] = useState(typed ? typed.usesCash : page.cashMinor > 0)
	const netted = Math.min(wanted, credit)
	const cash = usesCash ? Math.min(wanted - netted, page.cashMinor) : 0
	const due = wanted - netted - cash
	const pay = usePayment(page, due, nextAction, paymentKey)
	return (
		<Form method="post" onSubmit={pay.onSubmit} className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_22rem]">
			<input type="hidden" name="key" value={paymentKey} />
			<input type="hidden" name="intent" value="pay" />
			<div className="grid content-start gap-8">
				<PayTable page={page} amounts={amounts} onAmount={(id, text) => setAmounts(new Map(amounts).set(id, text))} />
				<NoteChoice
					notes={page.creditNotes}
					chosen={notes}
					currency={currency}
					onChoose={(id, on) => setNotes(new Set(on ? [...notes, id] : [...notes].filter((one) => one !== id)))}
				/>
				{page.cashMinor > 0 ? <CashChoice page={page} isChosen={usesCash} onChoose={setUsesCash} /> : null}
			</div>
			<aside className="grid content-start gap-6">
				<Section title={t('pay.sum')}>
					<KeyValueList
						sums
						rows={[
							{ key: 'wanted', label: t('pay.invoices', { count: page.invoices.length }), value: <Money minor={wanted} currency={currency} /> },
							...(credit > 0 ? [{ key: 'credit', label: t('pay.netted'), value: <Money minor={-netted} currency={currency} /> }] : []),
							...(cash > 0 ? [{ key: 'cash', label: t('pay.cash'), value: <Money minor={-cash} currency={currency} /> }] : []),
							{ key: 'due', label: t('pay.due'), value: <Money minor={due} currency={currency} />, strong: true },
						]}
					/>
				</Section>
				{page.mayPay || (page.isRep && due === 0) ? <CardPart page={page} due={due} pay={pay} /> : null}
				<p className="text-sm text-ink-soft">{t('pay.transfer', { number: page.accountNumber })}</p>
			</aside>
		</Form>
	)
}

type Paying = ReturnType<typeof usePayment>

function CardPart({ page, due, pay }: { page: PayPage; due: number; pay: Paying }) {
	const { t } = useTranslation(['account', 'common'])
	const { locale } = useReader()
	const words = {
		label: t('common:cardField.label'),
		loading: t('common:cardField.loading'),
		unavailable: t('common:cardField.unavailable'),
		retry: t('common:cardField.retry'),
		refused: t('common:cardField.refused'),
	}
	return (
		<div className="grid gap-4">
			{page.browser && due > 0 ? <CardField ref={pay.card} payment={page.browser} locale={locale} words={words} /> : null}
			{page.browser || due === 0 ? null : <Banner tone="info">{t('pay.noCard')}</Banner>}
			{pay.message ? (
				<p role="alert" className="text-sm text-danger">
					{pay.message}
				</p>
			) : null}
			{page.browser || due === 0 ? (
				<Button type="submit" variant="primary" size="lg" wide pending={pay.isBusy}>
					{due === 0 ? t('pay.settle') : t('pay.now')}
				</Button>
			) : null}
		</div>
	)
}

/** Turns the card into an id before the form leaves, and takes the buyer through her bank's question when it has one. */
function usePayment(page: PayPage, due: number, nextAction: NextAction | null, paymentKey: string) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	const card = useRef<CardFieldHandle>(null)
	const submit = useSubmit()
	const isSending = useNavigation().state !== 'idle'
	const [isBusy, setBusy] = useState(false)
	const [message, setMessage] = useState<string | null>(null)

	async function onSubmit(event: FormEvent<HTMLFormElement>) {
		if (due === 0 || !page.browser) return
		event.preventDefault()
		const form = new FormData(event.currentTarget)
		setBusy(true)
		setMessage(null)
		const made = await card.current?.createCard()
		setBusy(false)
		if (!made?.ok) return setMessage(made?.message ?? t('pay.noCard'))
		form.set('paymentMethodId', made.paymentMethodId)
		submit(form, { method: 'post' })
	}

	// biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each question of the bank
	useEffect(() => {
		const { browser } = page
		if (!nextAction || !browser) return
		setBusy(true)
		void completeAction(nextAction, browser, locale).then((completed) => {
			setBusy(false)
			if (completed.kind === 'refused') setMessage(completed.message ?? t('pay.bankRefused'))
			// Answered or closed: what it means is read at the processor.
			if (completed.kind === 'answered') submit({ intent: 'finish', key: paymentKey }, { method: 'post' })
		})
	}, [nextAction])
	return { card, onSubmit, isBusy: isBusy || isSending, message }
}

type PayTableProps = { page: PayPage; amounts: ReadonlyMap<number, string>; onAmount: (id: number, text: string) => void }

function PayTable({ page, amounts, onAmount }: PayTableProps) {
	const { t } = useTranslation('account')
	return (
		<Table caption={t('invoices.title')} stacks>
			<THead>
				<tr>
					<Th>{t('invoices.column.number')}</Th>
					<Th>{t('orders.column.status')}</Th>
					<Th numeric>{t('invoices.column.open')}</Th>
					<Th numeric>{t('pay.amount')}</Th>
				</tr>
			</THead>
			<TBody>
				{page.invoices.map((invoice) => (
					<Tr key={invoice.id}>
						<Td>
							<input type="hidden" name="invoice" value={invoice.id} />
							<span className="block font-medium">{invoice.number}</span>
							<span className="text-ink-soft">
								{t('invoices.dueOn')} <DayText day={invoice.dueOn} />
							</span>
						</Td>
						<Td label={t('orders.column.status')}>
							<InvoiceStatus invoice={invoice} overdueDays={invoice.overdueDays} />
						</Td>
						<Td label={t('invoices.column.open')} numeric>
							<Money minor={openOf(invoice)} currency={page.currency} />
						</Td>
						<Td label={t('pay.amount')} numeric>
							{page.isFixed ? (
								<Money minor={parseMinor(amounts.get(invoice.id) ?? '', page.currency) ?? 0} currency={page.currency} />
							) : (
								<input
									name={`amount-${invoice.id}`}
									inputMode="decimal"
									autoComplete="off"
									aria-label={t('pay.amountOf', { number: invoice.number })}
									className={cn(control, 'ml-auto h-9 w-28 text-right tabular-nums')}
									value={amounts.get(invoice.id) ?? ''}
									onChange={(event) => onAmount(invoice.id, event.currentTarget.value)}
								/>
							)}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

/** Money that came before pays first, unless she says otherwise. */
function CashChoice({ page, isChosen, onChoose }: { page: PayPage; isChosen: boolean; onChoose: (on: boolean) => void }) {
	const { t } = useTranslation('account')
	return (
		<label className="flex items-center gap-3 text-sm">
			<input
				type="checkbox"
				name="cash"
				value="yes"
				className="size-5 accent-accent"
				checked={isChosen}
				onChange={(event) => onChoose(event.currentTarget.checked)}
			/>
			{t('pay.useCash')}
			<Money minor={page.cashMinor} currency={page.currency} />
		</label>
	)
}

type NoteProps = { notes: readonly Payable[]; chosen: ReadonlySet<number>; currency: string; onChoose: (id: number, on: boolean) => void }

function NoteChoice({ notes, chosen, currency, onChoose }: NoteProps) {
	const { t } = useTranslation('account')
	if (notes.length === 0) return null
	return (
		<fieldset className="grid gap-2 text-sm">
			<legend className="mb-2 font-medium">{t('pay.notes')}</legend>
			{notes.map((note) => (
				<label key={note.id} className="flex items-center gap-3">
					<input
						type="checkbox"
						name="note"
						value={note.id}
						className="size-5 accent-accent"
						checked={chosen.has(note.id)}
						onChange={(event) => onChoose(note.id, event.currentTarget.checked)}
					/>
					{note.number}
					<Money minor={-openOf(note)} currency={currency} />
				</label>
			))}
		</fieldset>
	)
}
