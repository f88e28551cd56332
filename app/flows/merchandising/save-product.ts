import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { lockProduct, type ProductWords, type ProductWrite, replaceProductTexts, type StoredProduct, updateProduct } from '../../../db/queries/product-room.ts'
import { parseMicros } from '../../engine/base/money.ts'
import { type Refusal, type Result, refusal } from '../../engine/base/refusal.ts'
import { fitsUnit, parseQuantity } from '../../engine/base/units.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** A product as its form holds it: text as typed. */
export type ProductFields = {
	status: string
	productClass: string
	minimumQuantity: string
	incrementQuantity: string
	maximumQuantity: string
	leadDays: string
	stockPolicy: string
	floorPrice: string
	unitCost: string
	texts: Record<string, { name: string; summary: string; description: string }>
}

export type SaveProduct = { productId: number; fields: ProductFields; at: Date; requestId: string }

/**
 * Saves a product with its words and makes the shop's lists and search follow, in one transaction. Refuses by field what
 * cannot be read, and NAME_MISSING without an English name. Null: no such product of this seller.
 */
export async function saveProduct(db: Db, staff: StaffMember, { productId, fields, at, requestId }: SaveProduct): Promise<Result<{ sku: string }> | null> {
	return withTransaction(db, async (tx): Promise<Result<{ sku: string }> | null> => {
		const stored = await lockProduct(tx, { sellerEntityId: staff.seller.id, productId })
		if (!stored) return null
		const read = readFields(fields, stored)
		if (!read.ok) return read
		await updateProduct(tx, { productId, at }, read.write)
		await replaceProductTexts(tx, productId, read.words)
		await refreshCatalog(tx, [productId])
		const { books: _books, ...before } = stored
		const after = { ...read.write, texts: read.words }
		await insertAudit(tx, [{ userId: staff.userId, action: 'product.changed', subject: `product:${productId}`, before, after, requestId, at }])
		return { ok: true, sku: stored.sku }
	})
}

function readFields(fields: ProductFields, stored: StoredProduct): Result<{ write: ProductWrite; words: ProductWords[] }> {
	const refusals: Refusal[] = []
	const invalid = (key: string, given: string) => refusals.push(refusal('FIELD_INVALID', { key, given }))
	const unit = { code: stored.unitCode, digits: stored.unitDigits }
	const quantity = (key: 'minimumQuantity' | 'incrementQuantity' | 'maximumQuantity') => {
		const read = parseQuantity(fields[key])
		if (read === null || read <= 0 || !fitsUnit(read, unit)) invalid(key, fields[key])
		return read ?? 0
	}
	const price = (key: 'floorPrice' | 'unitCost') => {
		const micros = fields[key] === '' ? null : parseMicros(fields[key])
		if (fields[key] !== '' && (micros === null || micros < 0n)) invalid(key, fields[key])
		return fields[key] || null
	}
	const minimum = quantity('minimumQuantity')
	quantity('incrementQuantity')
	if (fields.maximumQuantity !== '' && quantity('maximumQuantity') < minimum) invalid('maximumQuantity', fields.maximumQuantity)
	if (!/^\d{1,3}$/.test(fields.leadDays)) invalid('leadDays', fields.leadDays)
	if (!/^[a-z][a-z0-9_-]{0,39}$/.test(fields.productClass)) invalid('productClass', fields.productClass)
	if (!['draft', 'active', 'retired'].includes(fields.status)) invalid('status', fields.status)
	if (!['backorder', 'refuse', 'substitute', 'untracked'].includes(fields.stockPolicy)) invalid('stockPolicy', fields.stockPolicy)
	const [floorPrice, unitCost] = [price('floorPrice'), price('unitCost')]
	const words = Object.entries(fields.texts).flatMap(([locale, text]) =>
		text.name === '' ? [] : [{ locale, name: text.name, summary: text.summary || null, description: text.description || null }],
	)
	if (!words.some(({ locale }) => locale === 'en')) refusals.push(refusal('NAME_MISSING'))
	if (refusals.length > 0) return { ok: false, refusals }
	const { status, productClass, minimumQuantity, incrementQuantity, stockPolicy } = fields
	const maximumQuantity = fields.maximumQuantity || null
	const write = {
		status,
		productClass,
		minimumQuantity,
		incrementQuantity,
		maximumQuantity,
		leadDays: Number(fields.leadDays),
		stockPolicy,
		floorPrice,
		unitCost,
	}
	return { ok: true, write, words }
}
