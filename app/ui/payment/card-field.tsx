import { forwardRef, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { cardStyleOf, onThemeChange } from './card-style.ts'
import { type BrowserPayment, type CardChange, type CardElement, openStripeScript, type StripeScript } from './stripe-script.ts'

export type CreatedCard = { ok: true; paymentMethodId: string; card: { brand: string; last4: string } | null } | { ok: false; message: string }

export type CardFieldHandle = {
	/** Turns what was typed into an id, at the processor's origin. The number never passes through this page. */
	createCard(billing?: { name?: string; email?: string }): Promise<CreatedCard>
	focus(): void
	clear(): void
}

export type CardFieldWords = { label: string; loading: string; unavailable: string; retry: string; refused: string }

type CardFieldProps = {
	payment: BrowserPayment
	locale: string
	words: CardFieldWords
	hint?: string
	onChange?: (change: CardChange) => void
	className?: string
}

type Opened = { script: StripeScript; element: CardElement }

/** A card field in a frame of the processor: Stripe's own where there are keys, else the stand-in's. */
export const CardField = forwardRef<CardFieldHandle, CardFieldProps>(function CardField({ payment, locale, words, hint, onChange, className }, ref) {
	const place = useRef<HTMLDivElement>(null)
	const [turn, setTurn] = useState(0)
	const { state, opened, error } = useCard({ place, payment, locale, turn, onChange })
	useImperativeHandle(ref, () => ({
		createCard: (billing) => createCard(opened.current, billing, words),
		focus: () => opened.current?.element.focus(),
		clear: () => opened.current?.element.clear(),
	}))
	return (
		<fieldset className={className} aria-busy={state === 'loading'}>
			<legend className="text-sm font-medium">{words.label}</legend>
			{hint ? <p className="text-sm text-ink-soft">{hint}</p> : null}
			{state === 'loading' ? <p className="mt-2 text-sm text-ink-soft">{words.loading}</p> : null}
			{state === 'unavailable' ? (
				<p role="alert" className="mt-2 text-sm text-danger">
					{words.unavailable}{' '}
					<button type="button" className="underline" onClick={() => setTurn(turn + 1)}>
						{words.retry}
					</button>
				</p>
			) : null}
			<div ref={place} className="mt-2 min-h-16" hidden={state === 'unavailable'} />
			{error ? (
				<p role="alert" className="text-sm text-danger">
					{error}
				</p>
			) : null}
		</fieldset>
	)
})

type Card = { place: RefObject<HTMLDivElement>; payment: BrowserPayment; locale: string; turn: number; onChange: ((change: CardChange) => void) | undefined }

function useCard({ place, payment: { scriptUrl, publishableKey }, locale, turn, onChange }: Card) {
	const [state, setState] = useState<'loading' | 'ready' | 'unavailable'>('loading')
	const [error, setError] = useState<string | null>(null)
	const opened = useRef<Opened | null>(null)
	const told = useRef(onChange)
	told.current = onChange
	// biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is how a person tries again
	useEffect(() => {
		const host = place.current
		if (!host) return
		let gone = false
		let stopTheme = () => {}
		setState('loading')
		openStripeScript({ scriptUrl, publishableKey }, locale).then(
			(script) => {
				if (gone) return
				const element = script.elements().create('card', { style: cardStyleOf(host), hidePostalCode: true })
				element.on('ready', () => setState('ready'))
				element.on('change', (change) => {
					setError(change.error?.message ?? null)
					told.current?.(change)
				})
				const mount = document.createElement('div')
				host.replaceChildren(mount)
				element.mount(mount)
				stopTheme = onThemeChange(() => element.update({ style: cardStyleOf(host) }))
				opened.current = { script, element }
			},
			() => {
				if (!gone) setState('unavailable')
			},
		)
		return () => {
			gone = true
			stopTheme()
			opened.current?.element.destroy()
			opened.current = null
		}
	}, [place, scriptUrl, publishableKey, locale, turn])
	return { state, opened, error }
}

async function createCard(opened: Opened | null, billing: { name?: string; email?: string } | undefined, words: CardFieldWords): Promise<CreatedCard> {
	if (!opened) return { ok: false, message: words.unavailable }
	const made = await opened.script.createPaymentMethod({ type: 'card', card: opened.element, ...(billing ? { billing_details: billing } : {}) })
	if (made.error) return { ok: false, message: made.error.message ?? words.refused }
	const { id, card } = made.paymentMethod
	return { ok: true, paymentMethodId: id, card: card ? { brand: card.brand, last4: card.last4 } : null }
}
