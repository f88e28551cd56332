import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { canonicalJson, hashOf } from '../../../app/engine/base/hash.ts'
import { invariant } from '../../../app/engine/base/invariant.ts'
import { refusal, refused } from '../../../app/engine/base/refusal.ts'

test('the order of fields never changes the text; the order of a list does', () => {
	expect(canonicalJson({ b: [2, 1n, null], a: { d: true, c: 'é"' } })).toBe('{"a":{"c":"é\\"","d":true},"b":[2,"1",null]}')
	expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }))
	expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]))
	expect(canonicalJson({ 'a"b': [], c: {} })).toBe('{"a\\"b":[],"c":{}}')
	expect(() => canonicalJson(0.5)).toThrow()
})

test('the hash is SHA-256 of that text', () => {
	expect(hashOf({ b: 1, a: 'x' })).toBe(createHash('sha256').update('{"a":"x","b":1}').digest('hex'))
})

test('refusals carry a code, facts and perhaps a line', () => {
	expect(refused(refusal('PO_MISSING'), refusal('BELOW_MINIMUM', { minimum: 6 }, 4))).toEqual({
		ok: false,
		refusals: [
			{ code: 'PO_MISSING', facts: {} },
			{ code: 'BELOW_MINIMUM', line: 4, facts: { minimum: 6 } },
		],
	})
	expect(() => invariant(false, 'a bug')).toThrow('a bug')
	expect(() => invariant(1, 'fine')).not.toThrow()
})
