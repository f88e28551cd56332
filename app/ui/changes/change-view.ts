import type { Consent } from '../../engine/order/change-consent.ts'
import type { ChangeDelta } from '../../engine/order/change-delta.ts'

type Instant = Date | string

/** A proposal as its pages show it; instants are text once they went through the loader. */
export type ChangeView = {
	id: number
	number: string
	side: 'buyer' | 'house'
	contactName: string | null
	userName: string | null
	reason: string | null
	hash: string
	state: 'waiting' | 'applied' | 'refused' | 'withdrawn' | 'expired'
	waitsFor: readonly Consent[]
	consents: readonly { as: string; name: string; at: string }[]
	answer: string | null
	proposedAt: Instant
	expiresAt: Instant
	closedAt: Instant | null
	delta: ChangeDelta
	acts: { consent: Consent | null; refuse: boolean; withdraw: boolean }
	isOver: boolean
	isStale: boolean
}
