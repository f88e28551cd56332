import type { StaffRole } from '../../../app/platform/actor.ts'
import type { Ids } from './world-ids.ts'

/** Who may: everybody, a signed-in buyer, a buyer's key, a key of the house, or members of the house with one of these roles (an administrator always). */
export type Who = 'open' | 'shopper' | 'key' | 'house key' | readonly StaffRole[]

/** Fields in their order, so that those of two parties can be laid side by side: what differs between them is an id. */
export type Fields = readonly (readonly [name: string, value: string | number])[]

export type Write = {
	name: string
	fields?: (ids: Ids) => Fields
	json?: (ids: Ids) => unknown
	headers?: Record<string, string>
	/** What the rightful person is answered. */
	status?: number
	/** Somebody else's id counts as one that is already gone: the answer is no refusal, but nothing is written. */
	forgives?: true
}

/** One door in the matrix. */
export type Line = {
	path: (ids: Ids) => string
	who: Who
	/** What the rightful person is answered to a GET; 200 unless said. */
	get?: number
	writes?: readonly Write[]
	/** Names of the query. */
	query?: readonly string[]
	/** Whatever its path names is answered alike, with this, where it reaches us at all: who asks learns nothing. */
	alike?: number
	/** What the path names is a word that every seller has, each with rows of its own. */
	everySeller?: true
	/** An open door that answers a signed-in buyer with more than a guest: it is tried as hers. */
	asBuyer?: true
}

export type Matrix = Readonly<Record<string, Line>>

export const everyStaff = ['rep', 'merchandiser', 'marketer', 'head_office', 'credit_manager'] as const satisfies readonly StaffRole[]
