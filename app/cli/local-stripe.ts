import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openStripeStandIn, type StandIn } from '../connectors/stripe/stand-in/open-stand-in.server.ts'
import type { Env } from '../platform/env.server.ts'

export type LocalStripe = { origin: string; settings: Record<string, string>; tellShopAt: (address: string) => void; stop: () => Promise<void> }

/**
 * Stripe for a shop without keys: opened here, beside web and worker, so that it outlives their restarts as Stripe
 * would. Null when there are keys, and in production, where cards are then simply not taken.
 */
export async function openLocalStripe(env: Env, clock: () => Date): Promise<LocalStripe | null> {
	if (env.STRIPE_SECRET_KEY || env.KONTOR_MODE === 'production') return null
	const made = () => randomBytes(18).toString('hex')
	// A trial turns the stand-in's knobs, so there its key is known.
	const keys = { secretKey: env.KONTOR_MODE === 'test' ? 'sk_test_trial' : `sk_test_${made()}`, publishableKey: `pk_test_${made()}` }
	const webhookSecret = `whsec_${made()}`
	const standIn = await openBeside(env, { ...keys, journal: join(env.KONTOR_DATA_DIR, 'stripe-stand-in.jsonl'), now: () => clock().getTime() })
	return {
		origin: standIn.origin,
		settings: {
			STRIPE_SECRET_KEY: keys.secretKey,
			STRIPE_PUBLISHABLE_KEY: keys.publishableKey,
			STRIPE_WEBHOOK_SECRET: webhookSecret,
			STRIPE_STAND_IN_ORIGIN: standIn.origin,
		},
		tellShopAt: (address) => standIn.tell({ url: `${address}/webhooks/stripe`, secret: webhookSecret }),
		stop: standIn.close,
	}
}

/** The port after the shop's, so that whoever forwards one can forward the other; any free one when it is taken. */
function openBeside(env: Env, settings: Parameters<typeof openStripeStandIn>[0]): Promise<StandIn> {
	const port = env.PORT === 0 || env.PORT >= 65_535 ? 0 : env.PORT + 1
	return openStripeStandIn({ ...settings, port }).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EADDRINUSE') throw error
		return openStripeStandIn({ ...settings, port: 0 })
	})
}
