import type { Tx } from '../../../db/client.server.ts'
import { type LockedInvoice, lockInvoices } from '../../../db/queries/invoice.ts'
import { insertCashApplications, lockCash } from '../../../db/queries/payment.ts'
import { lockCredit } from '../../../db/queries/submit.ts'
import type { Result } from '../../engine/base/refusal.ts'
import { type CashApplication, spreadCash } from '../../engine/invoice/spread-cash.ts'
import { saveEvents } from '../event/save-events.ts'
import { paidEvent } from './save-payment.ts'

export type CashToApply = {
	accountId: number
	billToAccountId: number
	contactId: number | null
	actedByUserId: number | null
	currency: string
	/** Null: whatever the account has. */
	paymentId: number | null
	/** Null: the oldest first. */
	chosen: readonly { invoiceId: number; amountMinor: number | null }[] | null
	mostMinor: number | null
	/** What was chosen may be paid by now: it is met as far as it is open, and nothing is refused. */
	keeps?: boolean
	at: Date
}
export type AppliedCash = { applications: CashApplication[]; appliedMinor: number; settled: string[] }

/** Applies money that came before to invoices: locks credit, payments and invoices, decides on what is open now, saves in one statement. */
export async function saveCash(tx: Tx, wish: CashToApply): Promise<Result<AppliedCash>> {
	const { accountId, billToAccountId, currency, chosen, at } = wish
	await lockCredit(tx, billToAccountId)
	const cash = (await lockCash(tx, { accountId, paymentId: wish.paymentId })).filter((one) => one.currency === currency)
	const invoices = (await lockInvoices(tx, { accountId, invoiceIds: chosen?.map(({ invoiceId }) => invoiceId) ?? null })).filter(
		(one) => one.currency === currency,
	)
	const plan = spreadCash({ cash, invoices, chosen: chosen && wish.keeps ? stillOpen(chosen, invoices) : chosen, mostMinor: wish.mostMinor })
	if (!plan.ok) return wish.keeps ? { ok: true, applications: [], appliedMinor: 0, settled: [] } : plan
	if (plan.applications.length > 0) await insertCashApplications(tx, { accountId, billToAccountId, applications: plan.applications, at })
	const settled = invoices.filter((one) => one.kind === 'invoice' && one.settledMinor + appliedTo(plan.applications, one) === one.totalMinor)
	await saveEvents(
		tx,
		settled.map((one) => paidEvent(wish, one, lastOf(plan.applications, one), appliedTo(plan.applications, one))),
	)
	return { ok: true, applications: plan.applications, appliedMinor: plan.appliedMinor, settled: settled.map(({ number }) => number) }
}

function stillOpen(chosen: NonNullable<CashToApply['chosen']>, invoices: readonly LockedInvoice[]) {
	const rest = new Map(invoices.map((one) => [one.invoiceId, one.totalMinor - one.settledMinor]))
	return chosen.flatMap(({ invoiceId, amountMinor }) => {
		const left = rest.get(invoiceId)
		return left ? [{ invoiceId, amountMinor: Math.min(amountMinor ?? left, left) }] : []
	})
}

/** What a choice leaves for a payment after cash has met its part. */
export function withoutCash<Chosen extends { invoices: NonNullable<CashToApply['chosen']> | null }>(chosen: Chosen, { applications }: AppliedCash): Chosen {
	const met = (id: number) => applications.reduce((sum, one) => sum + (one.invoiceId === id ? one.amountMinor : 0), 0)
	const invoices = chosen.invoices?.flatMap(({ invoiceId, amountMinor }) => {
		const left = amountMinor === null ? null : amountMinor - met(invoiceId)
		return left === 0 ? [] : [{ invoiceId, amountMinor: left }]
	})
	return { ...chosen, invoices: invoices ?? null }
}

const of = (applications: readonly CashApplication[], { invoiceId }: LockedInvoice) => applications.filter((one) => one.invoiceId === invoiceId)
const appliedTo = (applications: readonly CashApplication[], invoice: LockedInvoice) =>
	of(applications, invoice).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
const lastOf = (applications: readonly CashApplication[], invoice: LockedInvoice) => of(applications, invoice).at(-1)?.paymentId ?? 0
