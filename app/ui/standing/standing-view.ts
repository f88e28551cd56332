import type { Fact } from '../../engine/base/refusal.ts'
import type { ShownSchedule } from './use-sentence.ts'

export type Told = { code: string; facts: Record<string, Fact>; line?: number }
export type ShownRun = {
	id: number
	runOn: string
	state: 'due' | 'placed' | 'held' | 'skipped'
	reasons: Told[]
	number: string | null
	totalMinor: number | null
}
export type ShownPreview = {
	runOn: string
	poNumber: string
	lines: { sequence: number; sku: string; slug: string; name: string; quantity: string; agreed: string | null; now: string | null; netMinor: number }[]
	promotions: { id: number; name: string; savingMinor: number }[]
	sums: {
		goodsMinor: number
		shippingMinor: number
		taxMinor: number
		totalMinor: number
		relievedMinor: number
		pricesIncludeTax: boolean
	}
	holds: Told[]
}
export type StandingView = {
	standing: {
		id: number
		name: string
		ownerName: string
		state: 'active' | 'paused' | 'ended'
		schedule: ShownSchedule | null
		guardrailPercent: number
		poText: string
		poHasDate: boolean
		stores: string[]
		lines: { id: number; locationId: number; locationName: string; sku: string; name: string; quantity: string }[]
		runs: ShownRun[]
	}
	next: string[]
	preview: ShownPreview | null
	mayChange: boolean
}
