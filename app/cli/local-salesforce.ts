import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openSalesforceStandIn, type StandIn } from '../connectors/salesforce/stand-in/open-stand-in.server.ts'
import type { Env } from '../platform/env.server.ts'
import { fillTrialOrg } from './trial-org.ts'

export type LocalSalesforce = { origin: string; clientId: string; clientSecret: string; stop: () => Promise<void> }

/**
 * An org to connect for a trial, beside web and worker: its people, its screens, and its keys are kept with the data, so that a
 * connection stands after a restart. Null in production and in tests, which open orgs of their own.
 */
export async function openLocalSalesforce(env: Env, clock: () => Date): Promise<LocalSalesforce | null> {
	if (env.KONTOR_MODE !== 'demo') return null
	const keys = await keptKeys(join(env.KONTOR_DATA_DIR, 'trial-org.keys.json'))
	const file = join(env.KONTOR_DATA_DIR, 'trial-org')
	const standIn = await openBeside(env, { ...keys, file, hasScreens: true, fill: fillTrialOrg, now: () => clock().getTime() })
	return { ...keys, origin: standIn.origin, stop: standIn.close }
}

type Keys = { clientId: string; clientSecret: string }

async function keptKeys(path: string): Promise<Keys> {
	const kept = await readFile(path, 'utf8').catch(() => '')
	if (kept) return JSON.parse(kept) as Keys
	const made = { clientId: 'kontor-trial', clientSecret: randomBytes(18).toString('base64url') }
	await mkdir(join(path, '..'), { recursive: true })
	await writeFile(path, JSON.stringify(made), { mode: 0o600 })
	return made
}

/** The second port after the shop's, the same at each start, as a connection keeps the address; any free one when it is taken. */
function openBeside(env: Env, settings: Parameters<typeof openSalesforceStandIn>[0]): Promise<StandIn> {
	const port = env.PORT === 0 || env.PORT >= 65_534 ? 0 : env.PORT + 2
	return openSalesforceStandIn({ ...settings, port }).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EADDRINUSE') throw error
		return openSalesforceStandIn({ ...settings, port: 0 })
	})
}
