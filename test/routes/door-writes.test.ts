import { expect, test } from 'vitest'
import { withTransaction } from '../../db/client.server.ts'
import { openWorld } from './doors/world.ts'
import { everythingIn, writesIn } from './doors/writes.ts'

const { db } = await openWorld()

const writes: Record<string, () => PromiseLike<unknown>> = {
	'a row that is put in': () => db`insert into unit_of_measure (code) values ('crate')`,
	'a row that is changed': () => db`update unit_of_measure set digits = 2 where code = 'crate'`,
	'a row that is taken away': () => db`delete from unit_of_measure where code = 'crate'`,
	'a month of the journal': () => db`delete from sync_decision where at < '2026-04-01'`,
	'a table that is emptied': () => db`truncate merge_proposal`,
}

test.each(Object.entries(writes))('%s is counted, so that the doors are looked through again', async (_, write) => {
	const before = await writesIn(db)
	await write()
	expect(await writesIn(db)).toBeGreaterThan(before)
})

test('what is counted is looked at, and only what is still there is told', async () => {
	const look = await everythingIn(db)
	const before = await look()
	expect(await look()).toBe(before)
	await withTransaction(db, async (tx) => {
		await tx`insert into unit_of_measure (code) values ('tray')`
		return { ok: false, refusals: [] }
	})
	const refused = await look()
	expect(refused).not.toBe(before)
	expect(refused).toEqual(before)
	await db`insert into unit_of_measure (code) values ('tray')`
	expect((await look())['unit_of_measure']).not.toBe(before['unit_of_measure'])
})
