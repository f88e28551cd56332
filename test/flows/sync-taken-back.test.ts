import { expect, test } from 'vitest'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import { connect, errorRoom, leadMap, lineOf, outsideStage, unfinished } from '../support/outside-stage.ts'

/** An open error whose cause goes away in the org, by a change that leaves nothing for us to write (sync-core.md B8, auto-closed when the cause vanishes). */
const stage = await outsideStage('garnet')
const { db, sellerId, userId, standIn, org, clock, settle } = stage
standIn.turn({ addField: { object: 'Lead', line: 'Nickname__c string(40) "Nickname"' } })
await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type, length) values (${sellerId}, 'prospect', 'nickname', '{"en":"Nickname"}', 'text', 5)`
const connectionId = await connect(stage, [{ ...leadMap, fields: [...leadMap.fields, lineOf('Nickname__c', 'custom.nickname')] }])

async function comes(name: string): Promise<{ id: number; crmId: string }> {
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, last_name, company, custom, assigned_user_id, assigned_at)
		values (${sellerId}, ${`${name}@garnet.test`}, 'Silva', 'Bar Silva', '{"nickname":"Ana"}', ${userId}, ${clock()}) returning id`
	await settle()
	const [link] = await db<{ crmId: string }[]>`select crm_id from sync_link where connection_id = ${connectionId} and ma_id = ${String(made?.id ?? 0)}`
	return { id: made?.id ?? 0, crmId: link?.crmId ?? '' }
}
const edit = (id: string, values: Record<string, string | null>) =>
	expect(standIn.turn({ edit: { object: 'Lead', id, values } })).toMatchObject({ edit: { ok: true } })
const open = async () => (await errorRoom(stage, connectionId)).groups.map(({ code, field }) => [code, field])
/** The fields of each row that the org is asked to write. */
const heard: string[][] = []
const listening: SidePort = {
	...org,
	write: async (rows) => {
		heard.push(...rows.map(({ values }) => Object.keys(values)))
		return await org.write(rows)
	},
}
const settled = () => settle({ outside: () => listening })

test('a value that we could not take, and that the org took back to what both agreed on last, is no error any more', async () => {
	const { id, crmId } = await comes('ana')
	edit(crmId, { Nickname__c: 'Anastasia' })
	await settle()
	expect(await open()).toEqual([['STRING_TOO_LONG', 'custom.nickname']])
	edit(crmId, { Nickname__c: 'Ana' })
	await settle()
	expect(await open()).toEqual([])
	expect(await db`select custom from ma_prospect where id = ${id}`).toEqual([{ custom: { nickname: 'Ana' } }])
	expect(await db`select closed_for from sync_error where connection_id = ${connectionId}`).toEqual([{ closedFor: 'mended' }])
	expect(await unfinished(stage)).toBe(0)
})

test('a value of ours that the org’s rule refused goes once somebody there makes way for it, though nothing that is mapped changed', async () => {
	const { id, crmId } = await comes('bea')
	standIn.turn({ addField: { object: 'Lead', line: 'Checked__c string(10) "Checked"' } })
	standIn.turn({ rule: { object: 'Lead', field: 'Checked__c', is: null, message: 'Nobody has looked at this lead' } })
	await db`update ma_prospect set title = 'Chef' where id = ${id}`
	await settled()
	expect(await open()).toEqual([['FIELD_CUSTOM_VALIDATION_EXCEPTION', '']])
	heard.splice(0)
	for (const _round of [1, 2, 3, 4, 5, 6]) await settled()
	expect(heard, 'nothing is tried again while nothing changes').toEqual([])
	edit(crmId, { Checked__c: 'yes' })
	await settled()
	expect([await open(), heard]).toEqual([[], [['Title']]])
	expect(standIn.org.rows.get('Lead')?.get(crmId)?.values['Title']).toBe('Chef')
	standIn.turn({ dropRules: true })
})

test('what went of a record whose other field was refused comes back from the org without asking for the refused one over and over', async () => {
	const { id, crmId } = await comes('eva')
	standIn.turn({ refuse: { id: crmId, code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'no', fields: ['Title'], is: 'Chef' } })
	heard.splice(0)
	await db`update ma_prospect set title = 'Chef', phone = '+1 701 5' where id = ${id}`
	for (const _round of [1, 2, 3, 4, 5, 6, 7, 8]) await settled()
	expect(heard.filter((fields) => fields.includes('Title')).length, 'the edit itself, and once at most for its echo').toBeLessThanOrEqual(2)
	expect(heard.filter((fields) => fields.includes('Phone')).length).toBe(2)
	expect(await open()).toEqual([['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Title']])
	expect(await unfinished(stage)).toBe(0)
})
