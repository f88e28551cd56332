import { bigint, numeric, timestamp } from 'drizzle-orm/pg-core'

/** Shared column shapes. Names are written once, in camelCase; the database has them in snake_case (drizzle.config). */
export const id = () => bigint({ mode: 'number' }).primaryKey().generatedByDefaultAsIdentity()
/** The second part of an account-owned key (account_id, id). */
export const ownId = () => bigint({ mode: 'number' }).notNull().generatedByDefaultAsIdentity()
export const ref = () => bigint({ mode: 'number' })
export const instant = () => timestamp({ withTimezone: true })
export const createdAt = () => instant().notNull().defaultNow()
/** Whole minor units of the row's currency; the cap of 10^13 is a check on the tables that hold totals. */
export const minor = () => bigint({ mode: 'number' })
export const unitPrice = () => numeric({ precision: 18, scale: 6 })
export const quantity = () => numeric({ precision: 14, scale: 4 })
