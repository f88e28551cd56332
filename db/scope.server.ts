import type { Db, Sql, Tx } from './client.server.ts'
import { type Pending, pending, Transaction } from './transaction.server.ts'

/**
 * In whose name the database is asked (app/decisions/0011). The roles stand in db/access.server.ts; their policies are the
 * second wall behind every `account_id` of a query. `door`: nobody is known yet. `buyer`: one account, or a guest without
 * one; what its prices and its credit ask of the accounts above it and of its bill-to has policies of its own. `house`:
 * staff, worker, imports.
 */
export type BuyerScope = { accountId: number | null; billToAccountId: number | null; ancestorIds: readonly number[] }
export type Scope = { role: 'door' } | ({ role: 'buyer' } & BuyerScope) | { role: 'house' }

/** A bug of ours: the request ends, nothing is asked. */
function demand(condition: unknown, message: string): asserts condition {
	if (!condition) throw new Error(message)
}

/** `begin` is what opens every transaction of the view. */
type View = { pool: Db; role: Scope['role']; begin: string; door: Db | null }

/** The web process and its build each have a copy of this module: the view stands on the connection, not in one of them. */
const viewKey = Symbol.for('kontor.scope')
const viewOf = (db: Db): View | undefined => (db as { [viewKey]?: View })[viewKey]
const poolOf = (db: Db): Db => viewOf(db)?.pool ?? db

/** `begin` and the scope in one message. Only whole numbers and our own words stand in it. */
function opening(scope: Scope): string {
	if (scope.role !== 'buyer') return `begin; set local role kontor_${scope.role}`
	const { accountId, billToAccountId, ancestorIds } = scope
	const given = [...ancestorIds, accountId ?? 0, billToAccountId ?? 0]
	demand(
		given.every((id) => Number.isSafeInteger(id)),
		'A scope is made of ids',
	)
	const settings = { account: accountId ?? '', bill_to: billToAccountId ?? '', family: given.filter((id) => id > 0).join(',') }
	return `begin; set local role kontor_buyer${Object.entries(settings)
		.map(([name, value]) => `; set local kontor.${name} = '${value}'`)
		.join('')}`
}

/** A pool seen in one scope: every query is a transaction that begins with it, and without it the role may read nothing. */
function open(pool: Db, scope: Scope): Db {
	const view: View = { pool, role: scope.role, begin: opening(scope), door: null }
	const db = tagOf(pool, (query) => alone(pool, view.begin, query)) as unknown as Db
	Object.assign(db, {
		begin: (work: (tx: Tx) => Promise<unknown>) => together(pool, view.begin, work),
		listen: pool.listen,
		end: pool.end,
		[viewKey]: view,
	})
	return db
}

/** For the worker, imports, the seed and everything else that the house does itself. */
export function asHouse(db: Db): Db {
	return open(poolOf(db), { role: 'house' })
}

/** For one request: nobody is known at its door. */
export function atDoor(db: Db): Db {
	return open(poolOf(db), { role: 'door' })
}

/** The same connections in a given buyer's name, for what is tried as her. */
export function asBuyer(db: Db, scope: BuyerScope): Db {
	return open(poolOf(db), { role: 'buyer', ...scope })
}

/** Asks as the door does, whoever is known by now: who is there is read the same way at every moment of a request. */
export function doorOf(db: Db): Db {
	const view = viewOf(db)
	if (!view) return atDoor(db)
	view.door ??= atDoor(db)
	return view.door
}

/**
 * The same scope for large statements that are alike for everybody: one plan for every question, made once for a connection.
 * The planner would make one for each (a priced page: 2.6 ms, more than it takes to run), hoping that the next is better.
 */
export function keepingPlans(sql: Sql): Sql {
	const view = viewOf(sql as Db)
	return view ? tagOf(view.pool, (query) => alone(view.pool, `${view.begin}; set local plan_cache_mode = force_generic_plan`, query)) : sql
}

/** From the door to whoever came in. Loaders run side by side and may all say it; another than the first is a bug. */
export function enter(db: Db, scope: Scope): void {
	const view = viewOf(db)
	demand(view, 'Only a scoped connection can be entered')
	const begin = opening(scope)
	demand(view.role === 'door' || view.begin === begin, `A request that acts as ${view.role} cannot go on as ${scope.role}, or for another account`)
	view.role = scope.role
	view.begin = begin
}

/** postgres.js builds the query, so that fragments, arrays and JSON are its own; only where it goes is ours. */
function tagOf(pool: Db, send: (query: Pending) => void): Db {
	const own = <T>(built: T): T => {
		if (pending(built)) built.handler = send
		return built
	}
	const tag = (first: TemplateStringsArray, ...rest: never[]) => own(pool(first, ...rest))
	const unsafe = (...given: Parameters<Db['unsafe']>) => own(pool.unsafe(...given))
	const { array, json, typed, types, options } = pool
	return Object.assign(tag, { array, json, typed, types, options, unsafe }) as unknown as Db
}

/** One query, with what surrounds it, written without waiting. It answers when it is committed. */
function alone(pool: Db, begin: string, query: Pending): void {
	const { resolve, reject } = query
	const transaction = new Transaction(pool, begin)
	let answer: unknown
	query.resolve = (value) => {
		query.active = false
		answer = value
	}
	query.reject = (error) => reject(transaction.reasonFor(error))
	transaction.opened.then(
		() => undefined,
		(error) => query.reject(error),
	)
	transaction.onOpen = () => {
		transaction.send(query)
		transaction.end('commit').then(
			() => resolve(answer),
			(error) => query.reject(error),
		)
	}
}

/** Many statements; committed when `work` resolves, rolled back when it throws or one of them fails. */
async function together<T>(pool: Db, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
	const transaction = new Transaction(pool, begin)
	await transaction.opened
	const answer = await partOf(pool, transaction, work, () => transaction.end('rollback'))
	await transaction.end('commit')
	return answer
}

/** The whole of a transaction, or what stands behind one of its savepoints: undone by `undo` when something in it fails. */
async function partOf<T>(pool: Db, transaction: Transaction, work: (tx: Tx) => Promise<T>, undo: () => Promise<void>): Promise<T> {
	let failed: unknown
	const tx = tagOf(pool, (query) => {
		query.catch((error) => {
			failed ??= error
		})
		transaction.send(query)
	})
	const savepoint = async <U>(part: (tx: Tx) => Promise<U>): Promise<U> => {
		const name = transaction.nameSavepoint()
		await transaction.say(`savepoint ${name}`)
		return await partOf(pool, transaction, part, () => transaction.say(`rollback to savepoint ${name}`))
	}
	try {
		const answer = await Promise.race([work(Object.assign(tx, { savepoint }) as unknown as Tx), transaction.lost])
		if (failed) throw failed
		return answer
	} catch (error) {
		await undo().catch(() => undefined)
		throw transaction.reasonFor((error as { code?: string }).code === '25P02' ? (failed ?? error) : error)
	}
}
