import { type Db, withTransaction } from '../../db/client.server.ts'

/** Asks a pool in every way that the house asks, each question with its own number, and knows what is still open and who got the rows of somebody else. */
export function openAsker(pool: Db, db: Db) {
	const open = new Map<number, string>()
	const wrong: string[] = []
	const counts = { answered: 0, refused: 0 }
	let number = 0
	const works = {
		query: async (n: number) => (await db<{ n: number }[]>`select ${n}::int as n`)[0]?.n,
		plain: async (n: number) => (await pool<{ n: number }[]>`select ${n}::int as n, pg_sleep(0.002)::text`)[0]?.n,
		transaction: (n: number) =>
			withTransaction(db, async (tx) => {
				const [first] = await tx<{ n: number }[]>`select ${n}::int as n`
				await Promise.all([tx`select 'x' as other`, tx`select 1.5 as other, ${n}::text as more`])
				const [last] = await tx<{ n: number }[]>`select ${n}::int as n, pg_sleep(0.004)::text`
				return first?.n === n ? last?.n : first?.n
			}),
	}
	const ask = (kind: keyof typeof works) => {
		number += 1
		const n = number
		open.set(n, kind)
		const answered = (answer: number | undefined) => {
			counts.answered += 1
			if (answer !== n) wrong.push(`${kind} ${n} was answered with ${answer}`)
		}
		const refused = () => {
			counts.refused += 1
		}
		void works[kind](n)
			.then(answered, refused)
			.finally(() => open.delete(n))
	}
	return { ask, open, wrong, counts }
}
