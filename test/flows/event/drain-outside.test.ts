import { beforeEach, expect, test } from 'vitest'
import { NeverDeliverable } from '../../../app/flows/event/types.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { insertEvents } from '../../../db/queries/outbox.ts'
import { tell } from '../../support/deliver.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T09:00:00Z')
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000)

const write = (subject: string, ...notes: string[]) =>
	withTransaction(db, (tx) =>
		insertEvents(
			tx,
			notes.map((note) => ({ topic: 'cart.updated', subject, payload: { note }, occurredAt: at, destinations: ['crm'] })),
		),
	)

/** Delivers until nothing is due, and says what arrived in which order. */
async function drain(when: Date, fails: (note: string) => Error | null = () => null): Promise<string[]> {
	const arrived: string[] = []
	const crm = async ({ payload }: { payload: Record<string, unknown> }) => {
		const note = String(payload['note'])
		const failure = fails(note)
		if (failure) throw failure
		arrived.push(note)
	}
	while ((await tell(db, 'crm', crm, () => when, 20)) > 0) {}
	return arrived
}

const states = async () =>
	(
		await db<{ note: string; state: string; attempts: number }[]>`
	select e.payload->>'note' as note, d.state, d.attempts from outbox_delivery d join outbox_event e on e.id = d.event_id order by d.arrival`
	).map(({ note, state, attempts }) => `${note} ${state} ${attempts}`)

beforeEach(async () => {
	await db`delete from outbox_event`
})

test('events of one subject arrive in their order, each once', async () => {
	await write('cart:1', 'first', 'second', 'third')
	expect(await drain(later(1))).toEqual(['first', 'second', 'third'])
	expect(await drain(later(2))).toEqual([])
	expect(await states()).toEqual(['first done 1', 'second done 1', 'third done 1'])
})

test('a failure holds back its own subject, and is tried again when its time has come', async () => {
	await write('cart:1', 'Luka adds', 'Luka leaves')
	await write('cart:2', 'Mina adds')
	const down = (note: string) => (note === 'Luka adds' ? new Error('CRM is away') : null)
	expect(await drain(later(1), down)).toEqual(['Mina adds'])
	expect(await states()).toEqual(['Luka adds waiting 1', 'Luka leaves waiting 0', 'Mina adds done 1'])
	expect(await drain(later(2))).toEqual([])
	expect(await drain(later(4))).toEqual(['Luka adds', 'Luka leaves'])
})

test('what no attempt can cure is parked, visible, and never overtaken', async () => {
	await write('cart:1', 'broken', 'after it')
	expect(await drain(later(1), (note) => (note === 'broken' ? new NeverDeliverable('no such contact') : null))).toEqual([])
	expect(await drain(later(100_000))).toEqual([])
	const [row] = await db<{ lastError: string }[]>`select last_error from outbox_delivery where state = 'parked'`
	expect(row?.lastError).toBe('no such contact')
})

test('after twelve attempts it is parked', async () => {
	await write('cart:1', 'broken')
	for (let hour = 1; hour <= 14; hour += 1) await drain(later(hour * 3600), () => new Error('still away'))
	expect(await states()).toEqual(['broken parked 12'])
})

test('two workers share the work and deliver nothing twice', async () => {
	for (let cart = 0; cart < 40; cart += 1) await write(`cart:${cart}`, `a${cart}`, `b${cart}`)
	const parts = await Promise.all([drain(later(1)), drain(later(1)), drain(later(1)), drain(later(1))])
	expect(parts.flat()).toHaveLength(80)
	expect(new Set(parts.flat()).size).toBe(80)
	await drain(later(1))
	for (const part of parts)
		for (let cart = 0; cart < 40; cart += 1)
			if (part.includes(`a${cart}`) && part.includes(`b${cart}`)) expect(part.indexOf(`a${cart}`)).toBeLessThan(part.indexOf(`b${cart}`))
})

test('a worker that died with a claim leaves it to the next one when its lease ends', async () => {
	await write('cart:1', 'first')
	const dies = new Promise<void>(() => undefined)
	void tell(
		db,
		'crm',
		() => dies,
		() => at,
	)
	await expect.poll(states).toEqual(['first waiting 1'])
	expect(await drain(later(60))).toEqual([])
	expect(await drain(later(121))).toEqual(['first'])
})

test('a round costs one statement to claim and one for each delivery', async () => {
	await write('cart:1', 'first')
	await write('cart:2', 'second')
	await expectStatements(db, 3, () =>
		tell(
			db,
			'crm',
			async () => undefined,
			() => later(1),
		),
	)
	await expectStatements(db, 1, () =>
		tell(
			db,
			'crm',
			async () => undefined,
			() => later(1),
		),
	)
})
