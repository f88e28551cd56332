import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { drawingOf } from '../../db/seed/products/drawing.ts'
import { pictureOf, products } from '../../db/seed/products/index.ts'
import { drawProduct, type ProductDrawing } from '../ui/art/draw-product.ts'
import { gallery } from '../ui/art/gallery.ts'

const folder = resolve(import.meta.dirname, '../../public/images')

/** Path below public/images and SVG of each product of the demo company and each scene of the house; the same on every machine. */
export function drawPictures(): Map<string, string> {
	const drawn = products.map((product): [string, string] => [
		`products/${basename(pictureOf(product))}`,
		`${drawProduct(drawingOf(product) as unknown as ProductDrawing)}\n`,
	])
	return new Map([...drawn, ...Object.entries(gallery).map(([name, draw]): [string, string] => [`${name}.svg`, `${draw()}\n`])])
}

/** Draws them anew: `node app/cli/draw-pictures.ts`, after a change to the drawings or to the products. */
if (import.meta.main) {
	const pictures = drawPictures()
	await mkdir(join(folder, 'products'), { recursive: true })
	const there = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.svg'))
	const gone = there.filter((path) => !pictures.has(path))
	await Promise.all(gone.map((path) => rm(join(folder, path))))
	await Promise.all([...pictures].map(([path, svg]) => mkdir(dirname(join(folder, path)), { recursive: true }).then(() => writeFile(join(folder, path), svg))))
	console.log(`${pictures.size} pictures drawn, ${gone.length} removed`)
}
