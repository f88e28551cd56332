import { afterAll, beforeAll } from 'vitest'
import type { PaymentConnector } from '../../app/connectors/payment/contract.ts'
import { openStripeStandIn, type StandIn } from '../../app/connectors/stripe/stand-in/open-stand-in.server.ts'
import { openStripe } from '../../app/connectors/stripe/stripe.server.ts'
import { paymentContract } from './payment.contract.ts'

const keys = { secretKey: 'sk_test_contract', publishableKey: 'pk_test_contract' }
let standIn: StandIn
let pay: PaymentConnector

beforeAll(async () => {
	standIn = await openStripeStandIn(keys)
	pay = openStripe({ ...keys, webhookSecret: 'whsec_contract', standInOrigin: standIn.origin })
})
afterAll(() => standIn.close())

paymentContract('the stand-in, through the real SDK', () => pay)
