import type { Matrix } from './line.ts'
import { filesDoors } from './merchandising-files.ts'
import { priceDoors } from './merchandising-prices.ts'
import { productDoors } from './merchandising-products.ts'
import { promotionDoors } from './merchandising-promotions.ts'
import { rateDoors } from './merchandising-rates.ts'
import { sightDoors } from './merchandising-sight.ts'

/** The merchandiser's rooms. */
export const merchandisingDoors: Matrix = { ...filesDoors, ...priceDoors, ...rateDoors, ...productDoors, ...sightDoors, ...promotionDoors }
