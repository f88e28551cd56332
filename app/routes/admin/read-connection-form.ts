import type { Key } from '../../flows/sync/load-outside.ts'
import { textIn } from '../desk/read-form.ts'

/** Fields `key:…` by their names; what nobody asked for is left out later. */
export function readKeyForm(form: FormData): Key {
	const names = [...new Set([...form.keys()].filter((name) => name.startsWith('key:')))].slice(0, 20)
	return Object.fromEntries(names.map((name) => [name.slice(4), textIn(form, name).slice(0, 5000)]))
}

export function readConnectionForm(form: FormData) {
	const share = textIn(form, 'share')
	return {
		system: textIn(form, 'system').slice(0, 40),
		name: textIn(form, 'name').slice(0, 200),
		key: readKeyForm(form),
		sharePercent: /^\d{1,3}$/.test(share) ? Number(share) : null,
	}
}
