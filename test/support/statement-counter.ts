import { expect } from 'vitest'
import type { Db } from '../../db/client.server.ts'
import { isCounted } from './statement-frame.ts'

const recorded = new WeakMap<Db, string[]>()

export function recordStatements(db: Db, statements: string[]): void {
	recorded.set(db, statements)
}

/** The statements that `work` sends through `db` (a database of `testDb`), in order. */
export async function statementsOf<T>(db: Db, work: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
	const all = recorded.get(db)
	if (!all) throw new Error('Only the database of testDb() counts its statements')
	const before = all.length
	const result = await work()
	return { result, statements: all.slice(before).filter(isCounted) }
}

/** The statement budget of a flow: exactly `budget` statements, whatever the size of its input. Returns what `work` returned. */
export async function expectStatements<T>(db: Db, budget: number, work: () => Promise<T>): Promise<T> {
	const { result, statements } = await statementsOf(db, work)
	const list = statements.map((text, index) => `${index + 1}. ${text.replaceAll(/\s+/g, ' ').trim().slice(0, 160)}`).join('\n')
	expect(statements.length, `${statements.length} statements instead of ${budget}:\n${list}`).toBe(budget)
	return result
}
