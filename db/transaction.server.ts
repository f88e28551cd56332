import type { Db } from './client.server.ts'

/**
 * What we take of postgres.js 3.4.9 beyond its types, so that `begin`, the scope, a query and `commit` go out in one
 * packet. The version is pinned, and test/db/scope.test.ts holds every promise of it that we build on.
 */
export type Pending = Promise<unknown> & {
	handler: ((query: Pending) => void) & { debug?: unknown }
	resolve: (value: unknown) => void
	reject: (error: unknown) => void
	/** It is the one that the server is answering. */
	active: boolean
	executed: boolean
}

type Connection = {
	/** Writes a query behind those under way. False: nothing may be written behind it until it is answered. */
	execute: (query: Pending) => unknown
	/** Called when all that was written is answered; at the end of the transaction the driver takes the connection back by itself. */
	reserved: (() => void) | null
	onclose: ((error: unknown) => void) | null
	terminate: () => void
}

export const pending = (built: unknown): built is Pending => typeof built === 'object' && built !== null && 'executed' in built && 'handler' in built

/** A transaction on one connection of a pool. Statements go out in their order, as early as the protocol allows. */
export class Transaction {
	/** Resolves with the connection, before the server has answered `begin`; rejects when there is none to be had. */
	readonly opened: Promise<void>
	/** Rejects when the connection breaks. */
	readonly lost: Promise<never>
	/** Called the moment the connection is there: what is sent then goes out with `begin`. */
	onOpen: () => void = () => undefined
	readonly #pool: Db
	readonly #underWay: Pending[] = []
	readonly #waiting: Pending[] = []
	#connection: Connection | null = null
	#isFlowing = true
	#savepoints = 0
	#broken: { error: unknown } | null = null
	#refusedAtOpening: unknown = null
	#breakOff: (error: unknown) => void = () => undefined

	constructor(pool: Db, begin: string) {
		this.#pool = pool
		this.lost = new Promise((_, reject) => {
			this.#breakOff = reject
		})
		this.lost.catch(() => undefined)
		this.opened = new Promise((resolve, reject) => {
			const onexecute = (connection: Connection) => {
				this.#take(connection)
				resolve()
				this.onOpen()
			}
			const opening = pool.unsafe(begin, [], { onexecute } as never) as unknown as Pending
			this.#underWay.push(opening)
			opening.catch((error: unknown) => {
				this.#refusedAtOpening = error
				reject(error)
			})
		})
		this.opened.catch(() => undefined)
	}

	/** When the scope itself was refused, what follows only knows that the transaction is aborted. */
	reasonFor(error: unknown): unknown {
		return (error as { code?: string } | null)?.code === '25P02' && this.#refusedAtOpening ? this.#refusedAtOpening : error
	}

	send(query: Pending): void {
		if (this.#broken) query.reject(this.#broken.error)
		else if (this.#isFlowing && this.#waiting.length === 0) this.#write(query)
		else this.#waiting.push(query)
	}

	nameSavepoint(): string {
		this.#savepoints++
		return `s${this.#savepoints}`
	}

	async say(text: string): Promise<void> {
		const query = this.#pool.unsafe(text) as unknown as Pending
		query.executed = true
		this.send(query)
		await query
	}

	/** Ends it; the connection is free for others once this resolves. */
	async end(how: 'commit' | 'rollback'): Promise<void> {
		await this.say(how)
		if (this.#connection?.onclose === this.#onClose) this.#connection.onclose = null
	}

	#take(connection: Connection): void {
		this.#connection = connection
		connection.onclose = this.#onClose
		connection.reserved = () => {
			this.#isFlowing = true
			while (this.#isFlowing && this.#waiting.length > 0) this.#write(this.#waiting.shift() as Pending)
		}
	}

	#write(query: Pending): void {
		const connection = this.#connection as Connection
		// A parameter that cannot be written fails the statement ahead in postgres.js, and ours would never be answered.
		const ahead = this.#answering()
		const unwritable: unknown[] = []
		const reject = ahead?.reject
		if (ahead) ahead.reject = (error) => void unwritable.push(error)
		this.#underWay.push(query)
		this.#isFlowing = Boolean(connection.execute(query))
		if (ahead && reject) ahead.reject = reject
		if (unwritable.length === 0) return
		query.reject(unwritable[0])
		this.#broken = { error: unwritable[0] }
		// Not before what is written already has left: the driver would begin the next connection with it.
		setImmediate(() => connection.terminate())
	}

	/** What the server is at; everything before it is answered and forgotten. */
	#answering(): Pending | undefined {
		const place = this.#underWay.findIndex(({ active }) => active)
		this.#underWay.splice(0, place < 0 ? this.#underWay.length : place)
		return this.#underWay[0]
	}

	readonly #onClose = (error: unknown): void => {
		this.#broken = { error }
		for (const query of this.#waiting.splice(0)) query.reject(error)
		this.#breakOff(error)
	}
}
