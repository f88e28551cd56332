import { contactRoles } from '../../ui/crm/contact-roles.tsx'
import { readCustomValues } from '../../ui/crm/custom-values.tsx'
import { readPersonForm } from '../../ui/crm/read-person-form.ts'
import { idIn, textIn } from './read-form.ts'

/** What a rep does with a record's own fields, or with what hangs off it; null: nothing that is known. */
export function readRecordForm(form: FormData) {
	const act = form.get('act')
	if (act === 'send' || act === 'delete') return { act } as const
	if (act === 'details') return { act, wish: { type: textIn(form, 'type'), probability: textIn(form, 'probability') } } as const
	if (act === 'person') return { act, wish: readPersonForm('contact', form) } as const
	if (act === 'fields') return { act, typed: readCustomValues(form) } as const
	const contactId = idIn(form, 'contactId')
	if (act === 'remove_role') return contactId === null ? null : ({ act, contactId } as const)
	const role = contactRoles.find((one) => one === form.get('role'))
	if (act === 'role') return contactId === null || !role ? null : ({ act, contactId, role, isPrimary: form.get('primary') === 'on' } as const)
	const [rowId, customObjectId] = [idIn(form, 'rowId'), idIn(form, 'customObjectId')]
	if (act === 'remove_row') return rowId === null ? null : ({ act, rowId } as const)
	// An id that is given and is none must not make something new.
	if (act !== 'row' || customObjectId === null || (rowId === null && textIn(form, 'rowId') !== '')) return null
	return { act, rowId, customObjectId, name: textIn(form, 'name').slice(0, 120), typed: readCustomValues(form) } as const
}
