import { type Db, type Sql, withTransaction } from '../../../db/client.server.ts'
import { type Affected, type BulkTarget, type ChangeRow, insertProductChange, readTargets } from '../../../db/queries/product-grid.ts'
import { type Refusal, type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { misfitOf, readEdit } from '../../engine/catalog/product-edit.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveChangeChunk } from './save-change-chunk.ts'

/** One thing done to many: a field set to a value, or a category given or taken away. */
export type BulkEdit = { key: string; value: string }
export type Misfit = 'no_name' | 'maximum' | 'fraction'
export type BulkPreview = {
	matched: number
	changing: number
	misfits: { reason: Misfit; count: number }[]
	/** The first fifty. */
	rows: { sku: string; name: string; before: string; after: string }[]
}

const categoryKeys = ['category.add', 'category.remove']

/** What an edit would do to each target: its rows to change, and those that cannot take it. */
function draftOf(targets: readonly Affected[], edit: { key: string; value: string | number | null }): { rows: (ChangeRow & Affected)[]; misfits: Misfit[] } {
	const rows: (ChangeRow & Affected)[] = []
	const misfits: Misfit[] = []
	for (const target of targets) {
		const { field, after } = afterOf(target, edit)
		const before = target.before[field] ?? null
		if (JSON.stringify(before) === JSON.stringify(after)) continue
		const misfit = misfitIn({ ...target.before, [field]: after }, target.unitDigits)
		if (misfit) misfits.push(misfit)
		else rows.push({ ...target, before: { [field]: before }, after: { [field]: after } })
	}
	return { rows, misfits }
}

function afterOf({ before }: Affected, { key, value }: { key: string; value: string | number | null }): { field: string; after: unknown } {
	if (!categoryKeys.includes(key)) return { field: key, after: value }
	const now = (before['categories'] ?? []) as number[]
	const rest = now.filter((id) => id !== value)
	return { field: 'categories', after: key === 'category.add' ? [...rest, Number(value)].sort((a, b) => a - b) : rest }
}

function misfitIn(all: Record<string, unknown>, unitDigits: number): Misfit | null {
	const text = (key: string) => all[key] as string
	return misfitOf({
		...{ status: text('status'), hasName: !!all['name.en'], minimumQuantity: text('minimumQuantity'), maximumQuantity: text('maximumQuantity') ?? null },
		...{ incrementQuantity: text('incrementQuantity'), unitDigits },
	})
}

function readBulk({ key, value }: BulkEdit): Result<{ edit: { key: string; value: string | number | null } }> {
	if (categoryKeys.includes(key))
		return /^[1-9]\d{0,15}$/.test(value)
			? { ok: true, edit: { key, value: Number(value) } }
			: refused(refusal('FIELD_INVALID', { key, given: value.slice(0, 40) }))
	const read = readEdit(key, value)
	return read.ok ? { ok: true, edit: { key, value: read.value } } : read
}

const shown = (value: unknown) => (value === null || value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value))

/** What a bulk edit would change, before it does: counted in whole, the first fifty by name. Refuses values that a field cannot have. */
export async function previewProducts(db: Db, staff: StaffMember, target: BulkTarget, asked: BulkEdit): Promise<Result<{ preview: BulkPreview }>> {
	const read = readBulk(asked)
	if (!read.ok) return read
	const targets = await readTargets(db, { sellerEntityId: staff.seller.id, target })
	const { rows, misfits } = draftOf(targets, read.edit)
	const counted = [...Map.groupBy(misfits, (reason) => reason)].map(([reason, all]) => ({ reason, count: all.length }))
	const list = rows
		.slice(0, 50)
		.map(({ sku, name, before, after }) => ({ sku, name, before: shown(Object.values(before)[0]), after: shown(Object.values(after)[0]) }))
	return { ok: true, preview: { matched: targets.length, changing: rows.length, misfits: counted, rows: list } }
}

export type Act = { at: Date; requestId: string }

/**
 * A bulk edit: every product with what was there is kept, and the first chunk is done at once; the worker does the others
 * (work-change.ts). Refuses NOTHING_CHOSEN and values that a field cannot have.
 */
export async function changeProducts(
	db: Db,
	staff: StaffMember,
	target: BulkTarget,
	{ edit: asked, at, requestId }: Act & { edit: BulkEdit },
): Promise<Result<{ changeId: number; total: number }>> {
	const read = readBulk(asked)
	if (!read.ok) return read
	return withTransaction(db, async (tx): Promise<Result<{ changeId: number; total: number }>> => {
		const { rows } = draftOf(await readTargets(tx, { sellerEntityId: staff.seller.id, target }), read.edit)
		if (rows.length === 0) return refused(refusal('NOTHING_CHOSEN'))
		const own = rows.map(({ id, before, after }) => ({ id, before, after }))
		const changeId = await insertProductChange(tx, { sellerEntityId: staff.seller.id, userId: staff.userId, change: { ...asked, requestId }, at, rows: own })
		await saveChangeChunk(tx, at, changeId)
		return { ok: true, changeId, total: rows.length }
	})
}

/** A row of the grid as it was typed over: field by field, with what it showed. */
export type GridEdit = { productId: number; key: string; seen: string; value: string }

/** The edits of a grid page, as one change. Refuses, all at once and by row, what a field cannot have; `line` is the edit's place. */
export async function changeCells(
	db: Db,
	staff: StaffMember,
	edits: readonly GridEdit[],
	{ at, requestId }: Act,
): Promise<Result<{ changeId: number; total: number }>> {
	if (edits.length === 0) return refused(refusal('NOTHING_CHOSEN'))
	return withTransaction(db, async (tx): Promise<Result<{ changeId: number; total: number }>> => {
		const targets = await targetsOf(tx, staff, edits)
		const refusals: Refusal[] = []
		const rows = new Map<number, ChangeRow>()
		for (const [line, { productId, key, seen, value }] of edits.entries()) {
			const target = targets.get(productId)
			const read = readEdit(key, value)
			if (!target) refusals.push(refusal('CHOICE_UNKNOWN', {}, line))
			else if (!read.ok) refusals.push(...read.refusals.map((one) => ({ ...one, line, facts: { ...one.facts, sku: target.sku } })))
			else if ((target.before[key] ?? '') !== seen)
				refusals.push(refusal('CELL_CHANGED', { key, sku: target.sku, now: String(target.before[key] ?? '').slice(0, 80) }, line))
			else if ((target.before[key] ?? null) !== read.value) {
				const row = rows.get(productId) ?? { id: productId, before: {}, after: {} }
				rows.set(productId, { id: productId, before: { ...row.before, [key]: target.before[key] ?? null }, after: { ...row.after, [key]: read.value } })
			}
		}
		for (const { id, after } of rows.values()) {
			const target = targets.get(id)
			const misfit = target ? misfitIn({ ...target.before, ...after }, target.unitDigits) : null
			if (misfit && target) refusals.push(refusal(`MISFIT_${misfit.toUpperCase()}`, { sku: target.sku }))
		}
		if (refusals.length > 0) return { ok: false, refusals }
		if (rows.size === 0) return refused(refusal('NOTHING_CHOSEN'))
		const changeId = await insertProductChange(tx, {
			sellerEntityId: staff.seller.id,
			userId: staff.userId,
			change: { key: 'cells', requestId },
			at,
			rows: [...rows.values()],
		})
		await saveChangeChunk(tx, at, changeId)
		return { ok: true, changeId, total: rows.size }
	})
}

async function targetsOf(sql: Sql, staff: StaffMember, edits: readonly GridEdit[]): Promise<Map<number, Affected>> {
	const productIds = [...new Set(edits.map(({ productId }) => productId))]
	return new Map((await readTargets(sql, { sellerEntityId: staff.seller.id, target: { productIds } }, true)).map((one) => [one.id, one]))
}
