import { ApiError } from './api-error.ts'

export type Literal = { kind: 'text' | 'number' | 'instant' | 'date' | 'boolean' | 'null'; value: string }
export type Condition =
	| { kind: 'and' | 'or'; parts: Condition[] }
	| { kind: 'not'; part: Condition }
	| { kind: 'compare'; path: string; operator: string; values: Literal[] }
export type Query = {
	fields: string[]
	isCount: boolean
	object: string
	where: Condition | null
	order: { path: string; isDown: boolean }[]
	limit: number | null
}

const malformed = (message: string) => new ApiError(400, 'MALFORMED_QUERY', message)

const token = /\s*(?:('(?:[^'\\]|\\.)*')|(\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d))?)|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(<=|>=|!=|<>|[=<>(),]))/y

type Token = { kind: 'text' | 'time' | 'number' | 'word' | 'sign'; value: string }

function tokens(soql: string): Token[] {
	const found: Token[] = []
	const kinds = ['text', 'time', 'number', 'word', 'sign'] as const
	token.lastIndex = 0
	while (token.lastIndex < soql.trimEnd().length) {
		const at = token.lastIndex
		const match = token.exec(soql)
		if (!match) throw malformed(`unexpected token: '${soql.slice(at, at + 10).trim()}'`)
		const kind = match.slice(1).findIndex((part) => part !== undefined)
		found.push({ kind: kinds[kind] ?? 'sign', value: match[kind + 1] ?? '' })
	}
	return found
}

/** The part of SOQL that Kontor speaks: fields with parents, AND, OR, NOT, comparisons, IN, LIKE, ORDER BY, LIMIT. */
export function parseSoql(soql: string): Query {
	const reader = new Reader(tokens(soql))
	reader.word('SELECT')
	const fields: string[] = []
	let isCount = false
	do {
		const name = reader.name()
		if (name.toUpperCase() === 'COUNT' && reader.takes('(')) {
			reader.sign(')')
			isCount = true
		} else fields.push(name)
	} while (reader.takes(','))
	reader.word('FROM')
	const object = reader.name()
	const where = reader.takesWord('WHERE') ? readOr(reader) : null
	const order = reader.takesWord('ORDER') ? readOrder(reader) : []
	const limit = reader.takesWord('LIMIT') ? Number(reader.next('number').value) : null
	reader.end()
	return { fields, isCount, object, where, order, limit }
}

class Reader {
	readonly all: readonly Token[]
	at = 0
	constructor(all: readonly Token[]) {
		this.all = all
	}
	next(kind?: Token['kind']): Token {
		const found = this.all[this.at]
		if (!found || (kind && found.kind !== kind)) throw malformed(found ? `unexpected token: '${found.value}'` : "unexpected token: '<EOF>'")
		this.at += 1
		return found
	}
	takes(sign: string): boolean {
		const found = this.all[this.at]
		if (found?.kind !== 'sign' || found.value !== sign) return false
		this.at += 1
		return true
	}
	sign(sign: string): void {
		if (!this.takes(sign)) throw malformed(`expecting '${sign}', found '${this.all[this.at]?.value ?? '<EOF>'}'`)
	}
	takesWord(word: string): boolean {
		const found = this.all[this.at]
		if (found?.kind !== 'word' || found.value.toUpperCase() !== word) return false
		this.at += 1
		return true
	}
	word(word: string): void {
		if (!this.takesWord(word)) throw malformed(`expecting ${word}`)
	}
	name(): string {
		return this.next('word').value
	}
	end(): void {
		const found = this.all[this.at]
		if (found) throw malformed(`unexpected token: '${found.value}'`)
	}
}

function readOrder(reader: Reader): Query['order'] {
	reader.word('BY')
	const order: Query['order'] = []
	do {
		const path = reader.name()
		const isDown = reader.takesWord('DESC')
		if (!isDown) reader.takesWord('ASC')
		order.push({ path, isDown })
	} while (reader.takes(','))
	return order
}

function readOr(reader: Reader): Condition {
	const parts = [readOne(reader)]
	let kind: 'and' | 'or' | null = null
	for (;;) {
		const next = reader.takesWord('AND') ? 'and' : reader.takesWord('OR') ? 'or' : null
		if (next === null) return kind === null ? (parts[0] as Condition) : { kind, parts }
		// Salesforce wants brackets where both words stand side by side.
		if (kind !== null && kind !== next) throw malformed('unexpected token: mixed AND and OR need parentheses')
		kind = next
		parts.push(readOne(reader))
	}
}

function readOne(reader: Reader): Condition {
	if (reader.takesWord('NOT')) return { kind: 'not', part: readOne(reader) }
	if (reader.takes('(')) {
		const inside = readOr(reader)
		reader.sign(')')
		return inside
	}
	const path = reader.name()
	if (reader.takesWord('NOT')) {
		reader.word('IN')
		return { kind: 'not', part: { kind: 'compare', path, operator: 'IN', values: readList(reader) } }
	}
	if (reader.takesWord('IN')) return { kind: 'compare', path, operator: 'IN', values: readList(reader) }
	if (reader.takesWord('LIKE')) return { kind: 'compare', path, operator: 'LIKE', values: [readLiteral(reader)] }
	const operator = reader.next('sign').value
	if (!['=', '!=', '<>', '<', '>', '<=', '>='].includes(operator)) throw malformed(`unexpected token: '${operator}'`)
	return { kind: 'compare', path, operator, values: [readLiteral(reader)] }
}

function readList(reader: Reader): Literal[] {
	reader.sign('(')
	const values: Literal[] = []
	do values.push(readLiteral(reader))
	while (reader.takes(','))
	reader.sign(')')
	return values
}

const unescaped: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function readLiteral(reader: Reader): Literal {
	const { kind, value } = reader.next()
	if (kind === 'text') return { kind, value: value.slice(1, -1).replace(/\\(.)/g, (_, sign: string) => unescaped[sign] ?? sign) }
	if (kind === 'time') return { kind: value.includes('T') ? 'instant' : 'date', value }
	if (kind === 'number') return { kind, value }
	const word = value.toLowerCase()
	if (kind === 'word' && word === 'null') return { kind: 'null', value: '' }
	if (kind === 'word' && (word === 'true' || word === 'false')) return { kind: 'boolean', value: word }
	throw malformed(`unexpected token: '${value}'`)
}
