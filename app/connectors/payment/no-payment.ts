import { refusal, refused } from '../../engine/base/refusal.ts'
import type { PaymentConnector } from './contract.ts'

/** Where no keys are set: the shop lives on terms alone, and says so to whoever would pay by card. */
export function noPayment(): PaymentConnector {
	const unavailable = async () => refused(refusal('payment.unavailable'))
	return {
		browser: null,
		createIntent: unavailable,
		confirm: unavailable,
		capture: unavailable,
		cancel: unavailable,
		refund: unavailable,
		retrieve: unavailable,
		retrieveRefund: unavailable,
		retrieveDispute: unavailable,
		listIntents: unavailable,
		createCustomer: unavailable,
		createSetupIntent: unavailable,
		retrieveSetupIntent: unavailable,
		listCards: unavailable,
		detachCard: unavailable,
		verifyWebhook: () => refused(refusal('webhook.unsigned')),
	}
}
