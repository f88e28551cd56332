import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { OpenInvoice } from './age-invoices.ts'

export type PaymentPlan = {
	amountMinor: number
	invoices: readonly OpenInvoice[]
	/** What the payer chose, with the amount for each or null for all that is open; null: the oldest first. */
	chosen: readonly { invoiceId: number; amountMinor: number | null }[] | null
	/** Credit notes to net with this payment. */
	creditNoteIds: readonly number[]
}

/** A credit note's `amountMinor` is negative: as much of it as was used. */
export type Application = { invoiceId: number; amountMinor: number }
export type PaymentOutcome = { applications: Application[]; unappliedMinor: number }

/**
 * One payment over many invoices: credit notes are netted first, then the money settles the chosen invoices or the
 * oldest, wholly or in part; what is left stays unapplied cash (commerce-engine.md section 8). Refuses
 * `INVOICE_NOT_OPEN`, `PAYMENT_EXCEEDS_OPEN` and `PAYMENT_SHORT` (chosen amounts sum to more than was paid), all at once.
 */
export function applyPayment({ amountMinor, invoices, chosen, creditNoteIds }: PaymentPlan): Result<PaymentOutcome> {
	const open = new Map(invoices.filter((one) => one.totalMinor !== one.settledMinor).map((one) => [one.invoiceId, one]))
	const notes = [...new Set(creditNoteIds)].flatMap((id) => open.get(id) ?? []).filter(({ kind }) => kind === 'credit_note')
	const targets = chosen
		? chosen.map(({ invoiceId, amountMinor: wanted }) => ({ invoiceId, wantedMinor: wanted ?? openOf(open.get(invoiceId)) }))
		: oldestFirst([...open.values()])
	const refusals = check(targets, open, creditNoteIds)
	const wantedMinor = targets.reduce((sum, target) => sum + target.wantedMinor, 0)
	const creditMinor = notes.reduce((sum, note) => sum - openOf(note), 0)
	if (chosen?.some((one) => one.amountMinor !== null) && wantedMinor > amountMinor + creditMinor) {
		refusals.push(refusal('PAYMENT_SHORT', { shortMinor: wantedMinor - amountMinor - creditMinor }))
	}
	if (refusals.length > 0) return { ok: false, refusals }

	const netted = use(
		notes.map((note) => ({ invoiceId: note.invoiceId, wantedMinor: -openOf(note) })),
		wantedMinor,
	)
	const nettedMinor = sumOf(netted)
	const settled = use(targets, amountMinor + nettedMinor)
	const applications = [...settled, ...netted.map((one) => ({ ...one, amountMinor: -one.amountMinor }))]
	return { ok: true, applications, unappliedMinor: amountMinor + nettedMinor - sumOf(settled) }
}

type Target = { invoiceId: number; wantedMinor: number }

const openOf = (one: OpenInvoice | undefined) => (one ? one.totalMinor - one.settledMinor : 0)
const sumOf = (applications: readonly Application[]) => applications.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

function oldestFirst(open: readonly OpenInvoice[]): Target[] {
	const invoices = open.filter(({ kind }) => kind === 'invoice')
	const byAge = invoices.sort((a, b) => compare(a.dueOn, b.dueOn) || compare(a.issuedOn, b.issuedOn) || a.invoiceId - b.invoiceId)
	return byAge.map((one) => ({ invoiceId: one.invoiceId, wantedMinor: openOf(one) }))
}

function check(targets: readonly Target[], open: ReadonlyMap<number, OpenInvoice>, creditNoteIds: readonly number[]): Refusal[] {
	const twice = targets.filter(({ invoiceId }, index) => targets.findIndex((one) => one.invoiceId === invoiceId) !== index)
	const missing = targets.filter(({ invoiceId }) => open.get(invoiceId)?.kind !== 'invoice')
	const notNotes = creditNoteIds.filter((id) => open.get(id)?.kind !== 'credit_note')
	const wrong = targets.filter(
		({ invoiceId, wantedMinor }) => open.get(invoiceId)?.kind === 'invoice' && (wantedMinor > openOf(open.get(invoiceId)) || wantedMinor <= 0),
	)
	return [
		...[...new Set([...missing, ...twice].map(({ invoiceId }) => invoiceId)), ...new Set(notNotes)].map((invoiceId) =>
			refusal('INVOICE_NOT_OPEN', { invoiceId }),
		),
		...wrong.map(({ invoiceId, wantedMinor }) => refusal('PAYMENT_EXCEEDS_OPEN', { invoiceId, wantedMinor, openMinor: openOf(open.get(invoiceId)) })),
	]
}

/** Spends up to `budgetMinor` on the targets in order. */
function use(targets: readonly Target[], budgetMinor: number): Application[] {
	let left = budgetMinor
	const applications: Application[] = []
	for (const { invoiceId, wantedMinor } of targets) {
		const amountMinor = Math.min(left, wantedMinor)
		if (amountMinor <= 0) continue
		applications.push({ invoiceId, amountMinor })
		left -= amountMinor
	}
	return applications
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0
}
