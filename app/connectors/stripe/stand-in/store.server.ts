import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { missing } from './api-error.ts'
import type { Rows } from './rows.ts'

type Kind = keyof Rows

/**
 * Everything the stand-in knows: in memory, newest first on listing. With a journal file each change is one appended
 * line, written before the answer leaves, so a killed process has forgotten nothing that it told anybody.
 */
export class Store {
	readonly #rows = new Map<Kind, Map<string, Rows[Kind]>>()
	readonly #journal: string | null
	#unwritten: string[] = []
	/** What each row of this request was before it. */
	#before: { kind: Kind; id: string; row: Rows[Kind] | undefined }[] = []

	constructor(journal: string | null) {
		this.#journal = journal
		if (!journal) return
		mkdirSync(dirname(journal), { recursive: true })
		if (!existsSync(journal)) return
		const text = readFileSync(journal, 'utf8')
		const whole = text.slice(0, text.lastIndexOf('\n') + 1)
		// A line cut off by a crash was never answered, so it never happened.
		if (whole.length < text.length) truncateSync(journal, Buffer.byteLength(whole))
		for (const line of whole.split('\n')) if (line) this.#keep(JSON.parse(line) as Rows[Kind])
	}

	put<K extends Kind>(row: Rows[K] & { object: K }): Rows[K] {
		this.#before.push({ kind: row.object, id: row.id, row: this.find(row.object, row.id) })
		this.#keep(row)
		if (this.#journal) this.#unwritten.push(JSON.stringify(row))
		return row
	}

	find<K extends Kind>(kind: K, id: string): Rows[K] | undefined {
		return this.#rows.get(kind)?.get(id) as Rows[K] | undefined
	}

	/** Throws Stripe's 404 when the id is unknown. */
	get<K extends Kind>(kind: K, id: string, param?: string): Rows[K] {
		const row = this.find(kind, id)
		if (!row) throw missing(kind === 'payment_method' ? 'PaymentMethod' : kind, id, param)
		return row
	}

	newestFirst<K extends Kind>(kind: K): Rows[K][] {
		return [...(this.#rows.get(kind)?.values() ?? [])].reverse() as Rows[K][]
	}

	/** Writes what has changed since the last call. */
	flush(): void {
		if (this.#journal && this.#unwritten.length > 0) appendFileSync(this.#journal, `${this.#unwritten.join('\n')}\n`)
		this.#unwritten = []
		this.#before = []
	}

	/** Undoes everything since the last `flush`: a request that is refused for its parameters changes nothing. */
	forget(): void {
		for (const { kind, id, row } of this.#before.reverse()) {
			if (row) this.#keep(row)
			else this.#rows.get(kind)?.delete(id)
		}
		this.#before = []
		this.#unwritten = []
	}

	#keep(row: Rows[Kind]): void {
		const kind = row.object as Kind
		const rows = this.#rows.get(kind) ?? new Map<string, Rows[Kind]>()
		this.#rows.set(kind, rows.set(row.id, row))
	}
}
