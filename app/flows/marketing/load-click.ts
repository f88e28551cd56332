import type { Sql } from '../../../db/client.server.ts'
import { readContactContext, readGuest } from '../../../db/queries/session.ts'
import { type ClickTarget, readClickTarget } from '../../../db/queries/touch.ts'
import { mergeText } from '../../engine/marketing/merge-text.ts'
import { mapSendText, sendTextOf } from '../../engine/marketing/send-content.ts'
import { verify } from '../../platform/signing.server.ts'

export type Link = { token: string; secrets: readonly string[]; at: Date }

/** Where the link of a mail leads; null when it is forged, altered, expired or of a mail that never left. */
export async function loadClick(sql: Sql, { token, secrets, at }: Link): Promise<ClickTarget | null> {
	const claims = verify(token, { purpose: 'campaign-click', secrets, at })
	const recipientId = (claims as { r?: unknown } | null)?.r
	const target = typeof recipientId === 'number' ? await readClickTarget(sql, recipientId) : null
	return target && { ...target, product: (await isShown(sql, target)) ? target.product : null }
}

/** A mail is forwarded, and read weeks later: the product stands behind its link while the reader's account may see it, a stranger's while guests may. */
async function isShown(sql: Sql, { product, accountId, contactId }: ClickTarget): Promise<boolean> {
	if (!product) return false
	const reader = accountId === null ? await readGuest(sql) : await readContactContext(sql, { accountId, contactId })
	const policyIds = reader && ('policyIds' in reader ? reader.policyIds : (reader.account?.['policyIds'] as number[] | undefined))
	const { grantPolicyIds, denyPolicyIds } = product
	return !!policyIds && grantPolicyIds.some((id) => policyIds.includes(id)) && !denyPolicyIds.some((id) => policyIds.includes(id))
}

export type Offer = { title: string; text: string; productName: string; productSummary: string | null; picture: string | null }

/** What the page behind a link shows to everybody: the words of the send and the product, without any account's price. */
export function offerOf({ content, product }: ClickTarget, locale: string): Offer {
	// A link is forwarded: of its reader nothing is said here.
	const written = sendTextOf(content, locale)
	const text = written && mapSendText(written, (part) => mergeText(part, { person: {}, rows: {} }, String))
	const words = product?.texts[locale] ?? product?.texts['en']
	return {
		title: text?.heading ?? words?.name ?? '',
		text: text?.body ?? '',
		productName: words?.name ?? product?.sku ?? '',
		productSummary: words?.summary ?? null,
		picture: product ? (product.picture ?? `/images/products/${product.sku.toLowerCase()}.svg`) : null,
	}
}
