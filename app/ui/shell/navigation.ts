import type { IconName } from '../parts/icon.tsx'

export interface NavEntry {
	href: string
	label: string
	/** Matches this address only, not what lies under it. */
	end?: boolean
	/** Also where one is when the address goes through here. */
	within?: string
	/** What waits there: alerts, approvals. */
	count?: number
	children?: readonly NavEntry[]
}

/** A room of the house in the left rail. */
export interface Room extends NavEntry {
	key: string
	icon: IconName
}
