import type { FullRequest, RequestRow, StepRow } from '../../../db/queries/approval.ts'
import type { DeputyPerson } from '../../../db/queries/approval-deputy.ts'
import type { PromotionRow } from '../../../db/queries/order-facts.ts'
import { type Answerer, type AskedRequest, stepsFor, stepsInTurn, versionOf } from '../../engine/approval/decide-answer.ts'
import { keptFrom, type StandIn, standInsOn } from '../../engine/approval/deputies.ts'
import { readPinned } from '../../engine/approval/pinned.ts'
import type { ApprovalPerson } from '../../engine/approval/steps-to-take.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { ReleasedBudget } from '../../engine/budget/decide-budgets.ts'
import type { TotalledCart } from '../../engine/order/total-order.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { LoadedCart } from '../cart/load-priced-cart.ts'

/** What an approval keeps as it was: the priced order, and what its promotions and fees say of themselves. */
export type Pinned = { cart: TotalledCart; promotions: readonly PromotionRow[]; feeRules: LoadedCart['facts']['feeRules'] }

/** What was pinned of a loaded cart: only the promotions that act, for the others say nothing any more. */
export function pinnedOf({ promotions, facts }: LoadedCart, cart: TotalledCart): Pinned {
	const used = new Set(cart.lines.flatMap(({ adjustments }) => adjustments.map(({ promotionId }) => promotionId)))
	for (const { promotionId, applied } of cart.explanation) if (applied) used.add(promotionId)
	return { cart, promotions: promotions.filter(({ id }) => used.has(id)), feeRules: facts.feeRules }
}

/** A cart as it stands today, at the prices that were pinned when it was asked for. */
export function atPinned(loaded: LoadedCart, { pinned: text }: Pick<FullRequest, 'pinned'>): LoadedCart {
	const pinned = readPinned<Pinned>(text)
	return { ...loaded, cart: pinned.cart, refusals: [], promotions: pinned.promotions, facts: { ...loaded.facts, feeRules: pinned.feeRules } }
}

/** How far beyond which budgets the steps let an order go: as was shown when they were asked. */
export function releasedBudgets(steps: readonly StepRow[]): ReleasedBudget[] {
	const released = new Map(steps.flatMap(({ reasons }) => reasons.flatMap(({ budgets = [] }) => budgets.map((one) => [one.budgetId, one.shortMinor] as const))))
	return [...released].map(([budgetId, shortMinor]) => ({ budgetId, shortMinor }))
}

/** A request as the engine takes it, with who stands in for whom on that day. */
export const askedOf = ({ state, askedByContactId, expiresAt, steps }: RequestRow, standIns: readonly StandIn[]): AskedRequest => ({
	...{ state, askedByContactId, expiresAt, steps, standIns },
})

/** The stand-ins of the day of `at` where the seller is. */
export const standInsAt = (at: Date, { seller }: Pick<Shopper, 'seller'>, { deputies, people }: Pick<FullRequest, 'deputies' | 'people'>): StandIn[] =>
	standInsOn(dayIn(at, seller.timeZone), deputies, people)

/** Who of a company can sign in, as the engine takes them. */
export const answerersOf = (people: readonly DeputyPerson[]): ApprovalPerson[] =>
	people.flatMap(({ id, role, signsIn }) => (signsIn ? [{ contactId: id, role }] : []))

/** Null for a machine without a person. A machine says its holder's yes when its key was given just that scope (0356). */
export function answererOf({ kind, contactId, role, scopes }: Shopper): Answerer | null {
	const isHerself = kind === 'buyer' || (kind === 'api' && scopes.includes('approvals:write'))
	return contactId === null ? null : { contactId, role, isHerself }
}

/** The one who asked, as the order is placed for her: the account is the same, whoever says yes. */
export function askerOf(shopper: Shopper, request: FullRequest): Shopper {
	const { actedByUserId, userName, askedByContactId, askedByName, askerEmail, askerRole } = request
	const person = { contactId: askedByContactId, contactName: askedByName, contactEmail: askerEmail, role: askerRole, userId: actedByUserId, userName }
	return { ...shopper, ...person, kind: actedByUserId === null ? 'buyer' : 'rep' }
}

/** A request as it is shown: whether it waits for who looks, whom else it waits for, and of each step whether it is its turn. */
export type ShownRequest = Omit<RequestRow, 'failure' | 'steps'> & {
	/** Of what is answered: it rises with every answer. */
	version: number
	isMine: boolean
	isAsked: boolean
	isReturned: boolean
	waitsFor: (string | null)[]
	steps: (StepRow & { isTurn: boolean; deputyName: string | null })[]
}

/** `standIns` of the day on which it is looked at. */
export function shownOf({ failure, ...request }: RequestRow, shopper: Shopper, standIns: readonly StandIn[]): ShownRequest {
	const who = answererOf(shopper)
	const asked = askedOf({ failure, ...request }, standIns)
	const inTurn = new Set(request.state === 'waiting' ? stepsInTurn(asked.steps).map(({ id }) => id) : [])
	const deputyOf = (approverContactId: number | null) =>
		standIns.find((one) => one.away.contactId === approverContactId && !keptFrom(one).includes(request.askedByContactId))?.deputyName ?? null
	const steps = request.steps.map((step) => ({
		...step,
		isTurn: inTurn.has(step.id),
		deputyName: inTurn.has(step.id) ? deputyOf(step.approverContactId) : null,
	}))
	return {
		...{ ...request, steps, isReturned: failure !== null, version: versionOf(asked) },
		isMine: who?.isHerself === true && stepsFor(asked, who).length > 0,
		isAsked: request.askedByContactId === shopper.contactId,
		waitsFor: steps.filter(({ isTurn }) => isTurn).map(({ approverName, deputyName }) => [approverName, deputyName].filter(Boolean).join(' / ') || null),
	}
}
