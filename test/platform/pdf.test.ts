import { expect, test } from 'vitest'
import type { Sheet } from '../../app/engine/content/sheet.ts'
import { writePdf } from '../../app/platform/pdf/write-pdf.server.ts'
import { readPdf } from '../support/read-pdf.ts'

const sheet = (rows: number, words = 'Huila whole beans'): Sheet => ({
	...{ title: 'Invoice INV-1', language: 'en', on: '2026-03-02', paper: 'a4', foot: 'Capricorn Coffee', pageOf: 'Page {{page}} of {{pages}}' },
	head: { from: 'Capricorn Coffee', kind: 'Invoice', number: 'INV-1' },
	blocks: [
		{ kind: 'parties', parties: [{ label: 'Bill to', name: 'Fargo Coffeehaus', lines: ['226 Broadway N'] }] },
		{ kind: 'facts', facts: [{ name: 'Due', value: 'Apr 16, 2026' }] },
		{
			kind: 'table',
			columns: [{ head: 'Product' }, { head: 'Net', figures: true, width: 70 }],
			rows: Array.from({ length: rows }, (_, index) => ({ cells: [`${words} ${index}.`, `$${index}.11`] })),
		},
		{ kind: 'sums', sums: [{ name: 'Total', value: '$554.18', strong: true }] },
	],
})
const count = (text: string, word: string) => text.split(word).length - 1

test('the same sheet is the same bytes, whenever it is set', async () => {
	const first = await writePdf(sheet(3))
	expect(Buffer.compare(first, await writePdf(sheet(3)))).toBe(0)
	const dates = Buffer.from(first).toString('latin1').match(/D:\d+/g)
	expect(new Set(dates)).toEqual(new Set(['D:20260302000000']))
})

test('300 lines go over pages: each is said once, each page repeats the head, counts itself and names the document', async () => {
	const pages = readPdf(await writePdf(sheet(300)))
	expect(pages.length).toBeGreaterThan(6)
	const whole = pages.join('\n')
	for (let index = 0; index < 300; index += 1) expect(count(whole, `beans ${index}.`), `line ${index}`).toBe(1)
	for (const [index, page] of pages.entries()) {
		expect(page).toContain(`Page ${index + 1} of ${pages.length}`)
		expect(page).toContain('ProductNet')
		expect(page).toContain('INV-1')
	}
	expect(pages.at(-1)).toContain('Total$554.18')
})

test.each(['žluťoučký kůň ÚPĚL', '深煎りエスプレッソ豆、三百グラム', 'Café à la crème « noir »', '¿Cuántos años? 5 €'])(
	'%s is set in letters that a reader finds again',
	async (words) => {
		const [page] = readPdf(await writePdf(sheet(1, words)))
		expect(page).toContain(words)
		expect(page).not.toContain('\u0000')
	},
)
