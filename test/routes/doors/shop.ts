import type { Matrix } from './line.ts'
import { cartDoors } from './shop-cart.ts'
import { catalogDoors } from './shop-catalog.ts'
import { companyDoors } from './shop-company.ts'
import { moneyDoors } from './shop-money.ts'
import { orderDoors } from './shop-orders.ts'
import { signInDoors } from './shop-sign-in.ts'

/** The shop, the cart, the checkout, and what is an account's own. */
export const shopDoors: Matrix = { ...catalogDoors, ...cartDoors, ...orderDoors, ...moneyDoors, ...companyDoors, ...signInDoors }
