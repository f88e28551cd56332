import type { Db } from '../../../db/client.server.ts'
import { readBookChoices, readBookSettings } from '../../../db/queries/price-book-save.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { StaffMember } from '../../platform/actor.ts'
import type { BookFields } from './save-book.ts'

const blank: BookFields = {
	...{ code: '', name: '', rung: 'contract', currency: '', priority: '0', policy: 'best_of', tierMode: 'all_units', basis: 'order', dateBasis: 'ordered' },
	...{ isPromotable: true, status: 'draft', validFrom: null, validTo: null, accounts: '', groupIds: [] },
}

/** The form of a book, of a new one (`bookId` null), or of a copy that begins as a draft for nobody yet. Null: no such book. */
export async function openBookSettings(db: Db, staff: StaffMember, { bookId, copyOf, at }: { bookId: number | null; copyOf: number | null; at: Date }) {
	const { id: sellerEntityId, timeZone, currency } = staff.seller
	const fromId = bookId ?? copyOf
	const stored = fromId === null ? null : await readBookSettings(db, { sellerEntityId, bookId: fromId })
	if (fromId !== null && !stored) return null
	const choices = await readBookChoices(db, sellerEntityId)
	const today = dayIn(at, timeZone)
	if (!stored) return { book: null, copied: null, choices, fields: { ...blank, currency, validFrom: today } }
	const { id, name, version, ...own } = stored
	const fields = {
		...{ ...own, name, priority: String(own.priority), accounts: own.accounts.join(', ') },
		...{ validFrom: dayIn(own.validFrom, timeZone), validTo: own.validTo && dayIn(own.validTo, timeZone) },
	} as BookFields
	if (bookId !== null) return { book: { id, name, version, code: own.code }, copied: null, choices, fields }
	const rung = fields.rung === 'fx' ? 'base' : fields.rung
	return { book: null, copied: name, choices, fields: { ...fields, rung, code: '', name: '', status: 'draft' as const, validFrom: today, validTo: null } }
}
