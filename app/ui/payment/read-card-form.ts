import type { CardWish } from '../../engine/order/change-cards.ts'

export type CardForm = { kind: 'add'; paymentMethodId: string | null } | { kind: 'finish'; setupId: string } | { kind: 'change'; wish: CardWish }

const textOf = (form: FormData, name: string) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim() : ''
}

/** What was asked of a person's cards. A card is only ever an id of the processor: a typed number goes nowhere. Null: nothing that is known here. */
export function readCardForm(form: FormData): CardForm | null {
	const [kind = '', id = ''] = textOf(form, 'intent').split(':')
	const paymentMethodId = textOf(form, 'paymentMethodId')
	if (kind === 'add') return { kind, paymentMethodId: /^pm_\w{3,100}$/.test(paymentMethodId) ? paymentMethodId : null }
	const setupId = textOf(form, 'setupId')
	if (kind === 'finish') return /^seti_\w{3,100}$/.test(setupId) ? { kind, setupId } : null
	const cardId = /^\d{1,15}$/.test(id) ? Number(id) : 0
	if (kind === 'limit') return { kind: 'change', wish: { kind, cardId, amount: textOf(form, 'amount').slice(0, 30) } }
	return kind === 'default' || kind === 'remove' || kind === 'restore' ? { kind: 'change', wish: { kind, cardId } } : null
}
