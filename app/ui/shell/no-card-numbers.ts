import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { holdsCardNumber } from '../../engine/base/card-number.ts'

type Written = HTMLInputElement | HTMLTextAreaElement

const isWritten = (one: EventTarget | null): one is Written => one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement

/**
 * No form leaves the browser with a card number in it: the field says so, with everything typed still there. The door of the
 * server refuses it besides, for who has no scripts (commerce-engine.md section 8).
 */
export function useNoCardNumbers(): void {
	const { t } = useTranslation('refusals')
	useEffect(() => {
		const refuse = (event: SubmitEvent) => {
			const form = event.target
			if (!(form instanceof HTMLFormElement)) return
			const field = [...form.elements].find((one): one is Written => isWritten(one) && one.type !== 'file' && holdsCardNumber(one.value))
			if (!field) return
			// Before React and the router hear of it.
			event.preventDefault()
			event.stopImmediatePropagation()
			field.setCustomValidity(t('CARD_NUMBER_WRITTEN'))
			field.reportValidity()
		}
		// What was refused may be sent again as soon as it is another text.
		const forgive = ({ target }: Event) => {
			if (isWritten(target) && target.validity.customError && target.validationMessage === t('CARD_NUMBER_WRITTEN')) target.setCustomValidity('')
		}
		window.addEventListener('submit', refuse, { capture: true })
		window.addEventListener('input', forgive, { capture: true })
		return () => {
			window.removeEventListener('submit', refuse, { capture: true })
			window.removeEventListener('input', forgive, { capture: true })
		}
	}, [t])
}
