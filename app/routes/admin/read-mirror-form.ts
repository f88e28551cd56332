import type { MirrorEdit } from '../../flows/sync-setup/change-mirrors.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

/** More fields than any object of another system has. */
const mostFields = 900

/** An object of the other system's own that is read here, read again or taken out; null: the form is about something else. */
export function readMirrorForm(form: FormData): MirrorEdit | null {
	const act = oneOf(['add', 'again', 'out'], form.get('mirror-act'))
	if (act === 'add') {
		const fields = form.getAll('field').slice(0, mostFields)
		return {
			...{ act: 'mirror', object: textIn(form, 'pick').slice(0, 255), parentField: textIn(form, 'parent').slice(0, 255) },
			fields: fields.flatMap((field) => (typeof field === 'string' ? [field.slice(0, 255)] : [])),
		}
	}
	const mirrorId = idIn(form, 'mirror')
	return act && mirrorId ? { act: act === 'again' ? 'mirror_again' : 'mirror_out', mirrorId } : null
}
