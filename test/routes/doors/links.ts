import { type Door, everyDoor } from '../../support/house.ts'

const patternOf = ({ path }: Door) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+').replace('*', '.*')}$`)
const parameters = ({ path }: Door) => path.split(/[:*]/).length
const doors = everyDoor()
	.toSorted((a, b) => parameters(a) - parameters(b))
	.map((door) => ({ door, pattern: patternOf(door) }))

/** The doors that a page leads to, each once, with an address of it. */
export function doorsLinkedFrom(html: string): { door: Door; href: string }[] {
	const hrefs = [...html.matchAll(/<a\b[^>]*?\shref="(\/[^"#]*)/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
	const found = hrefs.flatMap((href) => {
		const path = href.split('?')[0] ?? ''
		const known = doors.find(({ pattern }) => pattern.test(path))
		return known ? [[known.door.id, { door: known.door, href }] as const] : []
	})
	return [...new Map(found).values()]
}
