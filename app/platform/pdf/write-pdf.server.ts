import PDFDocument from 'pdfkit'
import type { Sheet } from '../../engine/content/sheet.ts'
import { setBlock } from './blocks.server.ts'
import { ink, openPen, type Page } from './pen.server.ts'

const MARGIN = 54
/** Room at the foot of each page for the line that counts it. */
const FOOT = 48

/**
 * A sheet as the bytes of a PDF. No clock and no chance are in it: the same sheet is the same bytes in any year
 * (commerce-engine.md section 11, 8).
 */
export async function writePdf(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
	const on = new Date(`${sheet.on}T00:00:00Z`)
	const doc = new PDFDocument({
		...{ size: sheet.paper === 'letter' ? 'LETTER' : 'A4', margin: 0, bufferPages: true, lang: sheet.language, displayTitle: true, pdfVersion: '1.7' },
		info: { Title: sheet.title, Author: sheet.head.from, Creator: 'Kontor', Producer: 'Kontor', CreationDate: on, ModDate: on },
		// Helvetica is not asked for: every face comes with the document.
		font: null as never,
	})
	const written = collect(doc)
	const pen = openPen(doc)
	const page: Page = {
		...{ pen, left: MARGIN, width: doc.page.width - 2 * MARGIN, y: MARGIN },
		reserve(height) {
			if (page.y + height <= doc.page.height - MARGIN - FOOT / 2) return false
			doc.addPage()
			setRunningHead(page, sheet)
			return true
		},
	}
	setHead(page, sheet)
	for (const block of sheet.blocks) await setBlock(page, block)
	const { count } = doc.bufferedPageRange()
	for (let number = 0; number < count; number += 1) {
		doc.switchToPage(number)
		setFoot(page, sheet, { height: doc.page.height, number: number + 1, count })
	}
	doc.end()
	return written
}

function collect(doc: InstanceType<typeof PDFDocument>): Promise<Uint8Array<ArrayBuffer>> {
	return new Promise((resolve, reject) => {
		const parts: Uint8Array[] = []
		doc.on('data', (part: Uint8Array) => parts.push(part))
		doc.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))))
		doc.on('error', reject)
	})
}

function setHead(page: Page, { head }: Sheet): void {
	const { pen, left, width } = page
	pen.set(head.from, left, page.y + 14, { face: 'display', size: 14 })
	pen.set(head.kind, left + width, page.y + 4, { align: 'right', size: 9, colour: ink.soft })
	pen.set(head.number, left + width, page.y + 26, { align: 'right', face: 'display', size: 22 })
	page.y += 42
	pen.rule(left, page.y, width, ink.text)
}

/** What a page says that was torn from the first. */
function setRunningHead(page: Page, { head }: Sheet): void {
	page.y = MARGIN
	page.pen.set(head.from, page.left, page.y, { face: 'display', size: 9 })
	page.pen.set(`${head.kind} ${head.number}`, page.left + page.width, page.y, { align: 'right', size: 8, colour: ink.soft })
	page.y += 8
	page.pen.rule(page.left, page.y, page.width, ink.text)
}

function setFoot({ pen, left, width }: Page, { foot, pageOf }: Sheet, of: { height: number; number: number; count: number }): void {
	const y = of.height - FOOT
	pen.rule(left, y - 12, width)
	pen.set(foot, left, y, { size: 7, colour: ink.soft })
	const counted = pageOf.replace('{{page}}', String(of.number)).replace('{{pages}}', String(of.count))
	pen.set(counted, left + width, y, { size: 7, colour: ink.soft, align: 'right' })
}
