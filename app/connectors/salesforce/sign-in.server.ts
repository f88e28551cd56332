import { createSign } from 'node:crypto'
import { longReference } from '../../engine/sync/long-reference.ts'
import { SideDown } from '../../platform/side-down.ts'
import { readSilence, type Session } from '../sync/door.server.ts'
import { readRefusal } from './failure.ts'
import type { SalesforceSettings } from './settings.ts'

/** OAuth 2.0, by client credentials or by a signed JWT; the answer also says as whom. Throws SideDown with status 401 where the key is not taken. */
export async function signIn(settings: SalesforceSettings): Promise<Session & { userId: string | null }> {
	const response = await fetch(`${settings.origin}/services/oauth2/token`, {
		method: 'POST',
		body: new URLSearchParams(grant(settings)),
		signal: AbortSignal.timeout(settings.timeoutMs ?? 30_000),
	}).catch((error: unknown) => {
		throw new SideDown(readSilence(error, false))
	})
	const body = (await response.json().catch(() => null)) as { access_token?: string; instance_url?: string; id?: string } | null
	if (response.ok && body?.access_token) {
		const userId = /\/id\/\w+\/(005\w+)$/.exec(body.id ?? '')?.[1]
		return { token: body.access_token, origin: body.instance_url ?? settings.origin, userId: userId ? longReference(userId) : null }
	}
	const refused = readRefusal({ status: response.status, body, retryAfterSeconds: null, writes: false })
	// OAuth says 400 to a wrong key; to the core that is a key that is not good.
	throw new SideDown(response.status < 500 && response.status !== 429 ? { ...refused, status: 401 } : refused)
}

function grant({ clientId, signIn: by, origin, now = Date.now }: SalesforceSettings): Record<string, string> {
	if (by.kind === 'client_credentials') return { grant_type: 'client_credentials', client_id: clientId, client_secret: by.clientSecret }
	const claims = { iss: clientId, sub: by.username, aud: by.audience ?? audienceOf(origin), exp: Math.floor(now() / 1000) + 180 }
	const said = `${encode({ alg: 'RS256' })}.${encode(claims)}`
	const signature = createSign('RSA-SHA256').update(said).sign(by.privateKey, 'base64url')
	return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: `${said}.${signature}` }
}

/** Whom a JWT is for: the sign-in of all sandboxes, or that of all other orgs, whatever the org's own domain. */
function audienceOf(origin: string): string {
	const { hostname } = new URL(origin)
	return hostname === 'test.salesforce.com' || hostname.endsWith('.sandbox.my.salesforce.com') ? 'https://test.salesforce.com' : 'https://login.salesforce.com'
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
