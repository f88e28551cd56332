import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { drawPictures } from '../../app/cli/draw-pictures.ts'

const folder = resolve(import.meta.dirname, '../../public/images')

test('the pictures that the shop serves are the ones that the products and scenes describe', async () => {
	const drawn = drawPictures()
	const there = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.svg'))
	expect(there.sort()).toEqual([...drawn.keys()].sort())
	const stale: string[] = []
	for (const [path, svg] of drawn) if ((await readFile(join(folder, path), 'utf8')) !== svg) stale.push(path)
	expect(stale, 'draw them again: node app/cli/draw-pictures.ts').toEqual([])
	const products = [...drawn].filter(([path]) => path.startsWith('products/'))
	expect(Math.max(...products.map(([, svg]) => svg.length))).toBeLessThan(16_000)
})
