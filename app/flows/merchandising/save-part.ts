import type { Tx } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { readNamed, readPart, writePart } from '../../../db/queries/product-part.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { judgeProductPart, type PartContent, type ProductPart } from '../../engine/catalog/product-part.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type PartSave = { productId: number; part: ProductPart; content: PartContent; at: Date; requestId: string }
export type PartSaved = { ok: true } | { ok: false; refusals: Refusal[] }

const distinct = (texts: readonly (string | undefined)[]) => [...new Set(texts.flatMap((text) => text || []))]

/** Judges a part of a locked product and writes it with its audit; the shop's lists and search follow in the same transaction. */
export async function savePart(tx: Tx, staff: StaffMember, { productId, part, content, at, requestId }: PartSave): Promise<PartSaved> {
	const key = { sellerEntityId: staff.seller.id, productId }
	const before = await readPart(tx, part, productId)
	const named = await readNamed(tx, { ...key, skus: distinct(content.rows.map(({ sku }) => sku)), codes: distinct(content.rows.map(({ code }) => code)) })
	const product = named.products.find(({ id }) => id === productId)
	if (!product) return { ok: false, refusals: [] }
	const judged = judgeProductPart(part, content, {
		...{ product, units: named.units },
		products: new Map(named.products.map((one) => [one.sku, one])),
		accounts: new Map(named.accounts.map(({ id, number }) => [number, id])),
		groups: new Map(named.groups.map(({ id, code }) => [code, id])),
	})
	if (!judged.ok) return judged
	const reached = await writePart(tx, part, key, judged.write)
	if (reached.length > 0) await refreshCatalog(tx, reached)
	const after = await readPart(tx, part, productId)
	await insertAudit(tx, [{ userId: staff.userId, action: `product.${part}`, subject: `product:${productId}`, before, after, requestId, at }])
	return { ok: true }
}
