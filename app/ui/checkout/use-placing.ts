import { useNavigation, useSubmit } from '@remix-run/react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CardFieldHandle } from '../payment/card-field.tsx'
import { completeAction, type NextAction } from '../payment/complete-action.ts'
import type { BrowserPayment } from '../payment/stripe-script.ts'

type Placing = {
	cardDoor: BrowserPayment | null
	/** Whether a card is part of how this order is paid. */
	usesCard: boolean
	payer: { name: string; email: string | null }
	action: NextAction | null
}

/**
 * The way of one press with a card: its id is fetched at the processor's origin, the form is sent with it, and while
 * the buyer's bank has a question, it is asked over this page and the same form is sent again.
 */
export function usePlacing({ cardDoor, usesCard, payer, action }: Placing) {
	const { i18n } = useTranslation()
	const submit = useSubmit()
	const { state, formData } = useNavigation()
	const card = useRef<CardFieldHandle>(null)
	const sent = useRef<FormData | null>(null)
	const answered = useRef<NextAction | null>(null)
	const [step, setStep] = useState<'idle' | 'card' | 'bank'>('idle')
	const [error, setError] = useState<string | null>(null)

	async function onSubmit(event: FormEvent<HTMLFormElement>) {
		// Asking for the tax again, or for approval, orders nothing, so no card is asked.
		if (['requote', 'ask', 'sendLink'].includes((event.nativeEvent as SubmitEvent).submitter?.getAttribute('value') ?? '')) return
		const form = new FormData(event.currentTarget)
		form.set('intent', 'place')
		sent.current = form
		setError(null)
		if (!usesCard || !card.current || (form.get('card') ?? 'new') !== 'new') return
		event.preventDefault()
		setStep('card')
		const created = await card.current.createCard({ name: payer.name, ...(payer.email ? { email: payer.email } : {}) })
		setStep('idle')
		if (!created.ok) return setError(created.message)
		form.set('paymentMethodId', created.paymentMethodId)
		submit(form, { method: 'post' })
	}

	useEffect(() => {
		if (!action || !cardDoor || answered.current === action || !sent.current) return
		answered.current = action
		const form = sent.current
		setStep('bank')
		completeAction(action, cardDoor, i18n.language).then((done) => {
			if (done.kind === 'leaving') return
			setStep('idle')
			// The bank's no is told by the server too, which reads it where it was given.
			submit(form, { method: 'post' })
		})
	}, [action, cardDoor, i18n.language, submit])

	const isSending = state !== 'idle' && formData?.get('intent') === 'place'
	return { card, onSubmit, error, step, isPlacing: isSending || step !== 'idle' }
}
