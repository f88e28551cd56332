import { createHmac, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readNotice } from '../../app/connectors/salesforce/read-notice.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import type { SalesforceSettings } from '../../app/connectors/salesforce/settings.ts'
import { encodeSoql, queriesIn, soqlText } from '../../app/connectors/salesforce/soql.ts'
import { openSalesforceStandIn, type StandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { parseSoql } from '../../app/connectors/salesforce/stand-in/soql-parse.ts'
import { type Listening, listenHere, readText } from '../../app/connectors/stand-in.server.ts'
import type { SidePort, SideRecord, SideWrite } from '../../app/connectors/sync/contract.ts'
import { exactNumber, parseExact } from '../../app/connectors/sync/exact-json.ts'
import { longReference } from '../../app/engine/sync/long-reference.ts'
import { SideDown } from '../../app/platform/side-down.ts'
import { sendBulk } from '../support/bulk.ts'
import { lawCases } from '../support/laws.ts'
import { failureOf, landed, refusalOf } from './sync-side.contract.ts'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org', username: 'kontor@capricorn.example', publicKey: pair.publicKey }
const start = Date.parse('2026-05-12T09:00:00Z')
let clock = start
let standIn: StandIn
let port: SidePort

const open = (more: Partial<SalesforceSettings> = {}): SidePort =>
	openSalesforce({
		...{ origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
		...{ externalKeyField: 'Kontor_Key__c', timeoutMs: 10_000, now: () => clock, ...more },
	})

beforeAll(async () => {
	standIn = await openSalesforceStandIn({ ...keys, now: () => clock })
})
afterAll(() => standIn.close())
beforeEach(() => {
	standIn.mend()
	standIn.turn({
		dropRules: true,
		calls: { used: 0, limit: 100_000 },
		readOnly: { object: 'Contact', isOn: false },
		duplicateRule: { object: 'Contact', isOn: false },
	})
	port = open()
})

let made = 0
const row = (object: string, values: SideWrite['values'], id: string | null = null): SideWrite => ({ key: `row ${++made}`, object, id, values })
const person = (values: SideWrite['values'] = {}) => row('Contact', { LastName: 'Novak', ...values })
const make = async (object: string, values: SideWrite['values']) => landed((await port.write([row(object, values)]))[0])
const refused = async (write: SideWrite, by = port) => refusalOf((await by.write([write]))[0])
const read = async (object: string, id: string, field: string) => (await port.readByIds(object, [id], [field]))[0]?.values[field]

describe('the key', () => {
	test('a JWT that the private key signed is taken; another key, another person and a wrong secret are not', async () => {
		const by = (more: object) => ({ kind: 'jwt' as const, username: keys.username, privateKey, ...more })
		expect((await open({ signIn: by({}) }).describe(['User'])).map(({ name }) => name)).toEqual(['User'])
		const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
		for (const signIn of [
			by({ privateKey: other }),
			by({ username: 'nobody@capricorn.example' }),
			{ kind: 'client_credentials' as const, clientSecret: 'wrong' },
		]) {
			expect(await failureOf(() => open({ signIn }).describe(['User']))).toMatchObject({ status: 401, isUnknown: false })
		}
	})

	test('a key that is taken away stops the call with 401, and no second token is asked for ever', async () => {
		const id = await make('Contact', { LastName: 'Novak' })
		standIn.org.tokens.has = () => false
		expect(await failureOf(() => port.readByIds('Contact', [id], []))).toMatchObject({ code: 'INVALID_SESSION_ID', status: 401 })
		standIn.org.tokens.has = Set.prototype.has
		expect(await port.readByIds('Contact', [id], [])).toHaveLength(1)
	})
})

describe('refusals of an org, through the port', () => {
	test('a rule of the org says its own words', async () => {
		standIn.turn({ rule: { object: 'Contact', field: 'Department', is: null, message: 'Say the department.' } })
		expect(await refused(person())).toMatchObject({ code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Say the department.' })
		landed((await port.write([person({ Department: 'Purchasing' })]))[0])
	})

	test('a person who is there already is refused by the duplicate rule, unless one insists', async () => {
		standIn.turn({ duplicateRule: { object: 'Contact', isOn: true } })
		const twin = { Email: 'twin@fargocoffeehaus.example', FirstName: 'Luka' }
		landed((await port.write([person(twin)]))[0])
		expect(await refused(person(twin))).toMatchObject({ code: 'DUPLICATES_DETECTED' })
		landed((await open({ allowDuplicates: true }).write([person(twin)]))[0])
	})

	test('an external key is one record whoever writes it, and a campaign has a person once', async () => {
		landed((await port.write([person({ Kontor_Key__c: 'K-1' })]))[0])
		expect(await refused(person({ Kontor_Key__c: 'k-1' }))).toMatchObject({ code: 'DUPLICATE_VALUE' })
		const [contact, campaign] = [await make('Contact', { LastName: 'Park' }), await make('Campaign', { Name: 'Spring roast' })]
		const member = () => row('CampaignMember', { CampaignId: campaign, ContactId: contact })
		landed((await port.write([member()]))[0])
		expect(await refused(member())).toMatchObject({ code: 'DUPLICATE_VALUE', message: 'Already a campaign member.' })
	})

	test('references: the wrong object, somebody who is gone, an owner who left', async () => {
		const account = await make('Account', { Name: 'Harbor Clinics' })
		const contact = await make('Contact', { LastName: 'Park', AccountId: account.slice(0, 15) })
		expect(await read('Contact', contact, 'AccountId')).toBe(account)
		expect(await refused(person({ AccountId: contact }))).toMatchObject({ code: 'FIELD_INTEGRITY_EXCEPTION', fields: ['AccountId'] })
		standIn.turn({ remove: { object: 'Account', id: account } })
		expect(await refused(person({ AccountId: account }))).toMatchObject({ code: 'ENTITY_IS_DELETED' })
		expect(await refused(person({ AccountId: '0015g000zzzzzzzAAA' }))).toMatchObject({ code: 'INVALID_CROSS_REFERENCE_KEY' })
		const left = [...(standIn.org.rows.get('User')?.values() ?? [])].find(({ values }) => values['IsActive'] === false)?.id ?? ''
		expect(await refused(person({ OwnerId: left }))).toMatchObject({ code: 'INACTIVE_OWNER_OR_USER' })
	})

	test('rights: an object that may only be read, and one that nobody may write', async () => {
		const id = await make('Contact', { LastName: 'Park' })
		standIn.turn({ readOnly: { object: 'Contact', isOn: true } })
		expect(await refused(row('Contact', { FirstName: 'Mina' }, id))).toMatchObject({ code: 'INSUFFICIENT_ACCESS_OR_READONLY' })
		expect(await refused(row('User', { Username: 'x@y.cz' }))).toMatchObject({ code: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY' })
		const [user] = await port.describe(['User'])
		expect(user?.createable).toBe(false)
	})

	test('an id of another object, and one that never was', async () => {
		expect(await refused(row('Contact', { FirstName: 'Mina' }, '00Q5g0000000001AAA'))).toMatchObject({ code: 'MALFORMED_ID' })
		expect(await refused(row('Contact', { FirstName: 'Mina' }, '0035g000zzzzzzzAAA'))).toMatchObject({ code: 'INVALID_CROSS_REFERENCE_KEY' })
	})

	test('what is locked is told as locked, by row and by two calls on one account', async () => {
		standIn.turn({ lockRows: 2 })
		const answers = await port.write([person(), person()])
		expect(
			answers.map(({ ok }) => ok),
			'locked once, it goes again in halves',
		).toEqual([true, true])
		standIn.turn({ lockRows: 3 })
		const still = await port.write([person(), person()])
		expect(still.filter(({ ok }) => ok)).toHaveLength(1)
		expect(refusalOf(still.find(({ ok }) => !ok))).toMatchObject({ code: 'UNABLE_TO_LOCK_ROW', isUnknown: false })
		const account = await make('Account', { Name: 'Fargo Coffee Haus' })
		standIn.turn({ lockContention: true, answerDelayMs: 30 })
		const twice = await Promise.all([port.write([person({ AccountId: account })]), port.write([person({ AccountId: account })])])
		expect(
			twice
				.flat()
				.map((answer) => (answer.ok ? 'landed' : answer.failure.code))
				.toSorted(),
		).toEqual(['UNABLE_TO_LOCK_ROW', 'landed'])
		// In one write the rows of an account go together, so two hundred and fifty of them never stand in each other's way by chance of order.
		const others = await Promise.all(['A', 'B', 'C'].map((name) => make('Account', { Name: name })))
		const mixed = Array.from({ length: 600 }, (_, at) => person({ AccountId: others[at % 3] ?? null }))
		expect((await port.write(mixed)).filter(({ ok }) => !ok)).toEqual([])
		// More of one account than a call holds: two calls at once hold it, and whoever came second goes again, in halves, one after the other.
		const calls = standIn.org.calls.used
		const crowd = Array.from({ length: 300 }, () => person({ AccountId: others[0] ?? null }))
		expect((await port.write(crowd)).filter(({ ok }) => !ok)).toEqual([])
		expect(standIn.org.calls.used - calls, 'two calls, and the halves of the second').toBeLessThanOrEqual(5)
	})

	test('too many at once is no spent day', async () => {
		standIn.turn({ busyCalls: 1 })
		expect(await failureOf(() => port.readByIds('Contact', ['0035g0000000001AAA'], ['Name']))).toMatchObject({ code: 'RATE_LIMITS', status: 403 })
		await port.describe(['Contact'])
		standIn.turn({ calls: { used: 100_000 } })
		expect(await failureOf(() => open().describe(['Contact']))).toMatchObject({ code: 'REQUEST_LIMIT_EXCEEDED', status: 403 })
	})

	test('a write that nobody could take is SideDown; what landed beside it is told row by row', async () => {
		await port.describe(['Contact'])
		standIn.turn({ failCalls: 1 })
		await expect(port.write([person()])).rejects.toBeInstanceOf(SideDown)
		standIn.turn({ failCalls: 1 })
		const answers = await port.write(Array.from({ length: 300 }, () => person()))
		expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(100)
		expect(new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.failure.code])))).toEqual(new Set(['SERVER_UNAVAILABLE']))
	})
})

describe('quota', () => {
	test('our share of the day is never passed, and an old figure is asked anew', async () => {
		standIn.turn({ calls: { used: 0, limit: 40 } })
		const half = open({ quotaShare: 0.5 })
		const tries = await Promise.allSettled(Array.from({ length: 60 }, () => half.readByIds('Contact', ['0035g0000000001AAA'], ['Name'])))
		expect(standIn.org.calls.used).toBeLessThanOrEqual(20)
		expect(tries.some(({ status }) => status === 'fulfilled')).toBe(true)
		expect(await failureOf(() => half.readByIds('Contact', ['0035g0000000001AAA'], ['Name']))).toMatchObject({ code: 'REQUEST_LIMIT_EXCEEDED', status: null })
		standIn.turn({ calls: { used: 3 } })
		clock += 16 * 60_000
		expect(await half.readByIds('Contact', ['0035g0000000001AAA'], ['Name'])).toEqual([])
		expect(half.usage()).toEqual({ used: 4, limit: 40 })
	})

	test('describing ten objects costs one call; an org of one currency is asked for it once besides', async () => {
		await port.describe(['Contact'])
		const first = standIn.org.calls.used
		await port.describe(['Account'])
		expect(standIn.org.calls.used - first).toBeLessThanOrEqual(2)
		const before = standIn.org.calls.used
		const objects = ['Account', 'Contact', 'Lead', 'Opportunity', 'OpportunityContactRole', 'Campaign', 'CampaignMember', 'Task', 'User', 'Group']
		expect((await port.describe(objects)).map(({ name }) => name)).toEqual(objects)
		expect(standIn.org.calls.used - before).toBe(1)
	})

	test('a list is closed only where the org refuses any other value', async () => {
		const [contact] = await port.describe(['Contact'])
		const field = (name: string) => contact?.fields.find((one) => one.name === name)
		expect(field('Tier__c')?.values).toEqual(['Gold', 'Silver', 'Bronze'])
		expect(field('LeadSource')).toMatchObject({ kind: 'picklist', values: null })
		expect(field('Score__c')).toMatchObject({ kind: 'decimal', precision: 6, scale: 0, length: null })
		expect(field('LastName')).toMatchObject({ required: true })
		expect(field('DoNotCall')).toMatchObject({ kind: 'boolean', required: false })
		expect(field('MailingAddress')).toBeUndefined()
	})
})

describe('many', () => {
	test('bulk: 2,500 rows with three bad ones, each answered under its key, for a dozen calls', async () => {
		await port.describe(['Contact'])
		const before = standIn.org.calls.used
		const rows = Array.from({ length: 2500 }, (_, at) => ({
			...row('Contact', {
				LastName: at % 1000 === 7 ? null : `Buyer "${at}", Žižkov`,
				Description: at % 2 ? 'two\nlines' : null,
				Interests__c: ['Filter', 'Service'],
			}),
			externalKey: `bulk-${at}`,
		}))
		const answers = await sendBulk(port, rows)
		expect(answers).toHaveLength(2500)
		expect(standIn.org.calls.used - before).toBeLessThan(12)
		const bad = answers.filter((answer) => !answer.ok)
		expect(bad.map(({ key }) => key).toSorted()).toEqual([7, 1007, 2007].map((at) => rows[at]?.key).toSorted())
		expect(refusalOf(bad[0])).toMatchObject({ code: 'REQUIRED_FIELD_MISSING', fields: ['LastName'], message: 'Required fields are missing: [LastName]' })
		const at = answers.find(({ key }) => key === rows[2001]?.key)
		const [found] = await port.readByIds('Contact', [landed(at)], ['LastName', 'Description', 'Interests__c'])
		expect(found?.values).toEqual({ LastName: 'Buyer "2001", Žižkov', Description: 'two\nlines', Interests__c: ['Filter', 'Service'] })
		const called = standIn.org.calls.used
		const again = await port.write(rows.slice(0, 2100).filter((one) => one.values['LastName'] !== null && one.key !== ''))
		expect(standIn.org.calls.used - called, '(B12) as many for whom somebody waits go two hundred a call').toBe(11)
		expect(again.every((answer) => answer.ok && !answer.created)).toBe(true)
	})

	const part = { object: 'Contact', isNew: true }
	const some = (many: number, more: Record<string, string> = {}) =>
		Array.from({ length: many }, (_, at) => ({ ...row('Contact', { LastName: `Buyer ${at}`, ...more }), externalKey: `${JSON.stringify(more)}-${at}` }))
	const opened = async () => {
		if (!port.bulk) throw new Error('no bulk way')
		return { way: port.bulk, id: await port.bulk.open(part) }
	}
	const ended = async (id: string) => {
		for (;;) {
			const seen = await port.bulk?.look(id)
			if (seen?.state !== 'working') return seen
		}
	}

	test('bulk: nothing happens before the start, and the word to start is looked for when its answer is lost', async () => {
		const { way, id } = await opened()
		await way.fill(id, part, some(3, { Title: 'Lost' }))
		standIn.turn({ loseAnswers: 1 })
		expect(await failureOf(() => way.start(id))).toMatchObject({ isUnknown: true })
		expect((await way.look(id)).state, 'it was started all the same').toBe('working')
		expect(await failureOf(() => way.start(id))).toMatchObject({ code: 'INVALIDJOBSTATE' })
		expect(await ended(id)).toMatchObject({ state: 'done', done: 3 })
		const other = await opened()
		standIn.turn({ loseAnswers: 1 })
		expect(await failureOf(() => other.way.fill(other.id, part, some(1))), 'a file that is not started has written nothing').toMatchObject({ isUnknown: false })
		expect((await other.way.look(other.id)).state).toBe('open')
	})

	test('bulk: the org takes one file a job, none above its size, none without its day, and says what is wrong with a file when it works on it', async () => {
		const { way, id } = await opened()
		await way.fill(id, part, some(2))
		expect(await failureOf(() => way.fill(id, part, some(2)))).toMatchObject({ code: 'INVALIDBATCH' })
		expect(await failureOf(() => way.results(id, part)), 'nothing is told of a job that has not ended').toMatchObject({ code: 'INVALIDJOBSTATE' })
		await way.abort(id)
		expect((await way.look(id)).state).toBe('aborted')
		expect(await failureOf(() => way.start(id))).toMatchObject({ code: 'INVALIDJOBSTATE' })
		standIn.turn({ bulkBytes: 200 })
		const large = await opened()
		expect(await failureOf(() => way.fill(large.id, part, some(20)))).toMatchObject({ code: 'INVALIDBATCH' })
		standIn.turn({ bulkBytes: 150_000_000, batches: { used: 15_000 } })
		expect(await failureOf(() => way.open(part))).toMatchObject({ code: 'EXCEEDEDQUOTA' })
		expect(await way.day()).toEqual({ used: 15_000, limit: 15_000 })
		standIn.turn({ batches: { used: 0 } })
		const strange = await opened()
		await way.fill(strange.id, part, some(1, { Nowhere__c: 'x' }))
		await way.start(strange.id)
		expect(await ended(strange.id)).toMatchObject({ state: 'failed', message: 'InvalidBatch : Field name not found : Nowhere__c' })
		expect(await way.results(strange.id, part)).toMatchObject({ written: [], untouched: [expect.any(String)] })
		expect(await way.day()).toEqual({ used: 1, limit: 15_000 })
	})

	test('bulk: a job that is broken off says which rows it came to, and one that the org forgot is gone', async () => {
		const { way, id } = await opened()
		await way.fill(id, part, some(9, { Title: 'Half' }))
		standIn.turn({ bulkLines: 4 })
		await way.start(id)
		await way.look(id)
		expect(await way.look(id)).toMatchObject({ state: 'working', done: 4 })
		await way.abort(id)
		const { written, untouched } = await way.results(id, part)
		expect([written.length, untouched.length]).toEqual([4, 5])
		expect(new Set([...written.map(({ key }) => key), ...untouched]).size).toBe(9)
		standIn.turn({ forgetJobs: true, bulkLines: 1_000_000 })
		expect((await way.look(id)).state).toBe('gone')
	})

	test('700 addresses and ids go in several queries, and a page that the org cuts is read on', async () => {
		const addresses = Array.from({ length: 700 }, (_, at) => `${'long'.repeat(10)}${at}@fargocoffeehaus.example`)
		const ids = (await port.write(addresses.map((Email) => person({ Email })))).map(landed)
		// Apostrophes take three signs each in an address: seven hundred ids were too many for one once.
		expect(await port.readByIds('Contact', ids, ['Email', 'FirstName', 'LastName', 'Title'])).toHaveLength(700)
		standIn.turn({ queryBatch: 100 })
		expect(await port.findMatches('Contact', addresses, ['Email'])).toHaveLength(700)
		standIn.turn({ queryBatch: 2000 })
		expect(queriesIn('SELECT Id FROM Contact', 'Email', addresses).length).toBeGreaterThan(2)
	})

	test('contacts that share an address are ranked by who looks after them and what is open', async () => {
		const Email = 'shared@harborclinics.example'
		const [first, second] = [await make('Contact', { LastName: 'Park', Email }), await make('Contact', { LastName: 'Parks', Email })]
		const deal = await make('Opportunity', { Name: 'Machines', StageName: 'Qualification', CloseDate: '2026-09-01', Amount: '1234567890.12' })
		await make('OpportunityContactRole', { OpportunityId: deal, ContactId: second })
		const ranks = new Map((await port.findMatches('Contact', [Email], [])).map(({ id, rank }) => [id, rank]))
		expect(ranks.get(first)).toMatchObject({ ownerActive: true, openOpportunity: false, createdAt: new Date(clock).toISOString() })
		expect(ranks.get(second)).toMatchObject({ openOpportunity: true })
		expect(await read('Opportunity', deal, 'Amount')).toBe('1234567890.12')
	})
})

describe('notices', () => {
	const secret = 'secret-of-the-relay'
	const heard: { body: string; signature: string | null }[] = []
	let listener: Listening
	beforeAll(async () => {
		listener = await listenHere(0, async (request, response) => {
			heard.push({ body: await readText(request, 1_000_000), signature: String(request.headers['x-relay-signature']) })
			response.writeHead(204).end()
		})
	})
	afterAll(async () => {
		standIn.tell(null)
		await listener.close()
	})

	test('dropped, repeated, out of order, or without a word of what: who reads anew and polls ends up with what stands there', async () => {
		const ids = (await port.write(Array.from({ length: 8 }, (_, at) => person({ FirstName: `Before ${at}` })))).map(landed)
		const { cursor } = await port.readChanged('Contact', null, ['FirstName'])
		clock += 600_000
		standIn.tell({ url: listener.origin, secret })
		standIn.turn({ dropPushes: 1, repeatPushes: 3, reorderPushes: 6, gapPushes: 2 })
		for (const [at, id] of ids.entries()) standIn.turn({ edit: { object: 'Contact', id, values: { FirstName: `After ${at}` } } })
		standIn.turn({ edit: { object: 'Contact', id: ids[3] ?? '', values: { FirstName: 'Last word' } }, remove: { object: 'Contact', id: ids[7] ?? '' } })
		await standIn.told()

		const notices = heard.flatMap(({ body, signature }) => readNotice(body, signature, secret) ?? [])
		expect(notices.length).toBeGreaterThan(new Set(notices.map(({ deliveryId }) => deliveryId)).size)
		expect(notices.map(({ deliveryId }) => Number(deliveryId))).not.toEqual(notices.map(({ deliveryId }) => Number(deliveryId)).toSorted((a, b) => a - b))
		expect(notices.some(({ fields }) => fields === null)).toBe(true)
		expect(notices.find(({ fields }) => fields !== null)?.fields).toContain('FirstName')
		expect(notices.filter(({ kind }) => kind === 'deleted').map(({ ids: gone }) => gone)).toEqual([[ids[7]]])

		const told = new Set(notices.flatMap(({ ids: some }) => some))
		expect(told.has(ids[0] ?? '')).toBe(false)
		const polled: SideRecord[] = []
		for (let page = { cursor, more: true }; page.more; ) {
			const { records, ...next } = await port.readChanged('Contact', page.cursor, ['FirstName'])
			polled.push(...records)
			page = next
		}
		const now = new Map([...(await port.readByIds('Contact', [...told], ['FirstName'])), ...polled].map((record) => [record.id, record]))
		const expected = ids.slice(0, 7).map((id, at) => [id, at === 3 ? 'Last word' : `After ${at}`])
		expect(expected.map(([id = '']) => [id, now.get(id)?.values['FirstName']])).toEqual(expected)
		expect(now.get(ids[7] ?? '')?.deletedAt).not.toBeNull()
	})

	test('a notice that nobody signed, or another did, is none', () => {
		const [{ body, signature } = { body: '', signature: null }] = heard
		expect(readNotice(body, signature, secret)).not.toBeNull()
		expect(readNotice(body, signature, 'another secret')).toBeNull()
		expect(readNotice(body.replace('Contact', 'Account'), signature, secret)).toBeNull()
		expect(readNotice(body, null, secret)).toBeNull()
		const overflow = JSON.stringify({
			data: {
				payload: { ChangeEventHeader: { entityName: 'Contact', recordIds: ['000000000000000AAA'], changeType: 'GAP_OVERFLOW', commitTimestamp: 0 } },
				event: { replayId: 9 },
			},
		})
		const signed = `sha256=${createHmac('sha256', secret).update(overflow).digest('hex')}`
		expect(readNotice(overflow, signed, secret)).toEqual({
			deliveryId: '9',
			object: 'Contact',
			ids: [],
			kind: 'overflow',
			at: '1970-01-01T00:00:00.000Z',
			fields: null,
		})
	})
})

describe('laws', () => {
	test('a number of JSON reads as plain decimals that are the same number, and is written as its digits', () => {
		const number = fc.tuple(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.integer({ min: 0, max: 18 }), fc.integer({ min: -20, max: 20 }))
		fc.assert(
			fc.property(number, ([digits, scale, power]) => {
				const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
				const source = `${digits < 0n ? '-' : ''}${text.slice(0, text.length - scale)}${scale ? `.${text.slice(-scale)}` : ''}E${power}`
				const [plain = ''] = parseExact(`[${source}]`) as string[]
				expect(plain).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/)
				// Both over the same power of ten: cross-multiplied, no float in between.
				const [whole = '', fraction = ''] = plain.split('.')
				expect(BigInt(whole + fraction) * 10n ** BigInt(scale + 20)).toBe(digits * 10n ** BigInt(power + 20 + fraction.length))
				expect(parseExact(`[${JSON.stringify({ at: exactNumber(plain) })}]`)).toEqual([{ at: plain }])
			}),
			lawCases(2026_1122),
		)
		expect(parseExact('[3.5E8, 12.50, -0.0, 1e-7, 100, 0.1]')).toEqual(['350000000', '12.5', '0', '0.0000001', '100', '0.1'])
		expect(exactNumber('12abc')).toBe('12abc')
	})

	test('any text between SOQL quotes is read as itself, and a list is in as many queries as it needs, each value once', () => {
		const sign = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.constantFrom("'", '"', '\\', '\n', '\r', '\t', '\b', '\f'))
		const text = fc.array(sign, { maxLength: 20 }).map((signs) => signs.join(''))
		fc.assert(
			fc.property(fc.array(text, { maxLength: 30 }), fc.integer({ min: 1, max: 40 }), (some, times) => {
				const wanted = [...new Set(some.flatMap((one) => Array.from({ length: times }, (_, at) => one + at)))]
				const found = queriesIn('SELECT Id FROM Contact', 'LastName', wanted, ' AND IsDeleted = false').flatMap((soql) => {
					expect(new URL(`http://org/query?q=${encodeSoql(soql)}`).search.length).toBeLessThanOrEqual(12_003)
					const { where } = parseSoql(soql)
					return where?.kind === 'and' && where.parts[0]?.kind === 'compare' ? where.parts[0].values.map(({ value }) => value) : []
				})
				expect(found.toSorted()).toEqual(wanted.toSorted())
			}),
			{ ...lawCases(2026_1123), numRuns: 60 },
		)
		expect(soqlText("O'Brien \\ co")).toBe("'O\\'Brien \\\\ co'")
	})

	test('the long form of an id ends in what its capitals say', () => {
		expect(['0034S000003RTYN', '0014S000004qUgW', '00v4S000001Uind', '0034S000003RTYNQA4', 'not an id'].map(longReference)).toEqual([
			...['0034S000003RTYNQA4', '0014S000004qUgWQAU', '00v4S000001UindQAC', '0034S000003RTYNQA4', 'not an id'],
		])
	})
})
