import type { Listed } from '../storefront/listed.ts'

export type ListLine = { id: number; unitCode: string; quantity: string; pars: readonly { locationId: number; quantity: string }[]; product: Listed }
export type ListStore = { id: number; code: string; name: string; city: string; isDefault: boolean }
export type ListView = {
	list: { id: number; name: string; isShared: boolean; isOwn: boolean; ownerName: string; isArchived: boolean }
	lines: readonly ListLine[]
	gone: number
	shipTos: readonly ListStore[]
	locationId: number | null
	mayChange: boolean
}
