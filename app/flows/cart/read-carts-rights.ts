import type { Shopper } from '../../platform/actor.ts'

/** Who orders may keep several carts; who approves or looks may not. */
export const mayKeepCarts = ({ role }: Shopper) => role === 'owner' || role === 'buyer'
