import postgres from 'postgres'
import { longGreeting, openWire } from './wire.server.ts'

/**
 * The connection. Result columns arrive camelCased; bigint as number (ids and minor units stay below 2^53 by
 * constraint), numeric and date as strings, timestamptz as Date, jsonb parsed. `tx` is the first argument of every query.
 */
const types = {
	bigint: { to: 20, from: [20] as number[], serialize: (value: number | bigint) => value.toString(), parse: (text: string) => Number(text) },
	date: { to: 1082, from: [1082] as number[], serialize: (value: string) => value, parse: (text: string) => text },
}

/** pg_type: element type to array type, for bool, bigint, int, text, date, timestamptz, numeric, uuid, jsonb. */
const arrayTypes = { 16: 1000, 20: 1016, 23: 1007, 25: 1009, 1082: 1182, 1184: 1185, 1700: 1231, 2950: 2951, 3802: 3807 }

export type Types = { bigint: number; date: string }
export type Db = postgres.Sql<Types>
export type Tx = postgres.TransactionSql<Types>
/** What every query takes: the pool for a read, the transaction for anything that writes. */
export type Sql = Db | Tx

export type DbOptions = { max?: number; onStatement?: (text: string) => void; applicationName?: string; onNotice?: (message: string) => void }

/** Opens a pool. `onStatement` sees the text of each statement sent, for statement budgets. */
export function openDb(url: string, options: DbOptions = {}): Db {
	const onStatement = options.onStatement
	const sql = postgres(url, {
		max: options.max ?? 10,
		types,
		transform: { column: { from: postgres.toCamel }, undefined: null },
		connection: { application_name: options.applicationName ?? 'kontor', TimeZone: 'UTC', ...longGreeting },
		// The driver takes it, and its types do not know.
		...({ socket: openWire } as object),
		// Whoever asks is told in time that there is no database.
		connect_timeout: 10,
		// The driver counts the failures of all connections together: a server that was away for a second kept a pool of 25 waiting for 20.
		backoff: (failures: number) => Math.min(0.5, 0.02 * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2),
		onnotice: (notice) => options.onNotice?.(notice['message'] ?? ''),
	})
	// Said afterwards: a pool that is born with it keeps the stack of whoever asks, for each question.
	if (onStatement) Object.assign(sql.options, { debug: (_connection: number, query: string) => onStatement(query) })
	// postgres.js learns array types when the first connection opens, but `sql.array` reads them when a query is built:
	// without this, the first query of a pool that carries an array fails.
	const { shared } = sql.options as unknown as { shared: { typeArrayMap: Record<number, number> } }
	Object.assign(shared.typeArrayMap, arrayTypes)
	return sql as unknown as Db
}

/** Carries a refusal out of a transaction that it has rolled back. */
class Refused extends Error {
	readonly answer: unknown
	constructor(answer: unknown) {
		super('refused')
		this.answer = answer
	}
}

/**
 * The only way to open a transaction. Commits when `work` resolves; rolls back when it throws, and when it answers a
 * refusal (`{ ok: false, … }`), which is handed on: what was refused leaves nothing behind.
 */
export async function withTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
	try {
		return (await db.begin(async (tx) => {
			const answer = await work(tx)
			if ((answer as { ok?: unknown } | null)?.ok === false) throw new Refused(answer)
			return answer
		})) as T
	} catch (error) {
		if (error instanceof Refused) return error.answer as T
		throw error
	}
}

/**
 * From here on each statement of the transaction has one plan for every order, made once for a connection. The planner
 * thinks a new cart has a line or none, so it would plan a large statement anew for each: that costs more than running it.
 */
export async function keepPlans(tx: Tx): Promise<void> {
	await tx.unsafe('set local plan_cache_mode = force_generic_plan')
}

/** Ends a part of a transaction that was only tried. */
class Undone extends Error {}

/** What `work` would do and answer, with nothing of it left: a part of the transaction that is always rolled back. */
export async function tryOut<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
	const tried: T[] = []
	try {
		await tx.savepoint(async (part) => {
			tried.push(await work(part as unknown as Tx))
			throw new Undone()
		})
	} catch (error) {
		if (!(error instanceof Undone)) throw error
	}
	return tried[0] as T
}

/**
 * A transaction that flows run in as if it were the database: the transactions that they open are parts of it, so what
 * they do and what the caller does beside them happen together or not at all.
 */
export async function insideTransaction<T>(db: Db, work: (inside: Db, tx: Tx) => Promise<T>): Promise<T> {
	return withTransaction(db, (tx) => work(insideOf(tx), tx))
}

/** The same of a transaction that is open already. */
export function insideOf(tx: Tx): Db {
	return new Proxy(tx, {
		get: (of, name) => (name === 'begin' ? (part: (tx: Tx) => unknown) => tx.savepoint(part) : Reflect.get(of, name)),
	}) as unknown as Db
}
