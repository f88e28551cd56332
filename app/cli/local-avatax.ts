import { randomBytes } from 'node:crypto'
import { openAvataxStandIn } from '../connectors/tax/avatax/stand-in/open-stand-in.server.ts'
import type { Env } from '../platform/env.server.ts'

export type LocalAvatax = { origin: string; settings: Record<string, string>; stop: () => Promise<void> }

/** AvaTax for a shop without keys, beside web and worker. Null when there are keys, and in production. */
export async function openLocalAvatax(env: Env): Promise<LocalAvatax | null> {
	if (env.AVATAX_ACCOUNT || env.KONTOR_MODE === 'production') return null
	const keys = { accountId: 'stand-in', licenseKey: env.KONTOR_MODE === 'test' ? 'license_trial' : randomBytes(18).toString('hex') }
	const standIn = await openAvataxStandIn({ ...keys, companies: ['DEFAULT'] })
	const settings = { AVATAX_ACCOUNT: keys.accountId, AVATAX_LICENSE_KEY: keys.licenseKey, AVATAX_ORIGIN: standIn.origin }
	return { origin: standIn.origin, settings, stop: standIn.close }
}
