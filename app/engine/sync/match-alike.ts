import type { Candidate, Match } from './match.ts'
import { rank } from './match.ts'

/** By which fields a side knows an object that has no mail address: its name, the records above it, and signs that make a name sure. Nothing at all: each is one of its own, and meets nobody by what it says. */
export type Alike = {
	name?: string
	parents?: readonly string[]
	number?: string
	website?: string
	phone?: string
	postalCode?: string
	day?: string
}

export type Sign = 'number' | 'website' | 'phone' | 'postalCode' | 'day'
/** What a record is known by, in the words of one side; null where nothing stands. Parents as the other side names them. */
export type Known = { name: string | null; parents: readonly (string | null)[] } & Readonly<Partial<Record<Sign, string | null>>>

export type AlikeCase = {
	mine: Known
	candidates: readonly (Candidate & { known: Known })[]
	/** Others of this side that no link names. */
	rivals: readonly Known[]
}

const signs: readonly Sign[] = ['number', 'website', 'phone', 'postalCode', 'day']

/**
 * Who is who among records without an address, such as companies (sync-core.md B4, app/decisions/0418). A name alone joins nothing: a sign has to
 * agree and none may contradict. Laws: the order of the candidates makes no difference; whatever is not sure is told and neither
 * joined nor made anew; what is linked is never linked again; two of ours that would both be one of theirs are told.
 */
export function decideAlike({ mine, candidates, rivals }: AlikeCase): Match {
	const judged = candidates.map((one) => ({ one, verdict: compareAlike(mine, one.known) }))
	const near = judged.filter(({ one, verdict }) => verdict === 'same' || (verdict === 'maybe' && !one.isLinked)).map(({ one }) => one)
	const [only, ...others] = near
	if (!only) return { kind: 'create' }
	const isSure = others.length === 0 && !only.isLinked && compareAlike(mine, only.known) === 'same'
	const isContested = rivals.some((rival) => compareAlike(rival, only.known) !== 'other')
	if (isSure && !isContested) return { kind: 'link', object: only.object, id: only.id, rung: 'alike', duplicates: [] }
	return { kind: 'none', reason: 'DUPLICATE_MATCH', duplicates: rank(near).map(({ object, id }) => `${object}:${id}`) }
}

/** `same`: the same name or the same records above, with a sign that agrees and none that contradicts; `maybe`: that cannot be told apart. */
export function compareAlike(a: Known, b: Known): 'same' | 'maybe' | 'other' {
	if (nameOf(a.name) !== nameOf(b.name)) return 'other'
	if (a.parents.some((id, at) => id === null || id !== b.parents[at])) return 'other'
	const pairs = signs.map((sign) => [signOf(sign, a[sign]), signOf(sign, b[sign])] as const).filter(([mine, theirs]) => mine !== '' && theirs !== '')
	const agreeing = a.parents.length + pairs.filter(([mine, theirs]) => mine === theirs).length
	// Each house numbers in its own way: another number says nothing.
	const against = signs.filter((sign) => sign !== 'number' && isAgainst(signOf(sign, a[sign]), signOf(sign, b[sign]))).length
	if (against === 0 && agreeing > 0) return 'same'
	return agreeing === 0 && against > 0 ? 'other' : 'maybe'
}

const isAgainst = (mine: string, theirs: string) => mine !== '' && theirs !== '' && mine !== theirs

export const nameOf = (name: string | null): string => (name ?? '').trim().toLowerCase().replaceAll(/\s+/g, ' ')

function signOf(sign: Sign, value: string | null | undefined): string {
	const text = (value ?? '').trim().toLowerCase()
	if (sign === 'website')
		return text
			.replace(/^[a-z]+:\/\//, '')
			.replace(/^www\./, '')
			.replace(/[/?#:].*$/, '')
	// The end of a number is the same with and without the code of its country.
	if (sign === 'phone') return text.replaceAll(/\D/g, '').slice(-9)
	return sign === 'postalCode' ? text.replaceAll(/[^\p{L}\p{N}]/gu, '') : text
}
