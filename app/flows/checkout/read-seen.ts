import { parseMicros } from '../../engine/base/money.ts'
import type { SeenCart } from '../../engine/cart/compare-to-seen.ts'

/** What a machine says that it read last; unit prices as decimals, null or none for a line on request. */
export type SaidSeen = { hash: string; totalMinor: number; lines?: readonly { sequence: number; unitPrice: string | null }[] | undefined }

/** The same as the submit compares it. A price that is no decimal is compared with nothing. */
export function readSeen({ hash, totalMinor, lines = [] }: SaidSeen): SeenCart {
	return {
		hash,
		totalMinor,
		lines: lines.map(({ sequence, unitPrice }) => ({ sequence, unitPriceMicros: unitPrice === null ? null : parseMicros(unitPrice) })),
	}
}
