import type { AddressField } from '../../engine/crm/person-fields.ts'
import type { Instant } from '../format/date.ts'
import type { Tone } from '../parts/badge.tsx'

export type LeadRow = {
	id: number
	name: string
	title: string | null
	company: string
	email: string | null
	phone: string | null
	source: string | null
	status: string
	rating: string | null
	ownerName: string | null
	quotes: number
	createdAt: Instant
}

export type LeadView = Omit<LeadRow, 'quotes'> &
	Record<AddressField, string | null> & {
		firstName: string | null
		lastName: string
		locale: string
		note: string | null
		accountId: number | null
		accountName: string | null
		groupId: number | null
		prospectId: number | null
		quotes: readonly { number: string; state: string; currency: string; totalMinor: number | null; validOn: string | null; changedAt: Instant }[]
		past: readonly { action: string; by: string | null; at: Instant; facts: Readonly<Record<string, unknown>> | null }[]
	}

export type MatchView = { accountId: number; number: string; name: string; contactName: string | null; isSameEmail: boolean }
export type ShipToView = { line1: string; line2: string; city: string; region: string; postalCode: string; country: string }

export const leadTones: Readonly<Record<string, Tone>> = {
	open: 'accent',
	working: 'warning',
	qualified: 'warning',
	recycle: 'neutral',
	converted: 'positive',
	lost: 'danger',
}
