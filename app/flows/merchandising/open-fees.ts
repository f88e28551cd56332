import type { Db } from '../../../db/client.server.ts'
import { type FeeRow, readFeeGroups, readFees } from '../../../db/queries/fee.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { printMinor } from '../../engine/base/money.ts'
import type { FeeFields } from '../../engine/cart/read-fee.ts'
import type { StaffMember } from '../../platform/actor.ts'

type Question = { search: string; past: boolean; fee: number | null; at: Date }

/** The seller's fees, and the one in the form: `fee`, or a new one. Three statements at most. */
export async function openFees(db: Db, staff: StaffMember, { search, past, fee, at }: Question) {
	const sellerEntityId = staff.seller.id
	const today = dayIn(at, staff.seller.timeZone)
	const [fees, groups, [chosen]] = await Promise.all([
		readFees(db, { sellerEntityId, search, on: today, past, id: null }),
		readFeeGroups(db, sellerEntityId),
		fee === null ? [] : readFees(db, { sellerEntityId, search: '', on: today, past: true, id: fee }),
	])
	const empty: FeeFields = {
		kind: 'handling',
		per: 'order',
		amount: '',
		below: '',
		currency: staff.seller.currency,
		buyerGroupId: null,
		names: {},
		validFrom: today,
		validTo: null,
	}
	return { fees, groups, today, chosen: chosen?.id ?? null, fields: chosen ? fieldsOf(chosen) : empty }
}

function fieldsOf({ kind, per, amountMinor, belowMinor, currency, buyerGroupId, names, validFrom, validTo }: FeeRow): FeeFields {
	const below = belowMinor === null ? '' : printMinor(belowMinor, currency)
	return { kind, per, amount: printMinor(amountMinor, currency), below, currency, buyerGroupId, names, validFrom, validTo }
}
