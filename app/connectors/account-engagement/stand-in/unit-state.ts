import { readDecimal } from '../../../engine/base/decimal.ts'

export type Value = string | boolean | string[] | null
export type Prospect = { id: number; values: Record<string, Value>; createdAt: number; updatedAt: number; isDeleted: boolean }
export type Field = { kind: 'text' | 'email' | 'integer' | 'decimal' | 'boolean' | 'many' | 'choice'; writes: boolean; values?: string[] }
export type CustomField = { name: string; fieldId: string; type: string; isRequired: boolean; isRecordMultipleResponses: boolean; values: string[] | null }

/** What can go wrong on purpose; counts go down as they are used. */
export type Faults = { answerDelayMs: number; loseAnswers: number; failCalls: number; limitCalls: number }
export const noFaults: Faults = { answerDelayMs: 0, loseAnswers: 0, failCalls: 0, limitCalls: 0 }

export type State = {
	prospects: Map<number, Prospect>
	custom: CustomField[]
	tokens: Set<string>
	pages: Map<string, { ids: number[]; fields: string }>
	calls: { used: number; limit: number }
	faults: Faults
	/** Characters that a text may have; the unit's people may make it fewer, and its description says nothing of it. */
	longest: number
	/** Whether the connection's user has the ability Prospects > Delete. */
	mayDelete: boolean
	running: number
	counter: number
	changes: number
	now: () => number
}

export class UnitError extends Error {
	readonly status: number
	readonly code: number
	constructor(status: number, code: number, message: string) {
		super(message)
		this.status = status
		this.code = code
	}
}

export const invalid = (message: string) => new UnitError(400, 109, `Invalid request. ${message}`)

const texts =
	'firstName lastName salutation company jobTitle department phone fax website addressOne addressTwo city state zip country industry annualRevenue employees source comments notes'
const standard: Record<string, Field> = {
	email: { kind: 'email', writes: true },
	...Object.fromEntries(texts.split(' ').map((name) => [name, { kind: 'text', writes: true }])),
	score: { kind: 'integer', writes: true },
	...Object.fromEntries(['isDoNotEmail', 'isDoNotCall', 'optedOut', 'isReviewed'].map((name) => [name, { kind: 'boolean', writes: true }])),
	campaignId: { kind: 'integer', writes: true },
	...Object.fromEntries(
		['id', 'assignedToId', 'grade', 'lastActivityAt', 'salesforceId', 'createdAt', 'updatedAt', 'isDeleted'].map((name) => [
			name,
			{ kind: 'text', writes: false },
		]),
	),
}

const customKinds: Record<string, Field['kind']> = { Number: 'decimal', Checkbox: 'many', 'Multi-Select': 'many', Dropdown: 'choice' }

export function fieldOf({ custom }: State, name: string): Field | undefined {
	if (!name.endsWith('__c')) return standard[name]
	const own = custom.find(({ fieldId }) => `${fieldId}__c` === name)
	return (
		own && { kind: own.isRecordMultipleResponses ? 'many' : (customKinds[own.type] ?? 'text'), writes: true, ...(own.values ? { values: own.values } : {}) }
	)
}

/** Checks the fields of a prospect that is written, and keeps nothing where one is wrong. */
export function readGiven(state: State, given: Readonly<Record<string, unknown>>): Record<string, Value> {
	const values: Record<string, Value> = {}
	for (const [name, value] of Object.entries(given)) {
		const field = fieldOf(state, name)
		if (!field) throw invalid(`Unknown field '${name}'.`)
		if (!field.writes) throw invalid(`The field '${name}' is read only.`)
		values[name] = value === null || value === '' ? null : readOne(name, field, value)
		const longest = [values[name] ?? ''].flat().reduce<number>((most, one) => Math.max(most, String(one).length), 0)
		if (longest > state.longest) throw invalid(`The value of field '${name}' is too long (${state.longest}).`)
	}
	return values
}

function readOne(name: string, { kind, values }: Field, value: unknown): Value {
	if (kind === 'boolean') {
		if (typeof value !== 'boolean' && !/^(true|false|0|1)$/.test(String(value))) throw invalid(`The field '${name}' must be a boolean.`)
		return value === true || value === 'true' || value === '1'
	}
	if (kind === 'integer' || kind === 'decimal') {
		const number = readDecimal(String(value))
		if (number === null || (kind === 'integer' && number.includes('.'))) throw invalid(`The field '${name}' must be a number.`)
		return number
	}
	if (kind === 'email' && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(String(value))) throw new UnitError(400, 4, 'Invalid prospect email address')
	const list = kind === 'many' ? (Array.isArray(value) ? value.map(String) : String(value).split(';')) : [String(value)]
	const bad = values && list.find((one) => !values.includes(one))
	if (bad !== undefined) throw invalid(`The field '${name}' is not one of the allowed values: ${bad}`)
	return kind === 'many' ? list : (list[0] ?? null)
}

export function save(state: State, id: number | null, values: Record<string, Value>): Prospect {
	const at = Math.floor(state.now() / 1000) * 1000
	const found = id === null ? undefined : state.prospects.get(id)
	state.counter += found ? 0 : 1
	const prospect = {
		id: found?.id ?? state.counter,
		values: { ...found?.values, ...values },
		createdAt: found?.createdAt ?? at,
		updatedAt: at,
		isDeleted: false,
	}
	state.prospects.set(prospect.id, prospect)
	state.changes += 1
	return prospect
}

/** Only what is not in the bin may be changed. */
export function living(state: State, id: number): Prospect {
	const found = state.prospects.get(id)
	if (!found || found.isDeleted) throw new UnitError(404, 3, 'Invalid prospect ID')
	return found
}

const zoned = (at: number) => new Date(at - 7 * 3_600_000).toISOString().replace(/\.\d+Z$/, '-07:00')

/** As version 5 shows it: ids as numbers, times with the unit's own offset. */
export function show(state: State, { id, values, createdAt, updatedAt, isDeleted }: Prospect, fields: readonly string[]): Record<string, unknown> {
	const own: Record<string, unknown> = { id, createdAt: zoned(createdAt), updatedAt: zoned(updatedAt), isDeleted }
	return Object.fromEntries(
		fields.map((name) => {
			const field = fieldOf(state, name)
			if (!field) throw invalid(`Unknown field '${name}'.`)
			const value = own[name] ?? values[name] ?? (field.kind === 'boolean' ? false : null)
			return [name, typeof value === 'string' && field.kind === 'integer' ? Number(value) : value]
		}),
	)
}
