import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { readOpenInvoices } from '../../../db/queries/invoice.ts'
import { readUnappliedCash } from '../../../db/queries/payment.ts'
import { claimInvoiceAttempt, type InvoiceAttempt, markAttempt, readInvoiceAttempt } from '../../../db/queries/payment-attempt.ts'
import { answerKey, claimKey } from '../../../db/queries/submit.ts'
import type { Intent, NextAction, PaymentConnector } from '../../connectors/payment/contract.ts'
import { hashOf } from '../../engine/base/hash.ts'
import { type Refusal, type Result, refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { type LoadedChoice, loadChosen, type TypedChoice } from './load-chosen.ts'
import { type Kept, saveCaptured } from './save-captured.ts'
import { saveCash, withoutCash } from './save-cash.ts'
import { type ChosenInvoices, type SavedPayment, savePayment } from './save-payment.ts'

export type PayInvoices = TypedChoice & {
	paymentMethodId: string | null
	/** Money that came before and is not applied pays first. */
	usesCash?: boolean
	idempotencyKey: string
	at: Date
}
export type Paid = { ok: true; paid: SavedPayment; isReplay: boolean }
/** The bank asks the buyer first; `finishPayment` goes on with the same key. */
export type Asked = { ok: true; nextAction: NextAction; idempotencyKey: string }
export type NotPaid = { ok: false; refusals: Refusal[] }

const payers = new Set(['owner', 'buyer'])
const keyOf = (accountId: number, key: string) => `invoices:${accountId}:${key}`

/**
 * Pays chosen invoices with one card payment, wholly or partly, credit notes netted (commerce-engine.md section 8). The
 * attempt is committed before the call; what was captured is booked whatever happened to the invoices meanwhile, the
 * rest staying unapplied cash. The same key again is the same payment. Null: a guest.
 */
export async function payInvoices(db: Db, payment: PaymentConnector, shopper: Shopper, input: PayInvoices): Promise<Paid | Asked | NotPaid | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	if (shopper.kind !== 'rep' && !payers.has(shopper.role)) return { ok: false, refusals: [refusal('ROLE_MAY_NOT')] }
	const key = keyOf(accountId, input.idempotencyKey)
	const started = await withTransaction(db, async (tx) => {
		const requestHash = hashOf({
			invoices: input.invoices.map(({ invoiceId, amount }) => [invoiceId, amount]),
			creditNoteIds: [...input.creditNoteIds],
			...(input.usesCash ? { usesCash: true } : {}),
		})
		const known = await claimKey(tx, { accountId, key, requestHash, at: input.at })
		if (known.requestHash !== requestHash) return { ok: false as const, refusals: [refusal('payment.key_reused')] }
		const before = known.answer as Kept | null
		if (before?.paid) return { ok: true as const, paid: before.paid, isReplay: true }
		const choice = before ? { ok: true as const, chosen: before.chosen } : await choose(tx, shopper, accountId, input)
		if (!choice.ok) return choice
		const due = 'dueMinor' in choice ? choice.dueMinor : null
		if (due === 0) return bookCredit(tx, shopper, { ...input, key, accountId }, choice as LoadedChoice)
		// A rep settles with what is there; a card is the buyer's own.
		if (shopper.kind === 'rep') return { ok: false as const, refusals: [refusal('CARD_BY_BUYER')] }
		if (!input.paymentMethodId) return { ok: false as const, refusals: [refusal('CARD_NEEDED')] }
		const attempt = await claimInvoiceAttempt(tx, {
			...{ accountId, key, amountMinor: due ?? 0, currency: shopper.account.currency, paymentMethodId: input.paymentMethodId, at: input.at },
		})
		if (!before) await answerKey(tx, { accountId, key, orderId: null, answer: { chosen: choice.chosen, paid: null } satisfies Kept })
		return { ok: true as const, attempt }
	})
	if (!('attempt' in started)) return started
	const { attempt } = started
	const answer = await payment.createIntent({
		...{ amountMinor: attempt.amountMinor, currency: attempt.currency, paymentMethodId: input.paymentMethodId ?? '', confirm: true, idempotencyKey: key },
		metadata: { account: String(accountId), attempt: String(attempt.id), purpose: 'invoices' },
	})
	if (!answer.ok) return decline(db, shopper, attempt, answer.refusals, input.at)
	return complete(db, payment, shopper, { attempt, intent: answer.intent, idempotencyKey: input.idempotencyKey, at: input.at })
}

/** Goes on after the buyer has answered her bank: what that means is read at the processor, never believed from the browser. Null: no such payment. */
export async function finishPayment(
	db: Db,
	payment: PaymentConnector,
	shopper: Shopper,
	input: { idempotencyKey: string; at: Date },
): Promise<Paid | Asked | NotPaid | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const attempt = await readInvoiceAttempt(db, { accountId, key: keyOf(accountId, input.idempotencyKey) })
	if (!attempt?.stripeIntentId) return null
	const answer = await payment.retrieve(attempt.stripeIntentId)
	if (!answer.ok) return answer
	return complete(db, payment, shopper, { attempt, intent: answer.intent, ...input })
}

type Under = { attempt: InvoiceAttempt; intent: Intent; idempotencyKey: string; at: Date }

async function complete(db: Db, payment: PaymentConnector, shopper: Shopper, under: Under): Promise<Paid | Asked | NotPaid> {
	const { attempt, intent, idempotencyKey, at } = under
	const accountId = shopper.account.accountId ?? 0
	if (intent.status === 'requires_action' && intent.nextAction) {
		await withTransaction(db, (tx) => markAttempt(tx, { accountId, attemptId: attempt.id, state: 'requires_action', stripeIntentId: intent.id, at }))
		return { ok: true, nextAction: intent.nextAction, idempotencyKey }
	}
	if (intent.status !== 'requires_capture' && intent.status !== 'succeeded')
		return decline(db, shopper, { ...attempt, stripeIntentId: intent.id }, [refusal('card.declined')], at)
	// Written down before the money moves, so that a crash between the two leaves something to find.
	if (attempt.state !== 'captured')
		await withTransaction(db, (tx) => markAttempt(tx, { accountId, attemptId: attempt.id, state: 'authorised', stripeIntentId: intent.id, at }))
	const captured = await payment.capture({ intentId: intent.id, currency: attempt.currency, idempotencyKey: `${attempt.idempotencyKey}:capture` })
	if (!captured.ok) return captured
	const { contactId, account } = shopper
	const payer = { accountId, billToAccountId: account.billToAccountId ?? accountId, contactId }
	return withTransaction(db, (tx) => saveCaptured(tx, payer, { attempt, intent: captured.intent, at }))
}

/** What was chosen, and how much of it unapplied cash meets after the credit notes. */
async function choose(tx: Tx, shopper: Shopper, accountId: number, input: PayInvoices): Promise<Result<LoadedChoice>> {
	const { currency } = shopper.account
	const loaded = loadChosen(await readOpenInvoices(tx, accountId), input, currency)
	if (!loaded.ok || !input.usesCash) return loaded
	const cash = (await readUnappliedCash(tx, accountId)).filter((one) => one.currency === currency)
	const cashMinor = Math.min(
		loaded.dueMinor,
		cash.reduce((sum, one) => sum + one.amountMinor - one.appliedMinor, 0),
	)
	return { ...loaded, chosen: { ...loaded.chosen, cashMinor }, dueMinor: loaded.dueMinor - cashMinor }
}

/** Credit notes and cash that cover all of it: nothing to charge. */
async function bookCredit(tx: Tx, shopper: Shopper, input: PayInvoices & { key: string; accountId: number }, choice: LoadedChoice): Promise<Paid | NotPaid> {
	const { accountId, key, at } = input
	const contactId = shopper.contactId
	const actedByUserId = shopper.kind === 'rep' ? shopper.userId : null
	const payer = { accountId, billToAccountId: shopper.account.billToAccountId ?? accountId, contactId, actedByUserId, currency: choice.currency, at }
	const { chosen } = choice
	const cash = chosen.cashMinor ? await saveCash(tx, { ...payer, paymentId: null, chosen: chosen.invoices, mostMinor: chosen.cashMinor }) : null
	if (cash && !cash.ok) return cash
	const rest = cash ? withoutCash(chosen, cash) : chosen
	const notes = await bookNotes(tx, payer, choice, rest)
	if (notes && !notes.ok) return notes
	const paid: SavedPayment = {
		...{ paymentId: notes?.paymentId ?? cash?.applications[0]?.paymentId ?? 0, unappliedMinor: 0, currency: choice.currency },
		...{ appliedMinor: choice.nettedMinor + (cash?.appliedMinor ?? 0), settled: [...(cash?.settled ?? []), ...(notes?.settled ?? [])] },
	}
	await answerKey(tx, { accountId, key, orderId: null, answer: { chosen, paid } })
	return { ok: true, paid, isReplay: false }
}

type Payer = { accountId: number; billToAccountId: number; contactId: number | null; actedByUserId: number | null; currency: string; at: Date }

async function bookNotes(tx: Tx, payer: Payer, { nettedMinor }: LoadedChoice, chosen: ChosenInvoices) {
	if (nettedMinor === 0) return null
	const saved = await savePayment(tx, { ...payer, method: 'credit', amountMinor: nettedMinor, reference: null, stripeIntentId: null, chosen, keeps: false })
	return saved ?? { ok: false as const, refusals: [refusal('payment.key_reused')] }
}

async function decline(db: Db, shopper: Shopper, attempt: InvoiceAttempt, refusals: Refusal[], at: Date): Promise<NotPaid> {
	const accountId = shopper.account.accountId ?? 0
	const code = refusals[0]?.code ?? 'payment.refused'
	// Nobody knows what became of a call that was not answered: the attempt stays, and the same key asks again.
	if (code === 'payment.unreachable') return { ok: false, refusals }
	await withTransaction(db, async (tx) => {
		await markAttempt(tx, { accountId, attemptId: attempt.id, state: 'declined', stripeIntentId: attempt.stripeIntentId, failureCode: code, at })
		const payload = { purpose: 'invoices', amountMinor: attempt.amountMinor, currency: attempt.currency, code }
		await saveEvents(tx, [{ topic: 'payment.declined', subject: `account:${accountId}`, accountId, contactId: shopper.contactId, payload, occurredAt: at }])
	})
	return { ok: false, refusals }
}
