import type { ObjectEdit } from '../../flows/sync-setup/change-objects.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

/** A pair of objects that is added, let run or taken out; null: the form is about something else. */
export function readObjectForm(form: FormData): ObjectEdit | null {
	const act = oneOf(['add', 'wake', 'take_out'], form.get('object-act'))
	const objectMapId = idIn(form, 'object')
	if (act === 'add') {
		const [crmObject, maObject] = [textIn(form, 'crmObject').slice(0, 255), textIn(form, 'maObject').slice(0, 255)]
		return { act, crmObject, maObject, begins: oneOf(['usual', 'empty'], form.get('begins')) ?? 'usual' }
	}
	if (!act || !objectMapId) return null
	return act === 'wake' ? { act, objectMapId, isRamped: form.get('ramp') === 'yes' } : { act, objectMapId }
}
