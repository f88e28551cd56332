import { expect, test } from 'vitest'
import { drawProduct, productKinds } from '../../app/ui/art/draw-product.ts'
import { gallery } from '../../app/ui/art/gallery.ts'

const seeds = ['CC-10042', 'CC-10043', 'EQ-7', 'x']

/** Open and close tags pair up, attributes are quoted, and every url(#…) has its definition. */
function faults(svg: string): string[] {
	const open: string[] = []
	const found: string[] = []
	for (const [, close, name, attributes = '', self] of svg.matchAll(/<(\/?)([\w]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
		if (close) {
			if (open.pop() !== name) found.push(`</${name}> closes something else`)
		} else if (!self) open.push(name ?? '')
		if (/NaN|undefined|Infinity/.test(attributes)) found.push(`${name}:${attributes}`)
	}
	const rest = svg.replace(/<\/?[\w]+(?:\s+[\w:-]+="[^"<]*")*\s*\/?>/g, '')
	if (/[<>]/.test(rest)) found.push(`loose bracket in ${rest.slice(0, 80)}`)
	const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
	if (new Set(ids).size !== ids.length) found.push('one id twice')
	for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g)) if (!ids.includes(id)) found.push(`#${id} is not defined`)
	return [...found, ...open.map((name) => `<${name}> is not closed`)]
}

test.each(productKinds)('%s is sound, small and the same each time', (kind) => {
	for (const seed of seeds)
		for (const groups of [1, 2, 3] as const) {
			const drawing = { kind, seed, groups, name: 'Frost Line <1 & "best">', size: '1 kg', roast: 'dark' as const, origin: 'Colombia' }
			const svg = drawProduct(drawing)
			expect(faults(svg)).toEqual([])
			expect(drawProduct(drawing)).toBe(svg)
			expect(svg.length).toBeLessThan(13_000)
		}
})

test('another number gives another picture, mostly', () => {
	const pictures = Array.from({ length: 100 }, (_, number) =>
		drawProduct({ kind: 'bag', seed: `CC-${number}`, name: 'Frost Line' }).replace(/url\(#\w+\)|id="\w+"/g, ''),
	)
	expect(new Set(pictures).size).toBeGreaterThan(80)
})

test('a told colour is used, and no backdrop leaves the ground free', () => {
	const svg = drawProduct({ kind: 'cup', seed: 'a', name: 'Cup', colour: '#123456', backdrop: false })
	expect(svg).toContain('#123456')
	expect(svg).not.toContain('M0 0h480v')
})

test('a long name stays on its label: three lines at most, the rest told by an ellipsis', () => {
	const svg = drawProduct({ kind: 'tin', seed: 'a', name: 'Limited Winter Reserve Anniversary Edition of the Old Roastery at the River', size: '250 g' })
	const lines = [...svg.matchAll(/font-family="Georgia[^>]*>([^<]*)</g)].map(([, text]) => text)
	expect(lines).toHaveLength(3)
	expect(lines.at(-1)).toMatch(/…$/)
})

test.each(Object.entries(gallery))('the picture %s is sound, wordless to screen readers and the same each time', (_, draw) => {
	const svg = draw()
	expect(faults(svg)).toEqual([])
	expect(draw()).toBe(svg)
	expect(svg).not.toMatch(/aria-label/)
	expect(svg.length).toBeLessThan(60_000)
})
