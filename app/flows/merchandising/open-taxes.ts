import type { Db } from '../../../db/client.server.ts'
import { readCertificates } from '../../../db/queries/certificate.ts'
import { readTaxCodes, readTaxRates } from '../../../db/queries/rates.ts'
import { addDays, dayIn } from '../../engine/base/calendar.ts'
import { FEE_CODE, SHIPPING_CODE } from '../../engine/tax/tax.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type CertificateShow = 'valid' | 'expiring' | 'expired' | 'waiting' | 'refused' | 'all'
type List = { search: string; after: string | null; limit: number; at: Date }

/** One page of the seller's tax rates that hold now or later, or of all. */
export async function openTaxes(db: Db, staff: StaffMember, { at, past, ...list }: List & { past: boolean }) {
	const today = dayIn(at, staff.seller.timeZone)
	const sellerEntityId = staff.seller.id
	const [rows, used] = await Promise.all([readTaxRates(db, { ...list, past, on: today, sellerEntityId }), readTaxCodes(db, sellerEntityId)])
	const rates = rows.slice(0, list.limit)
	return { rates, codes: [...new Set([...used, SHIPPING_CODE, FEE_CODE])], today, nextAfter: rows.length > list.limit ? (rates.at(-1)?.key ?? null) : null }
}

/** Exemption certificates: those that count, those that expire within 60 days, those that have, those that wait or were refused, or all. */
export async function openCertificates(db: Db, staff: StaffMember, { at, show, ...list }: List & { show: CertificateShow }) {
	const today = dayIn(at, staff.seller.timeZone)
	const accepted = 'accepted' as const
	const [state, from, to] = {
		valid: [accepted, today, null] as const,
		expiring: [accepted, today, addDays(today, 60)] as const,
		expired: [accepted, null, addDays(today, -1)] as const,
		waiting: ['waiting', null, null] as const,
		refused: ['refused', null, null] as const,
		all: [null, null, null] as const,
	}[show]
	const rows = await readCertificates(db, { ...list, sellerEntityId: staff.seller.id, state, from, to })
	const certificates = rows.slice(0, list.limit)
	return { certificates, today, soon: addDays(today, 30), nextAfter: rows.length > list.limit ? (certificates.at(-1)?.key ?? null) : null }
}
