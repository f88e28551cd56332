import { type Db, openDb, withTransaction } from '../../db/client.server.ts'
import { asBuyer, asHouse } from '../../db/scope.server.ts'
import type { Size } from './data.ts'
import { machine, openStage } from './stage.ts'

type Read = (db: Db, account: number) => Promise<unknown>

const reads: Record<string, Read> = {
	oneRow: (db, account) => db`select name from location where account_id = ${account} limit 1`,
	inTransaction: (db, account) =>
		withTransaction(db, async (tx) => {
			await tx`select name from location where account_id = ${account} limit 1`
			await tx`select first_name from contact where account_id = ${account} limit 1`
		}),
}

async function microsOf(asked: (account: number) => Promise<unknown>, together: number, milliseconds: number): Promise<number> {
	const until = performance.now() + milliseconds
	let done = 0
	const one = async (seed: number) => {
		for (let account = seed; performance.now() < until; account = 1 + ((account * 31) % 900)) {
			await asked(account)
			done++
		}
	}
	await Promise.all(Array.from({ length: together }, (_, index) => one(index + 1)))
	return (milliseconds * 1000) / done
}

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** What the wall costs a query: the owner without it, and a buyer behind it, by turns on the same machine at the same time. */
export async function scope(size: Size, seconds: number): Promise<Record<string, unknown>> {
	const stage = await openStage(size)
	const [owner, pool] = [openDb(stage.ownerUrl, { max: 8 }), openDb(stage.url, { max: 8 })]
	try {
		const house = asHouse(pool)
		const buyers = Array.from({ length: 1000 }, (_, account) => asBuyer(pool, { accountId: account, billToAccountId: account, ancestorIds: [] }))
		const runs: Record<string, unknown>[] = []
		for (const [name, read] of Object.entries(reads)) {
			for (const together of [1, 8]) {
				const ways = {
					bare: (account: number) => read(owner, account),
					house: (account: number) => read(house, account),
					buyer: (account: number) => read(buyers[account] ?? house, account),
				}
				const micros: Record<string, number[]> = { bare: [], house: [], buyer: [] }
				for (let round = 0; round < 5; round++)
					for (const [way, asked] of Object.entries(ways)) micros[way]?.push(await microsOf(asked, together, (seconds * 1000) / 15))
				const { bare = 0, ...walled } = Object.fromEntries(Object.entries(micros).map(([way, values]) => [way, Math.round(middle(values))]))
				const added = Object.fromEntries(Object.entries(walled).map(([way, value]) => [`${way}Added`, value - bare]))
				runs.push({ read: name, together, microsEach: { bare, ...walled }, ...added })
			}
		}
		return { work: 'scope', machine: await machine(stage.db), runs }
	} finally {
		await Promise.all([owner.end(), pool.end()])
		await stage.close()
	}
}
