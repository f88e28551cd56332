import { beforeEach, describe, expect, test } from 'vitest'
import type { SidePort, SideRecord, SideWrite, SideWritten } from '../../app/connectors/sync/contract.ts'
import type { SideFailure, SyncValue } from '../../app/engine/sync/types.ts'
import { SideDown } from '../../app/platform/side-down.ts'
import { sendBulk } from '../support/bulk.ts'

/** A side under test: its port, the names it has for things, and what can be done to it from behind. What it cannot do is absent. */
export type Side = {
	port: SidePort
	person: string
	/** A whole person with this address. */
	whole: (mail: string, more?: Record<string, SyncValue>) => Record<string, SyncValue>
	fields: { mail: string; last: string; first: string; long: { name: string; length: number } }
	refused?: { field: string; value: SyncValue; code: string }[]
	exact?: { field: string; sent: string; read: string }[]
	values?: { field: string; value: SyncValue }[]
	/** How far the feed of deletes reaches back; null: for ever. */
	feedDays: number | null
	/** Null where the core refuses wrong values before they are written (preflight), because the side is our own. */
	codes: { gone: readonly string[]; unknownField: string; tooLong: string } | null
	behind: {
		advance: (ms: number) => void
		edit: (id: string, values: Record<string, SyncValue>) => Promise<void>
		remove: (id: string) => Promise<void>
		/** The winner keeps its id. */
		merge?: (winner: string, loser: string) => Promise<void>
		convert?: { object: string; whole: (mail: string) => Record<string, SyncValue>; run: (id: string) => Promise<{ object: string; id: string }> }
		addField?: (name: string) => Promise<void>
		dropField?: (name: string) => Promise<void>
		/** The next write is done, and its answer lost. */
		loseAnswer?: () => void
		/** The next call is told to wait. */
		limit?: () => void
		fail?: () => void
		late?: (seconds: number) => void
		emptyBin?: () => void
		spendQuota?: () => void
		endSessions?: () => void
	}
}

const mails = (many: number, who: string) => Array.from({ length: many }, (_, at) => `${who}${at}@fargocoffeehaus.example`)

/** The one suite that every side of a connection passes. `open` gives a side with nobody in it yet. */
export function sideContract(name: string, open: () => Promise<Side>): void {
	let side: Side
	beforeEach(async () => {
		side = await open()
	})
	describe(`${name}: what it looks like`, () => describes(() => side))
	describe(`${name}: writing`, () => writing(() => side))
	describe(`${name}: many at once`, () => inBulk(() => side))
	describe(`${name}: what it refuses`, () => refusing(() => side))
	describe(`${name}: finding`, () => finding(() => side))
	describe(`${name}: what changed`, () => changing(() => side))
	describe(`${name}: what is gone`, () => deleting(() => side))
	describe(`${name}: bad days`, () => failing(() => side))
}

export const create = (side: Side, mail: string, more?: Record<string, SyncValue>): SideWrite => ({
	...{ key: mail, object: side.person, id: null, values: side.whole(mail, more), externalKey: `key-${mail}` },
})
const update = (side: Side, id: string, values: Record<string, SyncValue>): SideWrite => ({ key: id, object: side.person, id, values })

export function landed(answer: SideWritten | undefined): string {
	if (!answer?.ok) throw new Error(`refused: ${JSON.stringify(answer)}`)
	return answer.id
}

export function refusalOf(answer: SideWritten | undefined): SideFailure {
	if (!answer || answer.ok) throw new Error(`landed: ${JSON.stringify(answer)}`)
	return answer.failure
}

/** The failure of a call, whether it came row by row or for the whole. */
export async function failureOf(call: () => Promise<unknown>): Promise<SideFailure> {
	try {
		const answer = await call()
		if (Array.isArray(answer)) return refusalOf(answer[0] as SideWritten)
	} catch (error) {
		if (error instanceof SideDown) return error.failure
		throw error
	}
	throw new Error('nothing failed')
}

function inBulk(side: () => Side): void {
	test('(B12) rows that are new, and then known, go as one job; each has its own result, and who is made twice under a key is one', async ({ skip }) => {
		const { port, person, fields, codes } = side()
		if (!port.bulk) return skip()
		const made = await sendBulk(
			port,
			mails(6, 'bulk').map((mail) => create(side(), mail)),
		)
		expect(made.map((answer) => answer.ok && answer.created)).toEqual([true, true, true, true, true, true])
		const again = await sendBulk(port, [create(side(), 'bulk0@fargocoffeehaus.example')])
		expect(again).toMatchObject([{ ok: true, created: false, id: landed(made.find(({ key }) => key === 'bulk0@fargocoffeehaus.example')) }])
		const [first, second] = made.map(landed)
		const long = 'M'.repeat(fields.long.length + 1)
		const changed = await sendBulk(port, [update(side(), first ?? '', { [fields.first]: 'Ana' }), update(side(), second ?? '', { [fields.long.name]: long })])
		expect(changed.find(({ key }) => key === first)).toMatchObject({ ok: true, id: first, created: false })
		expect(refusalOf(changed.find(({ key }) => key === second))).toMatchObject({ code: codes?.tooLong, isUnknown: false })
		expect((await port.readByIds(person, [first ?? ''], [fields.first]))[0]?.values).toMatchObject({ [fields.first]: 'Ana' })
	})
}

async function one(side: Side, mail: string, more?: Record<string, SyncValue>): Promise<string> {
	return landed((await side.port.write([create(side, mail, more)]))[0])
}

async function read(side: Side, id: string, fields: readonly string[]): Promise<SideRecord | undefined> {
	return (await side.port.readByIds(side.person, [id], fields))[0]
}

function describes(side: () => Side): void {
	test('names the fields of its people, and leaves out an object that it does not have', async () => {
		const { port, person, fields } = side()
		const shapes = await port.describe([person, 'NobodyHasThis__c'])
		expect(shapes.map(({ name }) => name)).toEqual([person])
		const field = (name: string) => shapes[0]?.fields.find((one) => one.name === name)
		expect(field(fields.mail)).toMatchObject({ kind: 'email', visible: true })
		expect(field(fields.long.name)).toMatchObject({ kind: 'text', length: fields.long.length, createable: true, updateable: true })
	})

	test('a field that was added is there at the next look, and one that was dropped stops no read', async ({ skip }) => {
		const { port, person, behind, fields } = side()
		if (!behind.addField || !behind.dropField) return skip()
		const id = await one(side(), 'luka@fargocoffeehaus.example')
		await behind.addField('Roast__c')
		const named = async () => (await port.describe([person]))[0]?.fields.map(({ name }) => name)
		expect(await named()).toContain('Roast__c')
		landed((await port.write([update(side(), id, { Roast__c: 'dark' })]))[0])
		expect((await read(side(), id, ['Roast__c']))?.values).toEqual({ Roast__c: 'dark' })
		await behind.dropField('Roast__c')
		expect((await read(side(), id, ['Roast__c', fields.mail]))?.values).toEqual({ [fields.mail]: 'luka@fargocoffeehaus.example' })
		expect(await named()).not.toContain('Roast__c')
	})
}

function writing(side: () => Side): void {
	test('creates people and reads them back as they were written', async () => {
		const { port, person, fields, values = [], exact = [] } = side()
		const more = Object.fromEntries([...values.map(({ field, value }) => [field, value]), ...exact.map(({ field, sent }) => [field, sent])])
		const id = await one(side(), 'luka@fargocoffeehaus.example', more)
		const found = await port.readByIds(person, [id], [fields.mail, fields.last, ...Object.keys(more)])
		expect(found).toHaveLength(1)
		expect(found[0]).toMatchObject({ object: person, id, deletedAt: null })
		const expected = Object.fromEntries([...values.map(({ field, value }) => [field, value]), ...exact.map(({ field, read: exactly }) => [field, exactly])])
		expect(found[0]?.values).toMatchObject({ [fields.mail]: 'luka@fargocoffeehaus.example', ...expected })
	})

	test('450 at once, each answered under its own key', async () => {
		const { port, fields, person } = side()
		const all = mails(450, 'buyer')
		const answers = await port.write(all.map((mail) => create(side(), mail)))
		expect(answers).toHaveLength(450)
		const ids = new Map(answers.map((answer) => [landed(answer), answer.key]))
		expect(ids.size).toBe(450)
		const found = await port.readByIds(person, [...ids.keys()], [fields.mail])
		expect(new Map(found.map((record) => [record.id, record.values[fields.mail]]))).toEqual(ids)
		const [first = '', , third = ''] = ids.keys()
		expect((await port.readByIds(person, [third, first], [])).map(({ id }) => id).toSorted()).toEqual([first, third].toSorted())
	})

	test('the same event twice makes one person', async ({ skip }) => {
		const { port, fields } = side()
		if (!port.capabilities.upsertByExternalId) return skip()
		const row = create(side(), 'mina@harborclinics.example')
		const first = (await port.write([row]))[0]
		const second = (await port.write([row]))[0]
		expect(landed(second)).toBe(landed(first))
		expect(first).toMatchObject({ created: true })
		expect(second).toMatchObject({ created: false })
		expect(await port.findMatches(side().person, ['mina@harborclinics.example'], [fields.mail])).toHaveLength(1)
	})

	test('an update names only what changes, and clears what it names as nothing', async () => {
		const { port, fields } = side()
		const id = await one(side(), 'luka@fargocoffeehaus.example', { [fields.first]: 'Luka', [fields.long.name]: 'Buyer' })
		landed((await port.write([update(side(), id, { [fields.long.name]: null })]))[0])
		const values = (await read(side(), id, [fields.first, fields.long.name]))?.values
		expect(values).toMatchObject({ [fields.first]: 'Luka' })
		expect(values?.[fields.long.name] ?? null).toBeNull()
	})

	test('a stale second: the newer stamp is seen before the write, or the write is refused', async ({ skip }) => {
		const { port, fields, behind } = side()
		// What our own side read is locked until it is written, so there is no second.
		if (port.capabilities.transactional) return skip()
		const id = await one(side(), 'luka@fargocoffeehaus.example')
		const before = (await read(side(), id, [fields.first]))?.modifiedAt ?? ''
		behind.advance(60_000)
		await behind.edit(id, { [fields.first]: 'Lukas' })
		const after = (await read(side(), id, [fields.first]))?.modifiedAt ?? ''
		expect(after > before).toBe(true)
		if (!port.capabilities.conditionalWrite) return
		const late = (await port.write([{ ...update(side(), id, { [fields.first]: 'Luka' }), ifModifiedAt: before }]))[0]
		expect(refusalOf(late).code).toBe('CHANGED_MEANWHILE')
	})
}

function refusing(side: () => Side): void {
	test('one bad row never stops its neighbours', async ({ skip }) => {
		const { port, fields, codes } = side()
		if (!codes) return skip()
		const long = { [fields.long.name]: 'x'.repeat(fields.long.length + 1) }
		const [first, second, third] = mails(3, 'row')
		const rows = [create(side(), first ?? ''), create(side(), second ?? '', long), create(side(), third ?? '')]
		const answers = new Map((await port.write(rows)).map((answer) => [answer.key, answer]))
		landed(answers.get(first ?? ''))
		landed(answers.get(third ?? ''))
		expect(refusalOf(answers.get(second ?? ''))).toMatchObject({ code: codes.tooLong, fields: [fields.long.name], isUnknown: false })
		expect(await port.findMatches(side().person, [second ?? ''], [fields.mail])).toEqual([])
	})

	test('a field that it does not have is refused by name', async ({ skip }) => {
		const { port, codes } = side()
		if (!codes) return skip()
		const [answer] = await port.write([create(side(), 'luka@fargocoffeehaus.example', { NobodyHasThis__c: 'x' })])
		expect(refusalOf(answer).code).toBe(codes.unknownField)
		expect(JSON.stringify(refusalOf(answer))).toContain('NobodyHasThis__c')
	})

	test('each value that its fields cannot hold is refused with its code and its field', async ({ skip }) => {
		const { port, refused = [] } = side()
		if (refused.length === 0) return skip()
		const id = await one(side(), 'luka@fargocoffeehaus.example')
		const told = []
		for (const { field, value } of refused) {
			const { code, fields } = refusalOf((await port.write([update(side(), id, { [field]: value })]))[0])
			told.push({ field, value, code, fields })
		}
		expect(told).toEqual(refused.map(({ field, value, code }) => ({ field, value, code, fields: code === 'JSON_PARSER_ERROR' ? [] : [field] })))
	})

	test('delete, then a late update: the update is told that nobody is there', async () => {
		const { port, fields, behind, codes, person } = side()
		const [gone, stays] = [await one(side(), 'gone@fargocoffeehaus.example'), await one(side(), 'stays@fargocoffeehaus.example')]
		await behind.remove(gone)
		const answers = await port.write([update(side(), gone, { [fields.first]: 'Late' }), update(side(), stays, { [fields.first]: 'Luka' })])
		const byKey = new Map(answers.map((answer) => [answer.key, answer]))
		expect(codes?.gone ?? ['ENTITY_IS_DELETED']).toContain(refusalOf(byKey.get(gone)).code)
		landed(byKey.get(stays))
		const found = await port.readByIds(person, [gone, stays], [fields.first])
		expect(found.filter(({ deletedAt }) => deletedAt === null).map(({ id }) => id)).toEqual([stays])
	})
}

function finding(side: () => Side): void {
	test('by address whatever its capitals, all who share one, and an apostrophe is a letter', async () => {
		const { port, fields, person } = side()
		const ids = (await port.write([create(side(), 'Mina@HarborClinics.example'), create(side(), "o'brien@harborclinics.example")])).map(landed)
		const found = await port.findMatches(person, ['mina@harborclinics.example', "o'brien@harborclinics.example", 'nobody@harborclinics.example'], [fields.mail])
		expect(found.map(({ id }) => id).sort()).toEqual(ids.sort())
		expect(found.every(({ rank }) => rank === undefined || typeof rank.ownerActive === 'boolean')).toBe(true)
	})

	test('nobody for no address, and nobody for ids that are not there', async () => {
		const { port, fields, person } = side()
		expect(await port.findMatches(person, [], [fields.mail])).toEqual([])
		expect(await port.readByIds(person, [], [fields.mail])).toEqual([])
	})
}

/** All pages of what changed, and the cursor to go on from. */
export async function allChanged(side: Side, from: string | null): Promise<{ ids: string[]; cursor: string; pages: number }> {
	const ids: string[] = []
	let cursor = from
	for (let pages = 1; ; pages += 1) {
		const page = await side.port.readChanged(side.person, cursor, [side.fields.mail])
		ids.push(...page.records.map(({ id }) => id))
		cursor = page.cursor
		if (!page.more) return { ids, cursor, pages }
		if (pages > 100) throw new Error('the pages do not end')
	}
}

function changing(side: () => Side): void {
	test('many with one stamp: page after page, each exactly once', async () => {
		const ids = (await side().port.write(mails(45, 'tie').map((mail) => create(side(), mail)))).map(landed)
		side().behind.advance(1000)
		const all = await allChanged(side(), null)
		expect(all.pages).toBeGreaterThan(side().port.capabilities.transactional ? 0 : 1)
		expect(all.ids.toSorted()).toEqual(ids.toSorted())
	})

	test('the next look sees what changed since, and nothing that is older than the overlap', async ({ skip }) => {
		const { behind, fields, port } = side()
		// Our own sides tell of changes by marks; this way goes through all there is.
		if (port.capabilities.transactional) return skip()
		const [luka = '', mina = ''] = (await port.write(mails(2, 'person').map((mail) => create(side(), mail)))).map(landed)
		behind.advance(port.capabilities.overlapMs + 60_000)
		const first = await allChanged(side(), null)
		behind.advance(port.capabilities.overlapMs + 60_000)
		await behind.edit(mina, { [fields.first]: 'Mina' })
		const second = await allChanged(side(), first.cursor)
		expect(second.ids).toEqual([mina])
		expect(second.ids).not.toContain(luka)
		behind.advance(2 * port.capabilities.overlapMs + 60_000)
		const third = await allChanged(side(), second.cursor)
		behind.advance(1000)
		expect((await allChanged(side(), third.cursor)).ids).toEqual([])
		await behind.edit(luka, { [fields.first]: 'Luka' })
		behind.advance(1000)
		expect((await allChanged(side(), third.cursor)).ids).toEqual([luka])
	})

	test('a record that is shown later than its stamp says is not passed over', async ({ skip }) => {
		const { behind, port } = side()
		if (!behind.late) return skip()
		const first = await allChanged(side(), null)
		behind.advance(10_000)
		behind.late(120)
		const late = await one(side(), 'late@fargocoffeehaus.example')
		behind.late(0)
		behind.advance(30_000)
		const prompt = await one(side(), 'prompt@fargocoffeehaus.example')
		const second = await allChanged(side(), first.cursor)
		expect(second.ids).toEqual([prompt])
		behind.advance(120_000)
		expect((await allChanged(side(), second.cursor)).ids).toContain(late)
		expect(port.capabilities.overlapMs).toBeGreaterThan(0)
	})

	test('a converted lead says what it became', async ({ skip }) => {
		const { behind, port, fields } = side()
		if (!behind.convert) return skip()
		const { object, whole, run } = behind.convert
		const [answer] = await port.write([{ key: 'lead', object, id: null, values: whole('tomas@cafemistral.example'), externalKey: 'lead-1' }])
		const id = landed(answer)
		const became = await run(id)
		const [found] = await port.readByIds(object, [id], [fields.mail])
		expect(found?.convertedTo).toEqual(became)
		const [match] = await port.findMatches(object, ['tomas@cafemistral.example'], [fields.mail])
		expect(match?.convertedTo).toEqual(became)
		const [late] = await port.write([{ key: 'late', object, id, values: { [fields.first]: 'Late' } }])
		expect(refusalOf(late)).toMatchObject({ code: 'CANNOT_UPDATE_CONVERTED_LEAD' })
		const { mailField } = port.capabilities
		expect((await port.readByIds(became.object, [became.id], [mailField]))[0]?.values[mailField]).toBe('tomas@cafemistral.example')
	})
}

function deleting(side: () => Side): void {
	test('what was deleted and what was merged away is told once, and by which winner', async ({ skip }) => {
		const { port, behind, person } = side()
		if (!port.capabilities.deletesFeed) return skip()
		const [gone = '', loser = '', winner = ''] = (await port.write(mails(3, 'feed').map((mail) => create(side(), mail)))).map(landed)
		behind.advance(120_000)
		const start = await port.readDeleted(person, null)
		expect(start).toMatchObject({ deleted: [], expired: false })
		behind.advance(120_000)
		await behind.remove(gone)
		if (behind.merge) await behind.merge(winner, loser)
		behind.advance(120_000)
		const feed = await port.readDeleted(person, start.cursor)
		const expected = [{ id: gone, mergedInto: null }, ...(behind.merge ? [{ id: loser, mergedInto: winner }] : [])]
		expect(feed.expired).toBe(false)
		expect(feed.deleted.map(({ id, mergedInto }) => ({ id, mergedInto })).toSorted(byId)).toEqual(expected.toSorted(byId))
		behind.advance(120_000)
		expect((await port.readDeleted(person, feed.cursor)).deleted).toEqual([])
	})

	test('who is deleted through the port is gone, the others stay, and deleting twice is deleting once', async ({ skip }) => {
		const { port, person, fields } = side()
		if (!port.remove) return skip()
		const ids = (await port.write(mails(3, 'forget').map((mail) => create(side(), mail)))).map(landed)
		const [first = '', second = '', stays = ''] = ids
		const removed = await port.remove(person, [first, second])
		expect(removed.map(({ id, failure }) => ({ id, failure })).toSorted(byId)).toEqual([first, second].map((id) => ({ id, failure: null })).toSorted(byId))
		const found = await port.readByIds(person, ids, [fields.last])
		expect(found.filter(({ deletedAt }) => deletedAt === null).map(({ id }) => id)).toEqual([stays])
		expect(await port.findMatches(person, mails(2, 'forget'), [fields.mail])).toEqual([])
		expect((await port.remove(person, [first])).map(({ failure }) => failure)).toEqual([null])
		expect(await port.remove(person, [])).toEqual([])
	})

	test('a feed that no longer reaches back says so', async ({ skip }) => {
		const { port, behind, person, feedDays } = side()
		if (!port.capabilities.deletesFeed || feedDays === null) return skip()
		const { cursor } = await port.readDeleted(person, null)
		behind.advance((feedDays + 1) * 86_400_000)
		expect(await port.readDeleted(person, cursor)).toMatchObject({ expired: true, deleted: [] })
		const next = await port.readDeleted(person, null)
		if (!behind.emptyBin) return
		behind.advance(3_600_000)
		behind.emptyBin()
		behind.advance(3_600_000)
		expect(await port.readDeleted(person, next.cursor)).toMatchObject({ expired: true })
	})
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)

function failing(side: () => Side): void {
	test('an answer that is lost leaves the outcome unknown; a search finds the one, and a repeat makes no second', async ({ skip }) => {
		const { port, behind, fields, person } = side()
		if (!behind.loseAnswer) return skip()
		const row = create(side(), 'lost@fargocoffeehaus.example')
		behind.loseAnswer()
		const lost = await failureOf(() => port.write([row]))
		expect(lost).toMatchObject({ isUnknown: true })
		const found = await port.findMatches(person, ['lost@fargocoffeehaus.example'], [fields.mail])
		expect(found).toHaveLength(1)
		if (!port.capabilities.upsertByExternalId) return
		expect(landed((await port.write([row]))[0])).toBe(found[0]?.id)
	})

	test('too many calls at once: the wait is told, nothing was written', async ({ skip }) => {
		const { port, behind, fields, person } = side()
		if (!behind.limit) return skip()
		behind.limit()
		expect(await failureOf(() => port.write([create(side(), 'busy@fargocoffeehaus.example')]))).toMatchObject({
			status: 429,
			isUnknown: false,
			retryAfterSeconds: 2,
		})
		expect(await port.findMatches(person, ['busy@fargocoffeehaus.example'], [fields.mail])).toEqual([])
	})

	test('a side that is down says so, and nothing was written', async ({ skip }) => {
		const { port, behind, fields, person } = side()
		if (!behind.fail) return skip()
		behind.fail()
		await expect(port.readByIds(person, ['0035g0000000001AAA', '1'], [fields.mail])).rejects.toBeInstanceOf(SideDown)
		expect(await port.findMatches(person, ['down@fargocoffeehaus.example'], [fields.mail])).toEqual([])
	})

	test('a session that ended is opened anew without a word', async ({ skip }) => {
		const { port, behind, fields, person } = side()
		if (!behind.endSessions) return skip()
		const id = await one(side(), 'luka@fargocoffeehaus.example')
		behind.endSessions()
		const reads = [1, 2, 3, 4].map(() => port.readByIds(person, [id], [fields.mail]))
		expect((await Promise.all(reads)).map((found) => found.length)).toEqual([1, 1, 1, 1])
	})

	test('with the calls of the day used up, nothing is called any more', async ({ skip }) => {
		const { port, behind, fields, person } = side()
		if (!behind.spendQuota) return skip()
		const id = await one(side(), 'luka@fargocoffeehaus.example')
		const usage = port.usage()
		expect(usage?.used).toBeGreaterThan(0)
		behind.spendQuota()
		await port.readByIds(person, [id], [fields.mail]).catch(() => {})
		const spent = port.usage()
		await expect(port.readByIds(person, [id], [fields.mail])).rejects.toBeInstanceOf(SideDown)
		expect(port.usage()).toEqual(spent)
	})
}
