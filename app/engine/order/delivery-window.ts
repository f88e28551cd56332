/** The part of the day in which a store takes goods in, by the clock of the store (commerce-engine.md section 7); null is any. */
export const DELIVERY_WINDOWS = ['early', 'morning', 'afternoon', 'evening'] as const

export type DeliveryWindow = (typeof DELIVERY_WINDOWS)[number]
