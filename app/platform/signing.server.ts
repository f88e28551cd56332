import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a token is for. A token made for one purpose is nothing for another. */
export type Purpose =
	| 'session'
	| 'mail-code'
	| 'campaign-click'
	| 'mail-open'
	| 'preference-centre'
	| 'invitation'
	| 'document'
	| 'upload'
	| 'approval'
	| 'form-fill'
	| 'form-sent'
	| 'gated-file'
	| 'redirect-click'

type Body = { claims: unknown; expiresAt: number }

const digest = (secret: string, purpose: Purpose, body: string) => createHmac('sha256', secret).update(`${purpose}.${body}`).digest()

/** A token that says `claims` until `expiresAt`, signed with the first of `secrets`. Readable by its bearer: put no secret in. */
export function sign(claims: unknown, { purpose, secrets, expiresAt }: { purpose: Purpose; secrets: readonly string[]; expiresAt: Date }): string {
	const body: Body = { claims, expiresAt: expiresAt.getTime() }
	const text = Buffer.from(JSON.stringify(body)).toString('base64url')
	const [first] = secrets
	if (!first) throw new Error('Signing needs a secret')
	return `${text}.${digest(first, purpose, text).toString('base64url')}`
}

/** The claims of a token that one of `secrets` signed for `purpose` and that has not expired at `at`; null for anything else. */
export function verify(token: string, { purpose, secrets, at }: { purpose: Purpose; secrets: readonly string[]; at: Date }): unknown {
	const [text = '', given = '', ...rest] = token.split('.')
	if (!text || !given || rest.length > 0) return null
	const signature = Buffer.from(given, 'base64url')
	const believed = secrets.some((secret) => {
		const expected = digest(secret, purpose, text)
		return expected.length === signature.length && timingSafeEqual(expected, signature)
	})
	if (!believed) return null
	const body = JSON.parse(Buffer.from(text, 'base64url').toString()) as Body
	return body.expiresAt > at.getTime() ? body.claims : null
}
