import { describe, expect, test } from 'vitest'
import { openStripe } from '../../app/connectors/stripe/stripe.server.ts'
import { paymentContract } from './payment.contract.ts'

const secretKey = process.env['STRIPE_SECRET_KEY'] ?? ''
const open = () => openStripe({ secretKey, publishableKey: '', webhookSecret: '' })

// The same suite against Stripe, where a test key is given: the stand-in is only as good as this stays green.
describe.skipIf(!/^(sk|rk)_test_/.test(secretKey))('Stripe itself (needs STRIPE_SECRET_KEY, a test key)', () => {
	test('the key is a test key', () => expect(open().browser?.mode).toBe('test'))
	paymentContract('Stripe', open)
})
