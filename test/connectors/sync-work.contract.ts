import { describe, expect, test } from 'vitest'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import type { SyncValue } from '../../app/engine/sync/types.ts'
import { landed, refusalOf } from './sync-side.contract.ts'

type Values = Record<string, SyncValue>

/** Campaigns, their steps and members, and tasks, by the names that a side has for them. Null: the side has none. */
export type WorkSide = {
	port: SidePort
	campaign: { object: string; whole: (name: string) => Values; name: string }
	step: { object: string; whole: (campaignId: string, label: string) => Values; campaign: string; label: string }
	member: { object: string; whole: (campaignId: string, personId: string) => Values; campaign: string; person: string; status: string }
	task: { object: string; whole: (personId: string) => Values; person: string; status: string; ends: { open: string; done: string } }
	/** Somebody who may be a member, and the id by which she is named; `kind` where a side has people of two kinds. */
	person: (kind: 'lead' | 'contact') => Promise<string>
}

/** What every side that keeps campaigns and tasks passes (sync-core.md A7, A22, B13); a side without them skips by name. */
export function workContract(name: string, open: () => Promise<WorkSide | null>): void {
	describe(`${name}: campaigns and what is to be done`, () => {
		let lot = 0
		const row = (object: string, id: string | null, values: Values) => {
			const key = `key-${object}-${lot++}`
			return { key, object, id, values, ...(id === null ? { externalKey: key } : {}) }
		}
		const make = async (port: SidePort, object: string, values: Values) => landed((await port.write([row(object, null, values)]))[0])
		const read = async (port: SidePort, object: string, id: string, fields: readonly string[]) => (await port.readByIds(object, [id], fields))[0]?.values

		test('names their fields: a member and a step are of a campaign, once and for all', async ({ skip }) => {
			const side = await open()
			if (!side) return skip('this side keeps no campaigns')
			const { campaign, step, member, task } = side
			const shapes = await side.port.describe([campaign.object, step.object, member.object, task.object])
			const field = (object: string, of: string) => shapes.find((one) => one.name === object)?.fields.find((one) => one.name === of)
			expect(shapes).toHaveLength(4)
			expect(field(campaign.object, campaign.name)).toMatchObject({ required: true, createable: true, updateable: true })
			for (const [object, of] of [
				[step.object, step.campaign],
				[member.object, member.campaign],
				[member.object, member.person],
			] as const)
				expect(field(object, of)).toMatchObject({ kind: 'reference', required: true, createable: true, updateable: false })
			expect(field(task.object, task.status)).toMatchObject({ kind: 'picklist', updateable: true })
		})

		test('a campaign has steps of its own, each once, and is found by its name; a step by its campaign', async ({ skip }) => {
			const side = await open()
			if (!side) return skip('this side keeps no campaigns')
			const { port, campaign, step } = side
			const spring = await make(port, campaign.object, campaign.whole('Spring'))
			const attended = await make(port, step.object, step.whole(spring, 'Attended'))
			expect((await port.write([row(step.object, null, step.whole(spring, 'Attended'))]))[0]?.ok).toBe(false)
			expect((await port.findAlike?.(campaign.object, { field: campaign.name, values: ['spring'] }, []))?.map(({ id }) => id)).toContain(spring)
			const steps = await port.findAlike?.(step.object, { field: step.campaign, values: [spring] }, [step.label])
			expect(steps?.find(({ id }) => id === attended)?.values).toMatchObject({ [step.label]: 'Attended' })
			expect(port.capabilities.alike).toMatchObject({ [campaign.object]: { name: campaign.name }, [step.object]: { parents: [step.campaign] } })
		})

		for (const kind of ['lead', 'contact'] as const)
			test(`a ${kind} is once a member of a campaign, at one of its steps`, async ({ skip }) => {
				const side = await open()
				if (!side) return skip('this side keeps no campaigns')
				const { port, campaign, step, member } = side
				const [spring, her] = [await make(port, campaign.object, campaign.whole('Spring')), await side.person(kind)]
				await make(port, step.object, step.whole(spring, 'Attended'))
				const id = await make(port, member.object, member.whole(spring, her))
				landed((await port.write([row(member.object, id, { [member.status]: 'Attended' })]))[0])
				expect(await read(port, member.object, id, [member.campaign, member.person, member.status])).toMatchObject({
					...{ [member.campaign]: spring, [member.person]: her, [member.status]: 'Attended' },
				})
				expect(refusalOf((await port.write([row(member.object, null, member.whole(spring, her))]))[0]).code).toBe('DUPLICATE_VALUE')
			})

		test('a task is about a person, ends, and is opened again', async ({ skip }) => {
			const side = await open()
			if (!side) return skip('this side keeps no tasks')
			const { port, task } = side
			const her = await side.person('contact')
			const id = await make(port, task.object, task.whole(her))
			for (const status of [task.ends.done, task.ends.open]) {
				landed((await port.write([row(task.object, id, { [task.status]: status })]))[0])
				expect(await read(port, task.object, id, [task.person, task.status])).toMatchObject({ [task.person]: her, [task.status]: status })
			}
		})
	})
}
