/** What the browser needs to take a card: from the payment connector, through the page's loader. */
export type BrowserPayment = { scriptUrl: string; publishableKey: string }

export type CardChange = { complete: boolean; empty: boolean; error?: { message?: string } | undefined }

export type CardElement = {
	mount(place: HTMLElement): void
	update(options: { style: CardStyle }): void
	on(event: 'ready' | 'focus' | 'blur', run: () => void): void
	on(event: 'change', run: (change: CardChange) => void): void
	focus(): void
	clear(): void
	destroy(): void
}

export type CardStyle = {
	base: { color: string; backgroundColor: string; iconColor: string; fontSize: string; fontFamily: string; '::placeholder': { color: string } }
	invalid: { color: string; iconColor: string }
}

type Refused = { error: { code?: string; message?: string } }
type Made = { paymentMethod: { id: string; card?: { brand: string; last4: string } }; error?: undefined }

/** The part of Stripe.js that the shop uses. The stand-in's script has the same names, so there is one way here. */
export type StripeScript = {
	elements(): { create(type: 'card', options: { style: CardStyle; hidePostalCode: boolean }): CardElement }
	createPaymentMethod(ask: { type: 'card'; card: CardElement; billing_details?: { name?: string; email?: string } }): Promise<Made | Refused>
	handleNextAction(ask: {
		clientSecret: string
	}): Promise<{ paymentIntent?: { status: string }; setupIntent?: { status: string }; error?: { code?: string; message?: string } }>
}

type Global = { Stripe?: (publishableKey: string, options: { locale: string }) => StripeScript }

const loading = new Map<string, Promise<void>>()

/** Loads the script once per page and opens it with the key. Rejects when it cannot be reached. */
export async function openStripeScript({ scriptUrl, publishableKey }: BrowserPayment, locale: string): Promise<StripeScript> {
	const loaded = loading.get(scriptUrl) ?? loadScript(scriptUrl)
	loading.set(scriptUrl, loaded)
	try {
		await loaded
	} catch (error) {
		// The next try loads it anew: a train leaves its tunnel.
		loading.delete(scriptUrl)
		throw error
	}
	const open = (globalThis as Global).Stripe
	if (!open) throw new Error('the payment script has no Stripe')
	return open(publishableKey, { locale })
}

function loadScript(src: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const script = document.createElement('script')
		script.src = src
		script.async = true
		script.addEventListener('load', () => resolve())
		script.addEventListener('error', () => {
			script.remove()
			reject(new Error('the payment script did not load'))
		})
		document.head.append(script)
	})
}
