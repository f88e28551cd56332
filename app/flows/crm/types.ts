import type { CommerceEvent } from '../../engine/base/event.ts'
import type { QuietCartAlert, QuietCartFacts } from '../../engine/next-best-action/decide-quiet-cart.ts'

/** `alert.inputs`: what NBA-1 decided and every fact it used, as they were. Instants are ISO strings once stored. */
export type AlertInputs = Pick<QuietCartAlert, 'templateKey' | 'offers' | 'termsDays' | 'suggestions' | 'call'> & { facts: QuietCartFacts }

/** An event on its way to the desk. */
export type DeskEvent = CommerceEvent
