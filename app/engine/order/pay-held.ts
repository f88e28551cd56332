import { type GroupCall, keyAfter } from './cover-shipment.ts'

/** A delivery that waits for a card, with every call that was made for it. */
export type HeldDelivery = { groupId: number; calls: readonly (GroupCall & { paymentMethodId: string | null })[] }

/** A call that pays a held delivery. `knownId`: it was begun before with the same card, and goes on under its own key. */
export type HeldCall = { groupId: number; key: string; attempt: number; amountMinor: number; knownId: number | null }

const open = new Set(['prepared', 'requires_action'])
const refused = new Set(['declined', 'failed', 'released'])

/** What its card did not pay: the amount of the last call that a bank or the processor refused; 0 when it waits for something else. */
export function owedOf({ calls }: Pick<HeldDelivery, 'calls'>): number {
	const inOrder = [...calls].sort((a, b) => a.attempt - b.attempt)
	const last = inOrder.at(-1)
	return last && (refused.has(last.state) || open.has(last.state)) ? last.amountMinor : 0
}

/** The calls that pay held deliveries with a card: one each, none twice (commerce-engine.md section 8). */
export function planHeld(deliveries: readonly HeldDelivery[], paymentMethodId: string): HeldCall[] {
	return deliveries.flatMap(({ groupId, calls }): HeldCall[] => {
		const amountMinor = owedOf({ calls })
		if (amountMinor === 0) return []
		const known = calls.find((one) => open.has(one.state) && one.paymentMethodId === paymentMethodId && one.amountMinor === amountMinor)
		return [{ groupId, amountMinor, ...(known ? { key: known.key, attempt: known.attempt } : keyAfter(calls)), knownId: known?.id ?? null }]
	})
}
