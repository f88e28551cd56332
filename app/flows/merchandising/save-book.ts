import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockPriceBook } from '../../../db/queries/price-book.ts'
import {
	type AudienceRow,
	type BookWrite,
	copyEntries,
	insertBook,
	readBookSettings,
	readMeantAudience,
	replaceBookAudience,
	type StoredBook,
	updateBook,
} from '../../../db/queries/price-book-save.ts'
import { countBookReach } from '../../../db/queries/rule-reach.ts'
import { type Day, startOfDay } from '../../engine/base/calendar.ts'
import { type Refusal, type Result, refusal } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** The form of a price book, every field as it was typed. */
export type BookFields = {
	code: string
	name: string
	rung: 'contract' | 'group' | 'sale' | 'base' | 'fx'
	currency: string
	priority: string
	policy: 'best_of' | 'exclusive'
	tierMode: 'all_units' | 'graduated'
	basis: 'line' | 'order' | 'mix_group' | 'account_period'
	dateBasis: 'ordered' | 'delivery'
	isPromotable: boolean
	status: 'draft' | 'published' | 'retired'
	/** Days of the seller's zone; the second is the first on which it no longer holds. */
	validFrom: Day | null
	validTo: Day | null
	/** Numbers with commas; `number/location` binds to a ship-to. */
	accounts: string
	groupIds: readonly number[]
}

export type SaveBook = { bookId: number | null; copyOf: number | null; fields: BookFields; knowsWarnings?: boolean; at: Date; requestId: string }

/**
 * Makes a price book, or changes what it says of its prices: at once for everybody who buys by it. `copyOf` fills a new one
 * with another's prices. Refuses by field FIELD_INVALID, BOOK_CODE_TAKEN, WINDOW_EMPTY and BOOK_AUDIENCE_MISSING (a contract and
 * a group book name whom they are for); of a published one that no account can ever buy by, once, RULE_REACHES_NOBODY until
 * `knowsWarnings`. Null: no such book of this seller.
 */
export async function saveBook(db: Db, staff: StaffMember, save: SaveBook): Promise<Result<{ bookId: number; copied: number }> | null> {
	const { bookId, copyOf, fields, at, requestId } = save
	return withTransaction(db, async (tx): Promise<Result<{ bookId: number; copied: number }> | null> => {
		const sellerEntityId = staff.seller.id
		const isThere = bookId === null || (await lockPriceBook(tx, { sellerEntityId, bookId })) !== null
		const stored = bookId === null || !isThere ? null : await readBookSettings(tx, { sellerEntityId, bookId })
		if (!isThere) return null
		const audience = await audienceOf(tx, sellerEntityId, fields)
		const read = readBook(fields, stored, { zone: staff.seller.timeZone, at })
		const nobody = read.ok && audience.ok && audience.rows.length === 0 && (read.write.rung === 'contract' || read.write.rung === 'group')
		const refusals = [...(read.ok ? [] : read.refusals), ...(audience.ok ? [] : audience.refusals), ...(nobody ? [refusal('BOOK_AUDIENCE_MISSING')] : [])]
		if (!read.ok || !audience.ok || refusals.length > 0) return { ok: false, refusals }
		const id = bookId ?? (await insertBook(tx, sellerEntityId, read.write))
		if (id === null) return { ok: false, refusals: [refusal('BOOK_CODE_TAKEN', { code: read.write.code })] }
		if (bookId !== null) await updateBook(tx, bookId, read.write, at)
		await replaceBookAudience(tx, id, audience.rows)
		if (read.write.status === 'published' && !save.knowsWarnings && (await countBookReach(tx, { sellerEntityId, bookId: id })) === 0)
			return { ok: false, refusals: [refusal('RULE_REACHES_NOBODY')] }
		const copied = bookId === null && copyOf !== null ? await copyEntries(tx, { fromId: copyOf, toId: id, sellerEntityId, at }) : 0
		const action = bookId === null ? 'price_book.created' : 'price_book.changed'
		const after = { ...read.write, audience: audience.rows, ...(copied > 0 ? { copyOf, copied } : {}) }
		await insertAudit(tx, [{ userId: staff.userId, action, subject: `price_book:${id}`, before: stored, after, requestId, at }])
		return { ok: true, bookId: id, copied }
	})
}

async function audienceOf(tx: Tx, sellerEntityId: number, fields: BookFields): Promise<Result<{ rows: AudienceRow[] }>> {
	const accounts = [...new Set(fields.accounts.split(/[\s,;]+/).filter(Boolean))]
	const meant = await readMeantAudience(tx, { sellerEntityId, accounts, groupIds: fields.groupIds })
	const unknown = meant.filter(({ accountId, groupId }) => accountId === null && groupId === null)
	const refusals = unknown.map(({ given }) => refusal('FIELD_INVALID', { key: 'accounts', given }))
	return refusals.length > 0 ? { ok: false, refusals } : { ok: true, rows: meant }
}

type Around = { zone: string; at: Date }

function readBook(fields: BookFields, stored: StoredBook | null, { zone, at }: Around): Result<{ write: BookWrite }> {
	const priority = /^-?\d{1,6}$/.test(fields.priority) ? Number(fields.priority) : null
	const code = stored?.code ?? fields.code
	const currency = stored?.currency ?? fields.currency
	const validFrom = fields.validFrom === null ? (stored?.validFrom ?? at) : startOfDay(fields.validFrom, zone)
	const validTo = fields.validTo === null ? null : startOfDay(fields.validTo, zone)
	const wrong = (isRight: boolean, key: string, given: string): Refusal[] => (isRight ? [] : [refusal('FIELD_INVALID', { key, given })])
	const refusals = [
		...wrong(/^[A-Z0-9][A-Z0-9_-]{0,39}$/.test(code), 'code', code),
		...wrong(fields.name !== '' && fields.name.length <= 120, 'name', fields.name),
		...wrong(priority !== null, 'priority', fields.priority),
		...wrong(/^[A-Z]{3}$/.test(currency), 'currency', currency),
		// A converted book stays one, and no other becomes one: its prices are another's.
		...wrong((fields.rung === 'fx') === (stored?.rung === 'fx'), 'rung', fields.rung),
		...(validTo && validTo <= validFrom ? [refusal('WINDOW_EMPTY', { sku: '' })] : []),
	]
	if (refusals.length > 0 || priority === null) return { ok: false, refusals }
	const { name, rung, policy, tierMode, basis, dateBasis, isPromotable, status } = fields
	return { ok: true, write: { code, name, rung, currency, priority, policy, tierMode, basis, dateBasis, isPromotable, status, validFrom, validTo } }
}
