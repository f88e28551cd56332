import fc from 'fast-check'
import { expect, test } from 'vitest'
import { grantMails, type MailWish } from '../../../app/engine/sync/grant-mails.ts'

const wish = (id: string | null, mail: string | null, key = `k${id}`): MailWish => ({ key, id, mail })
const holding = (mails: Readonly<Record<string, string>>) => new Map(Object.entries(mails))

test.each<[string, MailWish[], Record<string, string>, Record<string, string | null>, string[]]>([
	['a free address is anybody’s', [wish('1', 'a@x')], {}, {}, []],
	['her own address, in whatever letters, is hers', [wish('1', 'A@x')], { 'a@x': '1' }, {}, []],
	['another’s address stays hers', [wish('1', 'a@x')], { 'a@x': '2' }, { k1: '2' }, []],
	['of one that is to be made too', [wish(null, 'a@x', 'new')], { 'a@x': '2' }, { new: '2' }, []],
	['two change places', [wish('1', 'b@x'), wish('2', 'a@x')], { 'a@x': '1', 'b@x': '2' }, {}, ['2', '1']],
	['who gives hers up frees it', [wish('1', 'b@x'), wish('2', null)], { 'b@x': '2' }, {}, ['2']],
	[
		'who is refused keeps hers, and so whoever wanted that is refused too',
		[wish('1', 'b@x'), wish('2', 'c@x')],
		{ 'b@x': '2', 'c@x': '3' },
		{ k1: '2', k2: '3' },
		[],
	],
	['of two that want the same the first has it', [wish('1', 'a@x'), wish('2', 'A@X')], {}, { k2: '1' }, []],
	['behind one that is only to be made there is no name', [wish(null, 'a@x', 'new'), wish('2', 'a@x')], {}, { k2: null }, []],
	['the first of the two may be refused herself: then the holder is named', [wish('1', 'a@x'), wish('2', 'a@x')], { 'a@x': '9' }, { k1: '9', k2: '9' }, []],
])('%s', (_, wishes, holders, taken, leaveFirst) => {
	expect(grantMails(wishes, holding(holders))).toEqual({ taken: holding(taken as Record<string, string>), leaveFirst })
})

test('laws: nobody shares an address, and nobody loses hers unless she left it', () => {
	const person = fc.record({ id: fc.integer({ min: 0, max: 7 }), mail: fc.constantFrom(null, 'a', 'b', 'c', 'd', 'e') })
	fc.assert(
		fc.property(fc.uniqueArray(person, { selector: ({ id }) => id }), fc.subarray(['a', 'b', 'c', 'd', 'e']), (people, held) => {
			const holders = new Map(held.map((mail, place) => [mail, String(place)]))
			const wishes = people.map(({ id, mail }) => wish(String(id), mail))
			const { taken } = grantMails(wishes, holders)
			const after = new Map([...holders].map(([mail, id]) => [id, mail as string | null]))
			for (const { key, id, mail } of wishes) if (id !== null && !taken.has(key)) after.set(id, mail)
			const standing = [...after.values()].filter((mail) => mail !== null)
			expect(new Set(standing).size).toBe(standing.length)
			for (const [mail, id] of holders) if (after.get(id) !== mail) expect(wishes.some((one) => one.id === id && !taken.has(one.key))).toBe(true)
			for (const { key, mail } of wishes) if (taken.has(key)) expect(standing).toContain(mail)
		}),
	)
})
