import { type FieldType, fieldTypes } from '../../engine/crm/record-fields.ts'
import { readWords } from './words.tsx'

const wordIn = (form: FormData, name: string, most = 80) =>
	String(form.get(name) ?? '')
		.trim()
		.slice(0, most)
const wholeIn = (form: FormData, name: string) => (/^\d{1,6}$/.test(wordIn(form, name)) ? Number(wordIn(form, name)) : null)
const idOf = (value: string) => (/^[1-9]\d{0,14}$/.test(value) ? Number(value) : null)
const MOST_CHOICES = 200

function choicesIn(form: FormData): string[] {
	const lines = String(form.get('choices') ?? '').split('\n')
	return [...new Set(lines.map((line) => line.trim().slice(0, 120)).filter((line) => line !== ''))].slice(0, MOST_CHOICES)
}

/** `becomes.contact` and so on; nothing chosen is nowhere. */
const readBecomes = (form: FormData) =>
	Object.fromEntries(['contact', 'account', 'opportunity'].map((object) => [object, wordIn(form, `becomes.${object}`)]).filter(([, name]) => name !== ''))

/** A field or an object as an administrator typed it; null: nothing that is known. */
export function readFieldForm(form: FormData) {
	if (form.get('act') === 'object') {
		const parent = (['account', 'contact', 'opportunity'] as const).find((one) => one === form.get('parent'))
		return parent ? { act: 'object' as const, code: wordIn(form, 'code', 60).toLowerCase(), labels: readWords(form, 'label'), parent } : null
	}
	const type = fieldTypes.find((one): one is FieldType => one === form.get('type'))
	const id = idOf(wordIn(form, 'id'))
	if (form.get('act') !== 'field' || !type || (id === null && wordIn(form, 'id') !== '')) return null
	const isChoice = type === 'picklist' || type === 'multipicklist'
	return {
		...{ act: 'field' as const, id, object: wordIn(form, 'object'), becomes: readBecomes(form) },
		def: {
			...{ name: wordIn(form, 'name', 60).toLowerCase(), labels: readWords(form, 'label'), type },
			...{ length: type === 'text' ? wholeIn(form, 'length') : null, precision: type === 'number' ? (wholeIn(form, 'precision') ?? 15) : null },
			...{ scale: type === 'number' ? (wholeIn(form, 'scale') ?? 0) : null, choices: isChoice ? choicesIn(form) : null },
			...{ isRequired: form.get('required') === 'on', isActive: form.get('active') === 'on' },
		},
	}
}
