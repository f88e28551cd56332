import { type BrowserPayment, openStripeScript } from './stripe-script.ts'

/** What the buyer must still do at her bank, as the payment connector answers it. */
export type NextAction = { kind: 'redirect'; url: string } | { kind: 'script'; clientSecret: string }

export type Completed =
	/** The bank has its answer. What it means is read by the server, never believed from here. */
	| { kind: 'answered' }
	/** The page is being left for the bank's; the return page goes on. */
	| { kind: 'leaving' }
	/** The question was closed or answered no, in the processor's words for the buyer. */
	| { kind: 'refused'; code: string | null; message: string | null }

/** 3-D Secure in the browser: goes to the bank's page, or asks over this one. */
export async function completeAction(action: NextAction, payment: BrowserPayment, locale: string): Promise<Completed> {
	if (action.kind === 'redirect') {
		window.location.assign(action.url)
		return { kind: 'leaving' }
	}
	const script = await openStripeScript(payment, locale)
	const { error } = await script.handleNextAction({ clientSecret: action.clientSecret })
	return error ? { kind: 'refused', code: error.code ?? null, message: error.message ?? null } : { kind: 'answered' }
}
