import type { Shopper } from '../../platform/actor.ts'

/** Whose money it is says how much: owners and approvers, as with the rules of approval; a rep looks on. */
export const mayBudget = ({ kind, role }: Shopper): boolean => kind === 'buyer' && (role === 'owner' || role === 'approver')
