import type { Db } from '../../../db/client.server.ts'
import { type FullRequest, type RequestRow, readAsked, readRequest } from '../../../db/queries/approval.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import type { Shopper } from '../../platform/actor.ts'
import { absentShopper } from '../../platform/session.server.ts'
import { verify } from '../../platform/signing.server.ts'
import { loadPricedCart } from '../cart/load-priced-cart.ts'
import { showCart } from '../cart/load-shown-cart.ts'
import { atPinned, type ShownRequest, shownOf, standInsAt } from './load-approval.ts'

export type OpenedApproval = {
	request: ShownRequest & Pick<RequestRow, 'failure'>
	/** The order as it was asked for; null once it is none that waits. */
	order: ShownCart | null
	mayAnswer: boolean
	/** Of the order as it was asked for. */
	orderVersion: number
	mayWithdraw: boolean
	/** It came back, and may be her cart again. */
	mayTakeUp: boolean
}

/** One request by its id, or the one that an order waits for or was placed by; one statement, two by its order. Null: none of this account. */
export async function openRequest(
	db: Db,
	shopper: Shopper,
	{ at, ...key }: ({ requestId: number } | { orderId: number }) & { at: Date },
): Promise<OpenedApproval['request'] | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const requestId = 'requestId' in key ? key.requestId : (await readAsked(db, { accountId, orderId: key.orderId }))?.id
	const found = requestId === undefined ? null : await readRequest(db, { accountId, requestId })
	return found && { ...shownOf(withoutPinned(found), shopper, standInsAt(at, shopper, found)), failure: found.failure }
}

/** One request with its whole order at the pinned prices; six statements while it waits. Null: none of this account. */
export async function openApproval(db: Db, shopper: Shopper, question: { requestId: number; locale: string; at: Date }): Promise<OpenedApproval | null> {
	const { accountId } = shopper.account
	if (accountId === null || !Number.isSafeInteger(question.requestId)) return null
	const found = await readRequest(db, { accountId, requestId: question.requestId })
	if (!found) return null
	const shown = shownOf(withoutPinned(found), shopper, standInsAt(question.at, shopper, found))
	const isOpen = found.state === 'waiting' && found.expiresAt > question.at
	return {
		request: { ...shown, failure: found.failure },
		order: found.state === 'waiting' ? await pinnedOrder(db, shopper, found, question) : null,
		mayAnswer: isOpen && shown.isMine,
		orderVersion: found.orderVersion,
		mayWithdraw: found.state === 'waiting' && shown.isAsked,
		mayTakeUp: shown.isAsked && found.orderStage === 'cart',
	}
}

/** What was pinned, and of the asker what only her order needs, stays in the house. */
function withoutPinned({
	pinned: _pinned,
	people: _people,
	deputies: _deputies,
	actedByUserId: _user,
	askerFirstName: _first,
	askerEmail: _email,
	askerRole: _role,
	orderVersion: _version,
	...row
}: FullRequest): RequestRow {
	return row
}

async function pinnedOrder(db: Db, shopper: Shopper, request: FullRequest, { locale, at }: { locale: string; at: Date }): Promise<ShownCart | null> {
	const key = { accountId: shopper.account.accountId ?? 0, cartId: request.orderId }
	const loaded = await loadPricedCart(db, shopper, key, { locale, at, paymentMethod: 'po' })
	return loaded && showCart(atPinned(loaded, request), shopper, { locale, at })
}

/** Who holds the link of a mail: it names a request and an approver, and neither signs in nor approves. */
export type ApprovalClaims = { accountId: number; requestId: number; contactId: number; orderVersion: number }

/** What a link says, when it is ours and not too old. */
export function readApprovalLink(token: string, { secrets, at }: { secrets: readonly string[]; at: Date }): ApprovalClaims | null {
	return verify(token, { purpose: 'approval', secrets, at }) as ApprovalClaims | null
}

/**
 * What the link of a mail opens: the request as the approver whom it was sent to sees it. It is for one person, one version of the
 * order, and one answer: once it no longer waits for her it opens nothing. Null: no such link, it is too old, or used up.
 */
export async function openApprovalLink(
	db: Db,
	{ token, secrets, locale, at }: { token: string; secrets: readonly string[]; locale: string; at: Date },
): Promise<(OpenedApproval & { claims: ApprovalClaims; sellerName: string; accountName: string }) | null> {
	const claims = readApprovalLink(token, { secrets, at })
	const approver = claims && (await absentShopper(db, { accountId: claims.accountId, contactId: claims.contactId }))
	const opened = approver && (await openApproval(db, approver, { requestId: claims.requestId, locale, at }))
	const isOpen = opened?.mayAnswer && opened.orderVersion === claims?.orderVersion
	return claims && opened && isOpen ? { ...opened, claims, sellerName: approver.seller.name, accountName: approver.account.name } : null
}
