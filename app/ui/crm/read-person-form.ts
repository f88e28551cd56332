import { fieldOf, fieldsOfFace, type PersonFace, type PersonSaid } from '../../engine/crm/person-fields.ts'
import { languages } from '../format/languages.ts'

/** Who somebody is, as typed, to its last sign; a field that the form has not is not said. */
export function readPersonForm<Face extends PersonFace>(face: Face, form: FormData): PersonSaid<Face> {
	const said = fieldsOfFace[face].flatMap((name) => {
		const given = form.get(name)
		if (typeof given !== 'string') return []
		const text = given.replaceAll('\r\n', '\n').trim()
		return [[name, fieldOf(name).kind === 'locale' ? (languages.find((one) => one === text) ?? 'en') : text] as const]
	})
	return Object.fromEntries(said) as PersonSaid<Face>
}
