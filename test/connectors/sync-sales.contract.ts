import { describe, expect, test } from 'vitest'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import type { SyncValue } from '../../app/engine/sync/types.ts'
import { landed, refusalOf } from './sync-side.contract.ts'

type Values = Record<string, SyncValue>

/** Companies, opportunities and the parts that people play in them, by the names that a side has for them. Null: the side has none. */
export type SalesSide = {
	port: SidePort
	account: { object: string; name: string; phone: string }
	opportunity: {
		object: string
		whole: (accountId: string, name: string) => Values
		name: string
		account: string
		stage: string
		amount: string
		nobody: string
	}
	role: { object: string; whole: (opportunityId: string, personId: string) => Values; opportunity: string; person: string; role: string }
	stages: { open: string; won: string; unknown: string | null }
	/** Somebody who may play a part: the id by which a part names her. */
	person: (accountId: string) => Promise<string>
	remove: ((object: string, id: string) => Promise<void>) | null
}

/** What every side that keeps companies passes (sync-core.md A22); a side without them skips by name. */
export function salesContract(name: string, open: () => Promise<SalesSide | null>): void {
	describe(`${name}: companies and what is sold to them`, () => {
		const row = (object: string, id: string | null, values: Values, key = `key-${object}-${Object.values(values).join('-')}`) => ({
			...{ key, object, id, values, ...(id === null ? { externalKey: key } : {}) },
		})
		const make = async (port: SidePort, object: string, values: Values) => landed((await port.write([row(object, null, values)]))[0])
		const company = (side: SalesSide, of = 'Harbor Clinics') => make(side.port, side.account.object, { [side.account.name]: of })

		test('names their fields, which of them must be said, and what a reference may name', async ({ skip }) => {
			const side = await open()
			if (!side) return skip('this side keeps no companies')
			const shapes = await side.port.describe([side.account.object, side.opportunity.object, side.role.object])
			const field = (object: string, of: string) => shapes.find((one) => one.name === object)?.fields.find((one) => one.name === of)
			expect(shapes).toHaveLength(3)
			expect(field(side.account.object, side.account.name)).toMatchObject({ required: true, createable: true, updateable: true })
			expect(field(side.opportunity.object, side.opportunity.stage)).toMatchObject({
				required: true,
				values: expect.arrayContaining([side.stages.open, side.stages.won]),
			})
			expect(field(side.opportunity.object, side.opportunity.account)).toMatchObject({ kind: 'reference', references: [side.account.object] })
			expect(field(side.opportunity.object, side.opportunity.amount)).toMatchObject({ kind: 'decimal' })
			for (const of of [side.role.opportunity, side.role.person])
				expect(field(side.role.object, of)).toMatchObject({ required: true, createable: true, updateable: false })
		})

		test('a company is made, changed, and found by its name whatever its capitals; by none nobody is', async ({ skip }) => {
			const side = await open()
			if (!side) return skip('this side keeps no companies')
			const { object, name: of, phone } = side.account
			const ids = [await company(side), await company(side, 'O’Brien & Sons')]
			landed((await side.port.write([row(object, ids[0] ?? '', { [phone]: '+1 701 5550101' })]))[0])
			const found = (await side.port.findAlike?.(object, { field: of, values: ['harbor clinics', 'o’brien & sons', 'Nobody'] }, [of, phone])) ?? []
			expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
			expect(found.find(({ id }) => id === ids[0])?.values).toMatchObject({ [of]: 'Harbor Clinics', [phone]: '+1 701 5550101' })
			expect(await side.port.findAlike?.(object, { field: of, values: [] }, [of])).toEqual([])
			expect(side.port.capabilities.alike?.[object]?.name).toBe(of)
		})

		test('an opportunity keeps its company, its exact amount and its stage; of a company that is not there it is refused alone', async ({ skip }) => {
			const side = await open()
			if (!side) return skip('this side keeps no companies')
			const { object, whole, account, amount, stage, nobody } = side.opportunity
			const harbor = await company(side)
			const rows = [
				row(object, null, { ...whole(harbor, 'Machines'), [amount]: '1234567890.12' }, 'good'),
				row(object, null, whole(nobody, 'Of nobody'), 'bad'),
			]
			const answers = new Map((await side.port.write(rows)).map((answer) => [answer.key, answer]))
			const id = landed(answers.get('good'))
			expect(refusalOf(answers.get('bad')).code).toBe('INVALID_CROSS_REFERENCE_KEY')
			landed((await side.port.write([row(object, id, { [stage]: side.stages.won })]))[0])
			expect((await side.port.readByIds(object, [id], [account, amount, stage]))[0]?.values).toMatchObject({
				[account]: harbor,
				[amount]: '1234567890.12',
				[stage]: side.stages.won,
			})
			if (side.stages.unknown === null) return
			expect(refusalOf((await side.port.write([row(object, id, { [stage]: side.stages.unknown })]))[0])).toMatchObject({
				code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
				fields: [stage],
			})
		})

		test('a part is played by a person in an opportunity: both must be said', async ({ skip }) => {
			const side = await open()
			if (!side) return skip('this side keeps no companies')
			const { object, whole, opportunity, person, role } = side.role
			const harbor = await company(side)
			const [deal, buyer] = [await make(side.port, side.opportunity.object, side.opportunity.whole(harbor, 'Machines')), await side.person(harbor)]
			const id = await make(side.port, object, { ...whole(deal, buyer), [role]: 'Decision Maker' })
			expect((await side.port.readByIds(object, [id], [opportunity, person, role]))[0]?.values).toMatchObject({
				[opportunity]: deal,
				[person]: buyer,
				[role]: 'Decision Maker',
			})
			const { [person]: _, ...without } = whole(deal, buyer)
			expect(refusalOf((await side.port.write([row(object, null, without)]))[0]).isUnknown).toBe(false)
		})

		test('with a company its opportunities and their parts are gone, and a late update is told so', async ({ skip }) => {
			const side = await open()
			if (!side) return skip('this side keeps no companies')
			if (!side.remove) return skip('here a company with business is never deleted')
			const harbor = await company(side)
			const deal = await make(side.port, side.opportunity.object, side.opportunity.whole(harbor, 'Machines'))
			const part = await make(side.port, side.role.object, side.role.whole(deal, await side.person(harbor)))
			await side.remove(side.account.object, harbor)
			const standing = async (object: string, id: string) => (await side.port.readByIds(object, [id], [])).filter(({ deletedAt }) => deletedAt === null)
			expect([await standing(side.account.object, harbor), await standing(side.opportunity.object, deal), await standing(side.role.object, part)]).toEqual([
				[],
				[],
				[],
			])
			expect(refusalOf((await side.port.write([row(side.opportunity.object, deal, { [side.opportunity.name]: 'Late' })]))[0]).code).toBe('ENTITY_IS_DELETED')
		})
	})
}
