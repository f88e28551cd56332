import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
// A51, the storefront itself, is no behaviour of the sync core.
const rows = Array.from({ length: 50 }, (_, at) => `A${at + 1}`)

test('every behaviour of the sync core has a test that names it', () => {
	const texts = globSync('**/*.{test,journey}.{ts,tsx}', { cwd: root }).map((file) => readFileSync(resolve(root, file), 'utf8'))
	const named = new Set(texts.flatMap((text) => [...text.matchAll(/\(([A-Z]\d+(?:, [A-Z]\d+)*)\)/g)].flatMap(([, list]) => (list ?? '').split(', '))))
	expect(rows.filter((row) => !named.has(row))).toEqual([])
})
