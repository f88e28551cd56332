import type { TypedChange } from '../../flows/order/propose-change.ts'
import { idIn, textIn } from '../desk/read-form.ts'

/** More goods than this at once are another order. */
export const NEW_ROWS = 3

/** What was typed into the form of a change; a delivery that is not there yet is -1. */
export function readChangeForm(form: FormData): TypedChange & { reason: string } {
	const texts = [...form].map(([name, value]) => [name, String(value).slice(0, 60)] as const)
	const cells = texts.flatMap(([name, quantity]) => {
		const match = /^cell-(\d{1,15})-(\d{1,15}|new)$/.exec(name)
		return match ? [{ lineId: Number(match[1]), groupId: match[2] === 'new' ? -1 : Number(match[2]), quantity }] : []
	})
	const groups = texts.flatMap(([name, place]) => {
		const match = /^place-(\d{1,15})$/.exec(name)
		return match ? [{ groupId: Number(match[1]), locationId: Number(place) || null, requestedOn: textIn(form, `day-${match[1]}`).slice(0, 20) }] : []
	})
	const locationId = idIn(form, 'place-new')
	const adds = Array.from({ length: NEW_ROWS }, (_, row) => ({
		sku: textIn(form, `sku-${row}`).slice(0, 60),
		quantity: textIn(form, `quantity-${row}`).slice(0, 20),
		groupId: textIn(form, `group-${row}`) === 'new' ? -1 : (idIn(form, `group-${row}`) ?? 0),
	}))
	const newGroup = locationId === null ? null : { locationId, requestedOn: textIn(form, 'day-new').slice(0, 20) }
	return { cells, groups, newGroup, adds, reason: textIn(form, 'reason').slice(0, 1000) }
}
