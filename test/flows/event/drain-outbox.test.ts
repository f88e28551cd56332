import { expect, test } from 'vitest'
import { receiveOnCrm } from '../../../app/flows/crm/receive-on-crm.ts'
import { type DeliverHere, type Drained, drainOutbox } from '../../../app/flows/event/drain-outbox.ts'
import { type DomainEvent, saveEvents } from '../../../app/flows/event/save-events.ts'
import { type Tx, withTransaction } from '../../../db/client.server.ts'
import { listParked, unparkDelivery } from '../../../db/queries/outbox.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const noon = new Date('2026-03-02T12:00:00Z')
const after = (seconds: number) => new Date(noon.getTime() + seconds * 1000)
const event = (subject: string, at: Date, topic: DomainEvent['topic'] = 'terms.changed'): DomainEvent => ({ topic, subject, payload: {}, occurredAt: at })
const write = (...events: DomainEvent[]) => withTransaction(db, (tx: Tx) => saveEvents(tx, events))
const drain = (deliver: DeliverHere, at: Date, random = 0.5): Promise<Drained> =>
	drainOutbox(db, { destination: 'crm', here: deliver, clock: () => at, random: () => random })
const clear = () => db`truncate outbox_event cascade`

/** Remembers what it was given, batch by batch; throws on the subjects it is told to. */
function listener(broken: string[] = []) {
	const batches: string[][] = []
	const deliver: DeliverHere = async (_tx, events) => {
		if (events.some(({ subject }) => broken.includes(subject))) throw new Error('the other side is away')
		batches.push(events.map(({ subject, occurredAt }) => `${subject}@${(occurredAt.getTime() - noon.getTime()) / 1000}`))
	}
	return { batches, deliver }
}

test('events of one subject arrive in order, and once', async () => {
	await clear()
	await write(event('order:1', after(0)), event('order:2', after(0)), event('order:1', after(1)))
	const heard = listener()
	expect(await drain(heard.deliver, after(2))).toEqual({ delivered: 3, failures: [] })
	expect(await drain(heard.deliver, after(3))).toEqual({ delivered: 0, failures: [] })
	expect(heard.batches).toEqual([['order:1@0', 'order:2@0', 'order:1@1']])
})

test('what fails backs off alone and holds back only its own subject', async () => {
	await clear()
	await write(event('order:1', after(0)), event('order:2', after(0)), event('order:1', after(1)), event('order:3', after(0)))
	const heard = listener(['order:1'])
	const drained = await drain(heard.deliver, after(2))
	expect(drained.delivered).toBe(2)
	expect(drained.failures).toMatchObject([{ error: 'the other side is away', parked: false }])
	const rows = await db`select subject, state, attempts, last_error, next_attempt_at from outbox_delivery order by arrival`
	expect(rows[0]).toMatchObject({ state: 'waiting', attempts: 1, lastError: 'the other side is away', nextAttemptAt: after(3) })
	expect(rows[2]).toMatchObject({ subject: 'order:1', state: 'waiting', attempts: 0 })
	// Still backing off: the second event of its subject is not let past.
	expect((await drain(listener().deliver, after(2))).delivered).toBe(0)
	const healed = listener()
	expect((await drain(healed.deliver, after(3))).delivered).toBe(2)
	expect(healed.batches).toEqual([['order:1@0', 'order:1@1']])
})

test('after twelve attempts it is parked, seen by people, and let go again', async () => {
	await clear()
	await write(event('order:1', after(0)), event('order:1', after(1)), event('order:2', after(1)))
	let at = after(2)
	for (let attempt = 1; attempt <= 12; attempt += 1) {
		await drain(listener(['order:1']).deliver, at, 0.99)
		at = new Date(at.getTime() + 900_000)
	}
	const parked = await listParked(db)
	expect(parked).toMatchObject([{ subject: 'order:1', destination: 'crm', topic: 'terms.changed', attempts: 12, behind: 1 }])
	const heard = listener()
	expect((await drain(heard.deliver, at)).delivered).toBe(0)
	const again = parked[0]?.eventId ?? ''
	expect(await withTransaction(db, (tx) => unparkDelivery(tx, again, 'crm', at))).toBe(true)
	expect((await drain(heard.deliver, at)).delivered).toBe(2)
})

test('two workers: whoever holds the first of a subject holds the subject', async () => {
	await clear()
	await write(event('order:1', after(0)), event('order:2', after(0)))
	const second = listener()
	const first: DeliverHere = async () => {
		await write(event('order:1', after(1)))
		expect(await drain(second.deliver, after(5))).toEqual({ delivered: 0, failures: [] })
	}
	expect((await drain(first, after(2))).delivered).toBe(2)
	expect((await drain(second.deliver, after(5))).delivered).toBe(1)
	expect(second.batches).toEqual([['order:1@1']])
})

test('a crash between the effect and the mark loses both: the effect is made once', async () => {
	await clear()
	await write(event('order:1', after(0)))
	let crash = true
	const deliver: DeliverHere = async (tx) => {
		await tx`insert into setting (name, value) values ('told', '1')`
		if (crash) throw new Error('killed')
	}
	await drain(deliver, after(1))
	expect(await db`select from setting where name = 'told'`).toHaveLength(0)
	crash = false
	expect((await drain(deliver, after(60))).delivered).toBe(1)
	expect(await db`select from setting where name = 'told'`).toHaveLength(1)
})

test('a hundred changes of a cart within a minute wait until it has been quiet for five seconds', async () => {
	await clear()
	await write(...Array.from({ length: 100 }, (_, change) => event('cart:1', after(change * 0.6), 'cart.updated')), event('order:9', after(30)))
	const heard = listener()
	expect((await drain(heard.deliver, after(31))).delivered).toBe(1)
	expect((await drain(heard.deliver, after(64))).delivered).toBe(0)
	expect((await drain(heard.deliver, after(64.5))).delivered).toBe(100)
	expect(heard.batches[1]).toHaveLength(100)
	// A cart that never falls quiet is told all the same.
	await write(event('cart:2', after(0), 'cart.updated'), event('cart:2', after(306), 'cart.updated'))
	expect((await drain(heard.deliver, after(306))).delivered).toBe(1)
})

test('one event and a hundred cost the same statements', async () => {
	await clear()
	const deliver: DeliverHere = (tx, events) => receiveOnCrm({ apply: async () => void (await tx`select 1`) }, events)
	await write(event('order:1', after(0)))
	await expectStatements(db, 3, () => drain(deliver, after(1)))
	await write(...Array.from({ length: 100 }, (_, order) => event(`order:${order}`, after(0))))
	await expectStatements(db, 3, () => drain(deliver, after(1)))
})
