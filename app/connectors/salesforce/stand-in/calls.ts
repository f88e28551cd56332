import type { Org } from './org.ts'

/** One call to the interface as the doors see it; a composite makes several of one. */
export type Call = {
	method: string
	path: string
	query: URLSearchParams
	body: unknown
	text: string
	root: string
	allowDuplicates: boolean
	held: ReadonlySet<string>
}
export type Answer = { status: number; body?: unknown; csv?: string }
export type Door = { method: string; path: RegExp; answer: (org: Org, call: Call, parts: string[]) => Answer }

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const nothing: Answer = { status: 204 }
