import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccountEngagement } from '../../app/connectors/account-engagement/account-engagement.server.ts'
import type { AccountEngagementSettings } from '../../app/connectors/account-engagement/settings.ts'
import { openAccountEngagementStandIn, type StandIn } from '../../app/connectors/account-engagement/stand-in/open-stand-in.server.ts'
import type { SyncValue } from '../../app/engine/sync/types.ts'
import { create, failureOf, landed, refusalOf, type Side, sideContract } from './sync-side.contract.ts'

const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-unit', businessUnitId: '0Uv5g0000000001AAA' }
const opened: StandIn[] = []
let clock = 0
beforeAll(() => {
	clock = Date.parse('2026-05-12T09:00:00Z')
})
afterAll(() => Promise.all(opened.map((one) => one.close())))

const portOf = (standIn: StandIn, more: Partial<AccountEngagementSettings> = {}) =>
	openAccountEngagement({
		...{ origin: standIn.origin, businessUnitId: keys.businessUnitId, pageSize: 20, timeoutMs: 5000, now: () => clock },
		...{ key: { origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } }, ...more },
	})

async function open(more: Partial<AccountEngagementSettings> = {}): Promise<Side & { standIn: StandIn }> {
	const standIn = await openAccountEngagementStandIn({ ...keys, now: () => clock })
	opened.push(standIn)
	const choices = { isRequired: false, isRecordMultipleResponses: false, values: ['Gold', 'Silver'] }
	standIn.addField({ name: 'Tier', fieldId: 'Tier', type: 'Dropdown', ...choices })
	standIn.addField({ name: 'Interests', fieldId: 'Interests', type: 'Text', isRequired: false, isRecordMultipleResponses: true, values: null })
	standIn.addField({ name: 'Litres a week', fieldId: 'Litres', type: 'Number', isRequired: false, isRecordMultipleResponses: false, values: null })
	const port = portOf(standIn, more)
	return {
		...{ standIn, port, person: 'prospect', feedDays: null },
		whole: (mail: string, values: Record<string, SyncValue> = {}) => ({ email: mail, lastName: mail.split('@')[0] ?? '', ...values }),
		fields: { mail: 'email', last: 'lastName', first: 'firstName', long: { name: 'jobTitle', length: 255 } },
		refused: [
			{ field: 'email', value: 'nobody', code: 'INVALID_EMAIL_ADDRESS' },
			{ field: 'firstName', value: 'M'.repeat(256), code: 'STRING_TOO_LONG' },
			{ field: 'Tier__c', value: 'Platinum', code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' },
			{ field: 'score', value: 'many', code: 'INVALID_TYPE_ON_FIELD_IN_RECORD' },
			{ field: 'isDoNotCall', value: 'other', code: 'INVALID_TYPE_ON_FIELD_IN_RECORD' },
			{ field: 'grade', value: 'A', code: 'INVALID_FIELD_FOR_INSERT_UPDATE' },
		],
		exact: [{ field: 'Litres__c', sent: '1234567890123456.12', read: '1234567890123456.12' }],
		values: [
			{ field: 'Interests__c', value: ['Filter', 'Machines'] },
			{ field: 'isDoNotCall', value: true },
			{ field: 'Tier__c', value: 'Gold' },
			{ field: 'comments', value: 'Žluťoučký kůň\n「コーヒー」' },
		],
		codes: { gone: ['NOT_FOUND'], unknownField: 'INVALID_FIELD', tooLong: 'STRING_TOO_LONG' },
		behind: {
			advance: (ms) => {
				clock += ms
			},
			edit: async (id, values) => standIn.edit(Number(id), values),
			remove: async (id) => standIn.remove(Number(id)),
			addField: async (name) =>
				standIn.addField({ name, fieldId: name.replace('__c', ''), type: 'Text', isRequired: false, isRecordMultipleResponses: false, values: null }),
			dropField: async (name) => standIn.dropField(name.replace('__c', '')),
			loseAnswer: () => {
				standIn.faults.loseAnswers = 1
			},
			limit: () => {
				standIn.faults.limitCalls = 1
			},
			fail: () => {
				standIn.faults.failCalls = 1
			},
			spendQuota: () => {
				standIn.state.calls.used = 25_000
			},
			endSessions: () => standIn.state.tokens.clear(),
		},
	}
}

sideContract('Account Engagement, through its stand-in', open)

test('fifty updates cost one call, and a token that grew old begins the pages anew', async () => {
	const side = await open()
	const ids = (await side.port.write(Array.from({ length: 50 }, (_, at) => create(side, `many${at}@fargocoffeehaus.example`)))).map(landed)
	const before = side.standIn.state.calls.used
	const answers = await side.port.write(ids.map((id) => ({ key: id, object: 'prospect', id, values: { firstName: 'Luka', isDoNotCall: true } })))
	expect(answers.map(landed)).toEqual(ids)
	expect(side.standIn.state.calls.used - before).toBe(1)
	const first = await side.port.readChanged('prospect', null, ['firstName'])
	expect(first).toMatchObject({ more: true })
	side.standIn.state.pages.clear()
	const again = await side.port.readChanged('prospect', first.cursor, ['firstName'])
	expect(again.records.map(({ id }) => id)).toEqual(first.records.map(({ id }) => id))
	expect(again.records[0]?.values).toEqual({ firstName: 'Luka' })
})

test('never more than four at once; another business unit and a wrong secret are refused', async () => {
	const side = await open()
	let most = 0
	Object.defineProperty(side.standIn.state, 'running', {
		...{ get: () => most & 0xff, set: (running: number) => (most = (Math.max(most >> 8, running) << 8) | running) },
	})
	side.standIn.faults.answerDelayMs = 5
	const answers = await side.port.write(Array.from({ length: 30 }, (_, at) => create(side, `wide${at}@fargocoffeehaus.example`)))
	expect(answers.filter(({ ok }) => !ok)).toEqual([])
	expect(most >> 8).toBe(4)
	expect(await failureOf(() => portOf(side.standIn, { businessUnitId: 'another' }).describe(['prospect']))).toMatchObject({ code: '181', status: 400 })
	const key = { origin: side.standIn.origin, clientId: 'kontor', signIn: { kind: 'client_credentials' as const, clientSecret: 'wrong' } }
	expect(await failureOf(() => portOf(side.standIn, { key }).describe(['prospect']))).toMatchObject({ status: 401 })
})

test('our share of the day is never passed; only prospects are written', async () => {
	const side = await open({ dailyCalls: 20, quotaShare: 0.5 })
	const writes = await Promise.allSettled(Array.from({ length: 30 }, (_, at) => side.port.write([create(side, `share${at}@fargocoffeehaus.example`)])))
	expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(9)
	expect(side.standIn.state.calls.used).toBe(10)
	const other = await open()
	expect(refusalOf((await other.port.write([{ key: 'x', object: 'campaign', id: null, values: {} }]))[0])).toMatchObject({ code: 'INVALID_TYPE' })
})

test('who is deleted stays in the bin until a person empties it, and that is said; without the right nobody is deleted', async () => {
	const { port, standIn, ...side } = await open()
	const remove = async (ids: string[]) => (await port.remove?.('prospect', ids)) ?? []
	const ids = (await port.write(['a', 'b', 'c'].map((name) => create({ port, ...side }, `${name}@bin.example`)))).map(landed)
	const [first = '', second = '', third = ''] = ids
	expect(await remove([first])).toEqual([{ id: first, failure: null, inBin: true }])
	// Found in the bin the second time; once a person emptied it, nothing is left to say.
	expect(await remove([first])).toEqual([{ id: first, failure: null, inBin: true }])
	standIn.purge(Number(first))
	expect(await remove([first, 'not-a-number'])).toEqual([
		{ id: first, failure: null },
		{ id: 'not-a-number', failure: null },
	])
	standIn.state.mayDelete = false
	expect((await remove([second, first])).map(({ failure }) => failure?.code ?? null)).toEqual(['INSUFFICIENT_ACCESS_OR_READONLY', null])
	standIn.state.mayDelete = true
	standIn.faults.loseAnswers = 1
	expect((await remove([second])).map(({ failure }) => failure?.isUnknown)).toEqual([true])
	expect(await remove([second])).toEqual([{ id: second, failure: null, inBin: true }])
	// Of two one was told to wait: the other is done, and nothing is thrown.
	standIn.faults.limitCalls = 1
	expect((await remove([third, second])).map(({ failure }) => failure?.code ?? null).toSorted()).toContain('RATE_LIMITS')
	standIn.state.calls.used = 25_000
	expect((await failureOf(() => remove([third]))).code).toBe('REQUEST_LIMIT_EXCEEDED')
})

test('a token that is never taken is a key that is not good', async () => {
	const side = await open()
	side.standIn.state.tokens.has = () => false
	expect(await failureOf(() => side.port.describe(['prospect']))).toMatchObject({ code: 'INVALID_SESSION_ID', status: 401 })
})
