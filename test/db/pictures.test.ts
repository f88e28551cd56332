import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { drawPictures } from '../../app/cli/draw-pictures.ts'

const folder = resolve(import.meta.dirname, '../../public/images/products')

test('the pictures that the shop serves are the ones that the products describe', async () => {
	const drawn = drawPictures()
	expect((await readdir(folder)).sort()).toEqual([...drawn.keys()].sort())
	const stale: string[] = []
	for (const [name, svg] of drawn) if ((await readFile(join(folder, name), 'utf8')) !== svg) stale.push(name)
	expect(stale, 'draw them again: node app/cli/draw-pictures.ts').toEqual([])
	expect(Math.max(...[...drawn.values()].map(({ length }) => length))).toBeLessThan(16_000)
})
