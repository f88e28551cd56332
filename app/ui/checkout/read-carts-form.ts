export type CartStandingForm =
	| { kind: 'take' }
	| { kind: 'layAside'; name: string }
	| { kind: 'name'; name: string }
	| { kind: 'share'; isShared: boolean }
	| { kind: 'handOver'; contactId: number }
	| { kind: 'putAway' }
	| { kind: 'bringBack' }

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').trim()
const idOf = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : 0)

/** A form of the page of carts: `<what>:<cart>`. Null: a form that says nothing we know. */
export function readCartsForm(form: FormData): { cartId: number; change: CartStandingForm } | null {
	const [intent = '', cart = ''] = textOf(form, 'intent').split(':')
	const change = readChange(intent, form)
	return change && { cartId: idOf(cart), change }
}

function readChange(intent: string, form: FormData): CartStandingForm | null {
	switch (intent) {
		case 'take':
		case 'putAway':
		case 'bringBack':
			return { kind: intent }
		case 'layAside':
		case 'name':
			return { kind: intent, name: textOf(form, 'name') }
		case 'share':
			return { kind: 'share', isShared: true }
		case 'keep':
			return { kind: 'share', isShared: false }
		case 'handOver':
			return { kind: 'handOver', contactId: idOf(textOf(form, 'to')) }
		default:
			return null
	}
}
