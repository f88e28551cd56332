import { badRequest } from './api-error.ts'

/** What an endpoint accepts. Anything else is refused, as Stripe refuses it: `parameter_unknown`. */
export type Spec = { readonly [name: string]: 'int' | 'text' | 'flag' | 'map' | 'list' | Spec }
export type Params<S extends Spec> = { [K in keyof S]?: S[K] extends Spec ? Params<S[K]> : Value<S[K]> }
type Value<T> = T extends 'int' ? number : T extends 'flag' ? boolean : T extends 'map' ? Record<string, string> : T extends 'list' ? string[] : string

type Form = { [name: string]: string | Form }

/** `a[b][]=1` → `{ a: { b: { 0: '1' } } }`. */
export function parseForm(text: string): Form {
	const form: Form = Object.create(null)
	for (const [key, value] of new URLSearchParams(text)) {
		const steps = key.replaceAll(']', '').split('[')
		let at = form
		for (const step of steps.slice(0, -1)) at = nextLevel(at, step)
		at[nameIn(at, steps.at(-1) ?? '')] = value
	}
	return form
}

const nameIn = (at: Form, step: string) => (step === '' ? String(Object.keys(at).length) : step)

function nextLevel(at: Form, step: string): Form {
	const name = nameIn(at, step)
	const there = at[name]
	if (typeof there === 'object') return there
	const made: Form = Object.create(null)
	at[name] = made
	return made
}

export function readParams<S extends Spec>(spec: S, form: Form): Params<S> {
	return readLevel(spec, form, '') as Params<S>
}

function readLevel(spec: Spec, form: Form, path: string): Record<string, unknown> {
	const read: Record<string, unknown> = {}
	for (const [name, value] of Object.entries(form)) {
		const param = path ? `${path}[${name}]` : name
		const kind = Object.hasOwn(spec, name) ? spec[name] : undefined
		if (!kind) throw badRequest(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
		read[name] = typeof kind === 'object' ? readLevel(kind, nested(value, param), param) : readValue(kind, value, param)
	}
	return read
}

function readValue(kind: string, value: string | Form, param: string): unknown {
	// An empty text takes a value away, for a map as for a text.
	if (kind === 'map') return value === '' ? {} : { ...nested(value, param) }
	if (kind === 'list') return Object.values(nested(value, param))
	if (typeof value !== 'string') throw badRequest(`Invalid string: ${param}`, { param })
	if (kind === 'int') {
		if (!/^-?\d{1,15}$/.test(value)) throw badRequest(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param })
		return Number(value)
	}
	if (kind === 'flag') {
		if (value !== 'true' && value !== 'false') throw badRequest(`Invalid boolean: ${value}`, { param })
		return value === 'true'
	}
	return value
}

function nested(value: string | Form, param: string): Form {
	if (typeof value === 'string') throw badRequest(`Invalid object: ${param}`, { param })
	return value
}

export function required<T>(value: T | undefined, param: string): T {
	if (value === undefined) throw badRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
	if (value === '') throw badRequest(`You passed an empty string for '${param}'.`, { code: 'parameter_invalid_empty', param })
	return value
}
