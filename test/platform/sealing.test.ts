import { expect, test } from 'vitest'
import { seal, unseal } from '../../app/platform/sealing.server.ts'

const [ours, older] = ['a secret that is only ever used in tests', 'the one before it, which is still believed']
const purpose = 'sign-in-code' as const

test('sealed text is read by its secret alone, also by one that was replaced, and never twice the same', () => {
	const sealed = seal('482913', { purpose, secret: older })
	expect(sealed).not.toContain('482913')
	expect(seal('482913', { purpose, secret: older })).not.toBe(sealed)
	expect(unseal(sealed, { purpose, secrets: [ours, older] })).toBe('482913')
	expect(unseal(sealed, { purpose, secrets: [ours] })).toBeNull()
	expect(unseal(sealed, { purpose: 'another' as never, secrets: [older] })).toBeNull()
})

test('what was changed on its way, or was never sealed, opens for nobody', () => {
	const sealed = Buffer.from(seal('Příliš žluťoučký', { purpose, secret: ours }), 'base64url')
	expect(unseal(sealed.toString('base64url'), { purpose, secrets: [ours] })).toBe('Příliš žluťoučký')
	for (const at of [0, 12, 28]) {
		const changed = Buffer.from(sealed)
		changed[at] = (changed[at] ?? 0) ^ 1
		expect(unseal(changed.toString('base64url'), { purpose, secrets: [ours] })).toBeNull()
	}
	for (const nothing of ['', '482913', sealed.subarray(0, 27).toString('base64url')]) expect(unseal(nothing, { purpose, secrets: [ours] })).toBeNull()
})
