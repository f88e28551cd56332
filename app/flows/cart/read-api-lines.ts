import type { Db } from '../../../db/client.server.ts'
import { readLocationIds } from '../../../db/queries/location.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { AskedRow } from '../../engine/cart/resolve-rows.ts'
import type { Shopper } from '../../platform/actor.ts'

export type ApiLine = {
	sku: string
	quantity: string
	unit?: string | undefined
	shipTo?: string | undefined
	requestedOn?: string | undefined
	chosen?: string[] | undefined
}

/** Lines as machines write them, ship-tos by their code, as rows for a cart; a code that the account does not have is refused. */
export async function readApiLines(
	db: Db,
	shopper: Shopper,
	lines: readonly ApiLine[],
): Promise<{ ok: true; rows: AskedRow[] } | { ok: false; refusals: Refusal[] }> {
	const codes = [...new Set(lines.flatMap(({ shipTo }) => shipTo ?? []))]
	const ids = codes.length === 0 ? new Map<string, number>() : await readLocationIds(db, shopper.account.accountId ?? 0, codes)
	const refusals = lines.flatMap(({ shipTo }, index) =>
		shipTo !== undefined && !ids.has(shipTo) ? [refusal('SHIP_TO_UNKNOWN', { shipTo: shipTo.slice(0, 40) }, index + 1)] : [],
	)
	if (refusals.length > 0) return { ok: false, refusals }
	return {
		ok: true,
		rows: lines.map(({ sku, quantity, unit, shipTo, requestedOn, chosen }) => ({
			sku,
			quantity,
			unit: unit ?? null,
			locationId: shipTo === undefined ? null : (ids.get(shipTo) ?? null),
			requestedOn: requestedOn ?? null,
			...(chosen ? { chosen } : {}),
		})),
	}
}
