import { expect, test } from 'vitest'
import { sign, verify } from '../../app/platform/signing.server.ts'

const at = new Date('2026-03-02T09:00:00Z')
const expiresAt = new Date('2026-03-02T10:00:00Z')
const [old, fresh] = ['the secret of last year, long enough', 'the secret of this year, long enough'] as const
const token = sign({ contact: 7 }, { purpose: 'campaign-click', secrets: [old], expiresAt })

test('a token says what was signed, for its purpose, until it expires', () => {
	expect(verify(token, { purpose: 'campaign-click', secrets: [old], at })).toEqual({ contact: 7 })
	expect(verify(token, { purpose: 'session', secrets: [old], at })).toBeNull()
	expect(verify(token, { purpose: 'campaign-click', secrets: [old], at: expiresAt })).toBeNull()
})

test('after a rotation the old secret is still believed, and a dropped one is not', () => {
	expect(verify(token, { purpose: 'campaign-click', secrets: [fresh, old], at })).toEqual({ contact: 7 })
	expect(verify(token, { purpose: 'campaign-click', secrets: [fresh], at })).toBeNull()
	const next = sign(1, { purpose: 'session', secrets: [fresh, old], expiresAt })
	expect(verify(next, { purpose: 'session', secrets: [fresh], at })).toBe(1)
})

test('changed, cut or foreign text is nothing', () => {
	const [body = '', signature = ''] = token.split('.')
	const forged = Buffer.from(JSON.stringify({ claims: { contact: 8 }, expiresAt: expiresAt.getTime() })).toString('base64url')
	for (const text of ['', '.', body, `${forged}.${signature}`, `${body}.${signature.slice(1)}`, `${token}.x`, 'not.a.token', 'not.base64']) {
		expect(verify(text, { purpose: 'campaign-click', secrets: [old], at })).toBeNull()
	}
})
