import { textIn } from '../desk/read-form.ts'

/** What shall come back: quantities and reasons by the key of what was delivered, as typed. */
export function readReturnForm(form: FormData) {
	const rows = [...form].flatMap(([name, value]) => {
		const key = /^quantity-(\d{1,15}(?:\.\d{1,15})?)$/.exec(name)?.[1]
		return key && typeof value === 'string' ? [{ key, quantity: value, reason: textIn(form, `reason-${key}`) || null }] : []
	})
	return { rows, note: textIn(form, 'note').slice(0, 1000) || null }
}

/** What came back, by line, as typed. */
export function readReceiveForm(form: FormData) {
	return [...form].flatMap(([name, value]) => {
		const id = /^received-(\d{1,15})$/.exec(name)?.[1]
		return id && typeof value === 'string' ? [{ lineId: Number(id), received: value, scrapped: textIn(form, `scrapped-${id}`) }] : []
	})
}
