import { foreignKey, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { contact } from './account.ts'
import { ref } from './columns.ts'
import { salesOrder } from './order.ts'

/** Which of her colleagues' carts a person works in; without a row, or once it is shared no more, she has her own in hand. */
export const cartInHand = pgTable('cart_in_hand', { accountId: ref().notNull(), contactId: ref().notNull(), orderId: ref().notNull() }, (t) => [
	primaryKey({ columns: [t.accountId, t.contactId] }),
	foreignKey({ columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }).onDelete('cascade'),
	foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }).onDelete('cascade'),
])
