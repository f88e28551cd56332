import { createVerify, type KeyObject } from 'node:crypto'
import type { Answer } from './calls.ts'
import type { Org } from './org.ts'

export type Keys = { clientId: string; clientSecret: string; username?: string; publicKey?: string | KeyObject }

const refused = (status: number, error: string, error_description: string): Answer => ({ status, body: { error, error_description } })

/** /services/oauth2/token, for client credentials and for a JWT that the connected app's certificate signed. */
export function answerToken(org: Org, keys: Keys, form: URLSearchParams, origin: string): Answer {
	const type = form.get('grant_type')
	if (type === 'client_credentials') {
		if (form.get('client_id') !== keys.clientId) return refused(400, 'invalid_client_id', 'client identifier invalid')
		if (form.get('client_secret') !== keys.clientSecret) return refused(400, 'invalid_client', 'invalid client credentials')
		return give(org, origin)
	}
	if (type !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return refused(400, 'unsupported_grant_type', 'grant type not supported')
	const wrong = wrongAssertion(org, keys, form.get('assertion') ?? '', origin)
	return wrong ? refused(400, 'invalid_grant', wrong) : give(org, origin)
}

function wrongAssertion(org: Org, { clientId, username, publicKey }: Keys, assertion: string, origin: string): string | null {
	const [head = '', claims = '', signature = ''] = assertion.split('.')
	if (!publicKey || !createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url')) return 'invalid assertion'
	const { iss, sub, aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>
	if (iss !== clientId) return 'invalid client id'
	if (aud !== origin && aud !== 'https://login.salesforce.com') return 'audience is invalid'
	const seconds = org.now() / 1000
	if (typeof exp !== 'number' || exp < seconds || exp > seconds + 305) return 'expired authorization code'
	return sub === username ? null : "user hasn't approved this consumer"
}

function give(org: Org, origin: string): Answer {
	org.counter += 1
	const token = `00D5g000000aaaa!${org.counter}.${Math.floor(org.now())}`
	org.tokens.add(token)
	const id = `${origin}/id/00D5g000000aaaaEAA/${org.user}`
	return {
		status: 200,
		body: { access_token: token, signature: '', scope: 'api', instance_url: origin, id, token_type: 'Bearer', issued_at: String(org.now()) },
	}
}
