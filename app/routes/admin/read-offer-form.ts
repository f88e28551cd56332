import type { OfferTaken } from '../../flows/sync-setup/add-offered-fields.ts'
import { idIn } from '../desk/read-form.ts'

/** The lines of an offer that were shown, each by its two fields; null: the form is about something else. */
export function readOfferForm(form: FormData): OfferTaken | null {
	const objectMapId = idIn(form, 'object')
	if (form.get('offer-act') !== 'add' || objectMapId === null) return null
	const fields = form.getAll('line').flatMap((line) => {
		const [crmField, maField, ...more] = String(line).split(' ')
		return crmField && maField && more.length === 0 ? [{ crmField, maField }] : []
	})
	return { objectMapId, fields, compares: form.get('compare') === 'yes', isRamped: form.get('ramp') === 'yes' }
}
