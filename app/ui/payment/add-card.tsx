import { Form, useNavigation, useSubmit } from '@remix-run/react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { CardField, type CardFieldHandle } from './card-field.tsx'
import { completeAction, type NextAction } from './complete-action.ts'
import type { BrowserPayment } from './stripe-script.ts'
import { useCardWords } from './use-card-words.ts'

/** What the bank still asks about the card that is being added. */
export type Asking = { action: NextAction; setupId: string } | null

type Props = { cardDoor: BrowserPayment; payer: { name: string; email: string | null }; asking: Asking }

/** A new card: typed at the processor's origin, asked about by the bank over this page, kept under an id. */
export function AddCard({ cardDoor, payer, asking }: Props) {
	const { t, i18n } = useTranslation('account')
	const words = useCardWords()
	const { card, onSubmit, error, step, isBusy } = useAdding(cardDoor, payer, asking)
	return (
		<Form method="post" onSubmit={onSubmit} className="grid max-w-xl gap-4">
			<CardField ref={card} payment={cardDoor} locale={i18n.language} words={words} hint={t('cards.fieldHint')} />
			<noscript>
				<Banner tone="warning">{t('cards.noScripts')}</Banner>
			</noscript>
			{error ? (
				<p role="alert" className="text-sm text-danger">
					{error}
				</p>
			) : null}
			{step === 'bank' ? (
				<Banner tone="info" live>
					{t('cards.bank')}
				</Banner>
			) : null}
			<Button type="submit" variant="primary" className="w-fit" pending={isBusy}>
				{t('cards.add')}
			</Button>
		</Form>
	)
}

function useAdding(cardDoor: BrowserPayment, payer: Props['payer'], asking: Asking) {
	const { i18n } = useTranslation()
	const submit = useSubmit()
	const { state, formData } = useNavigation()
	const card = useRef<CardFieldHandle>(null)
	const answered = useRef<Asking>(null)
	const [step, setStep] = useState<'idle' | 'card' | 'bank'>('idle')
	const [error, setError] = useState<string | null>(null)

	async function onSubmit(event: FormEvent<HTMLFormElement>) {
		event.preventDefault()
		if (!card.current) return
		setError(null)
		setStep('card')
		const made = await card.current.createCard({ name: payer.name, ...(payer.email ? { email: payer.email } : {}) })
		setStep('idle')
		if (!made.ok) return setError(made.message)
		submit({ intent: 'add', paymentMethodId: made.paymentMethodId }, { method: 'post' })
	}

	useEffect(() => {
		if (!asking || answered.current === asking) return
		answered.current = asking
		setStep('bank')
		completeAction(asking.action, cardDoor, i18n.language).then((done) => {
			if (done.kind === 'leaving') return
			setStep('idle')
			// The bank's no is told by the server too, which reads it where it was given.
			submit({ intent: 'finish', setupId: asking.setupId }, { method: 'post' })
		})
	}, [asking, cardDoor, i18n.language, submit])

	const isSending = state !== 'idle' && ['add', 'finish'].includes(String(formData?.get('intent')))
	return { card, onSubmit, error, step, isBusy: isSending || step !== 'idle' }
}
