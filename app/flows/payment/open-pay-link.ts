import type { Db } from '../../../db/client.server.ts'
import { readPayLink } from '../../../db/queries/pay-link.ts'
import { judgePayLink, type PayLinkState } from '../../engine/order/pay-link.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPayable, type PayQuestion } from './load-pay-link.ts'

export type OpenedPayLink = {
	id: number
	cartId: number
	state: PayLinkState
	totalMinor: number
	currency: string
	senderName: string | null
	/** Of the order that the cart became. */
	number: string | null
}

/** A pay link as it stands, for the person it was sent to; it only reads. Null: no such link of hers. */
export async function openPayLink(db: Db, shopper: Shopper, { id, ...question }: Omit<PayQuestion, 'cartId'> & { id: number }): Promise<OpenedPayLink | null> {
	const { account, contactId } = shopper
	const link = account.accountId === null || contactId === null ? null : await readPayLink(db, { accountId: account.accountId, contactId, id })
	if (!link) return null
	const isCart = link.stage === 'cart'
	const now = isCart && link.state === 'open' ? await loadPayable(db, shopper, { ...question, cartId: link.orderId }) : null
	const { totalMinor, currency, number } = link
	return {
		id,
		cartId: link.orderId,
		totalMinor,
		currency,
		number,
		senderName: link.senderName || null,
		state: judgePayLink(link, { isCart, hash: now?.hash ?? null }, question.at),
	}
}
