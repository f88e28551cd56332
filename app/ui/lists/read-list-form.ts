import { readTypedRows, type TypedRow, type UnreadRow } from '../../engine/cart/read-typed-rows.ts'

export type NewListForm = { name: string; isShared: boolean; from: { kind: 'nothing' } | { kind: 'cart' } | { kind: 'order'; number: string } }
export type ListChangeForm =
	| { kind: 'rename'; name: string }
	| { kind: 'share'; isShared: boolean }
	| { kind: 'archive' }
	| { kind: 'restore' }
	| { kind: 'add'; typed: TypedRow[] }
	| { kind: 'remove'; lineId: number }
	| { kind: 'putBack'; lineId: number }
	| { kind: 'par'; shipTo: string; pars: { lineId: number; quantity: string }[] }

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').trim()
const idOf = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : 0)

export function readNewList(form: FormData): NewListForm {
	const from = textOf(form, 'from')
	const source =
		from === 'cart' ? { kind: 'cart' as const } : from === '' ? { kind: 'nothing' as const } : { kind: 'order' as const, number: from.slice(0, 60) }
	return { name: textOf(form, 'name'), isShared: form.get('shared') !== 'no', from: source }
}

/** Rows that could not be read come back beside the change; with any of them nothing is changed. Null: a form that says nothing we know. */
export function readListChange(form: FormData): { change: ListChangeForm; unread: UnreadRow[]; text: string } | null {
	const [intent = '', subject = ''] = textOf(form, 'intent').split(':')
	const plain = (change: ListChangeForm) => ({ change, unread: [], text: '' })
	switch (intent) {
		case 'rename':
			return plain({ kind: 'rename', name: textOf(form, 'name') })
		case 'share':
			return plain({ kind: 'share', isShared: subject === 'yes' })
		case 'archive':
			return plain({ kind: 'archive' })
		case 'restore':
			return plain({ kind: 'restore' })
		case 'remove':
			return plain({ kind: 'remove', lineId: idOf(subject) })
		case 'putBack':
			return plain({ kind: 'putBack', lineId: idOf(subject) })
		case 'add': {
			const text = String(form.get('rows') ?? '')
			const { rows: typed, unread } = readTypedRows(text)
			return { change: { kind: 'add', typed }, unread, text }
		}
		case 'par': {
			const pars = [...form.entries()].flatMap(([name, value]) => {
				const lineId = idOf(/^par:(\d{1,15})$/.exec(name)?.[1] ?? '')
				return lineId && typeof value === 'string' ? [{ lineId, quantity: value }] : []
			})
			return plain({ kind: 'par', shipTo: textOf(form, 'shipTo'), pars })
		}
		default:
			return null
	}
}
