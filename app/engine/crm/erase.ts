import { type Refusal, refusal } from '../base/refusal.ts'

export type EraseFacts = {
	name: string
	/** Orders on their way: goods are sent to her, and the law wants them documented first. */
	openOrders: number
	/** Writes to another system whose answer is not there yet. */
	openWrites: number
}

const plain = (text: string) => text.trim().replaceAll(/\s+/g, ' ').toLowerCase()

/**
 * What stands against forgetting a person (sync-core.md B11), all at once; it cannot be taken back, so her name is typed. Refuses
 * `ERASE_NAME` where it is not hers, `ERASE_ORDERS` while something is on its way to her, `ERASE_BUSY` while another system is being asked.
 */
export function decideErase(typed: string, { name, openOrders, openWrites }: EraseFacts): Refusal[] {
	return [
		...(plain(typed) === plain(name) ? [] : [refusal('ERASE_NAME', { name })]),
		...(openOrders > 0 ? [refusal('ERASE_ORDERS', { count: openOrders })] : []),
		...(openWrites > 0 ? [refusal('ERASE_BUSY')] : []),
	]
}
