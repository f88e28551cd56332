import type { CommerceEvent } from '../../engine/base/event.ts'
import type { DormantFacts } from '../../engine/next-best-action/decide-dormant.ts'
import type { QuietCartAlert, QuietCartFacts } from '../../engine/next-best-action/decide-quiet-cart.ts'

/** `alert.inputs`: what NBA-1 decided and every fact it used, as they were. Instants are ISO strings once stored. */
export type AlertInputs = Pick<QuietCartAlert, 'templateKey' | 'offers' | 'termsDays' | 'suggestions' | 'interests' | 'call'> & { facts: QuietCartFacts }

/** `alert.inputs` of NBA-2: the rhythm it was worked out from. */
export type ReorderInputs = {
	templateKey: 'nba2.reorder'
	everyDays: number
	lastOn: string
	dueOn: string
	orderDays: readonly string[]
	usual: readonly { productId: number; name: string }[]
}

/** `alert.inputs` of NBA-3. `place`: the share of the seller's accounts that ordered as much or less within a year. */
export type DormantInputs = Omit<DormantFacts, 'ownerUserId'> & { templateKey: 'nba3.dormant'; lastSignedInAt: string }

/** An event on its way to the desk. */
export type DeskEvent = CommerceEvent
