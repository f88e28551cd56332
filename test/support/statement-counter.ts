import { expect } from 'vitest'
import type { Db } from '../../db/client.server.ts'
import { isCounted } from './statement-frame.ts'

/** Who counts the statements of a database at this moment; of what nobody counts nothing is kept. */
const counting = new WeakMap<Db, Set<string[]>>()

/** Counts what `open` sends, for whoever asks statementsOf. */
export function openCounted(open: (onStatement: (text: string) => void) => Db): Db {
	const lists = new Set<string[]>()
	const db = open((text) => {
		for (const list of lists) list.push(text)
	})
	counting.set(db, lists)
	return db
}

/** The statements that `work` sends through `db` (a database of `testDb`), in order. */
export async function statementsOf<T>(db: Db, work: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
	const lists = counting.get(db)
	if (!lists) throw new Error('Only the database of testDb() counts its statements')
	const list: string[] = []
	lists.add(list)
	const result = await work().finally(() => lists.delete(list))
	return { result, statements: list.filter(isCounted) }
}

/** The statement budget of a flow: exactly `budget` statements, whatever the size of its input. Returns what `work` returned. */
export async function expectStatements<T>(db: Db, budget: number, work: () => Promise<T>): Promise<T> {
	const { result, statements } = await statementsOf(db, work)
	const list = statements.map((text, index) => `${index + 1}. ${text.replaceAll(/\s+/g, ' ').trim().slice(0, 160)}`).join('\n')
	expect(statements.length, `${statements.length} statements instead of ${budget}:\n${list}`).toBe(budget)
	return result
}
