import { type Door, everyDoor } from '../../support/house.ts'
import type { Fields } from './line.ts'

const patternOf = ({ path }: Door) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+').replace('*', '.*')}$`)
const parameters = ({ path }: Door) => path.split(/[:*]/).length
const doors = everyDoor()
	.toSorted((a, b) => parameters(a) - parameters(b))
	.map((door) => ({ door, pattern: patternOf(door) }))

const doorAt = (href: string): Door | undefined => doors.find(({ pattern }) => pattern.test(href.split('?')[0] ?? ''))?.door

/** The doors that a page leads to, each once, with an address of it. */
export function doorsLinkedFrom(html: string): { door: Door; href: string }[] {
	const hrefs = [...html.matchAll(/<a\b[^>]*?\shref="(\/[^"#]*)/g)].map(([, href = '']) => plain(href))
	const found = hrefs.flatMap((href) => {
		const door = doorAt(href)
		return door ? [[door.id, { door, href }] as const] : []
	})
	return [...new Map(found).values()]
}

const plain = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#x27;', "'")
const attributeOf = (tag: string, name: string) => {
	const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
	return found === undefined ? null : plain(found)
}

/** What stands in the fields of a form, as a browser would send it: no file, and no box without its tick. */
function fieldsIn(inside: string): [name: string, value: string][] {
	const inputs = [...inside.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]): [string | null, string][] => {
		const type = attributeOf(tag, 'type')
		const isLeft = type === 'file' || type === 'submit' || ((type === 'checkbox' || type === 'radio') && !/\schecked=/.test(tag))
		return isLeft ? [] : [[attributeOf(tag, 'name'), attributeOf(tag, 'value') ?? '']]
	})
	const areas = [...inside.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)].map(
		([, head = '', text = '']) => [attributeOf(head, 'name'), plain(text)] as const,
	)
	const selects = [...inside.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)].map(([, head = '', options = '']) => {
		const all = [...options.matchAll(/<option\b[^>]*>/g)].map(([tag]) => tag)
		return [attributeOf(head, 'name'), attributeOf(all.find((tag) => /\sselected=/.test(tag)) ?? all[0] ?? '', 'value') ?? ''] as const
	})
	return [...inputs, ...areas, ...selects].flatMap(([name, value]) => (name ? [[name, value]] : []))
}

/** The forms that a page shows to be sent, each as it stands, with its first button. */
export function formsOn(html: string, at: string): { door: Door; action: string; fields: Fields }[] {
	return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, head = '', inside = '']) => {
		const action = attributeOf(head, 'action') ?? at
		const door = doorAt(action)
		const [button] = [...inside.matchAll(/<button\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/\stype="(button|reset)"|\sdisabled=/.test(tag))
		// What is shown to be read has nothing to press.
		const isRead = /^<fieldset\b[^>]*\sdisabled=/.test(inside)
		if (attributeOf(head, 'method')?.toLowerCase() !== 'post' || !door || isRead || !button) return []
		const pressed = attributeOf(button, 'name')
		return [{ door, action, fields: [...fieldsIn(inside), ...(pressed ? [[pressed, attributeOf(button, 'value') ?? ''] as const] : [])] }]
	})
}
