import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { drawingOf } from '../../db/seed/products/drawing.ts'
import { pictureOf, products } from '../../db/seed/products/index.ts'
import { drawProduct, type ProductDrawing } from '../ui/art/draw-product.ts'

const folder = resolve(import.meta.dirname, '../../public/images/products')

/** File name and SVG of each product of the demo company; the same on every machine. */
export function drawPictures(): Map<string, string> {
	return new Map(products.map((product) => [basename(pictureOf(product)), `${drawProduct(drawingOf(product) as unknown as ProductDrawing)}\n`]))
}

/** Draws them anew: `node app/cli/draw-pictures.ts`, after a change to the drawings or to the products. */
if (import.meta.main) {
	const pictures = drawPictures()
	await mkdir(folder, { recursive: true })
	const gone = (await readdir(folder)).filter((name) => !pictures.has(name))
	await Promise.all(gone.map((name) => rm(join(folder, name))))
	await Promise.all([...pictures].map(([name, svg]) => writeFile(join(folder, name), svg)))
	console.log(`${pictures.size} pictures drawn, ${gone.length} removed`)
}
