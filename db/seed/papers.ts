import { createHash } from 'node:crypto'

/** One page with some lines of text: the least that every reader opens. */
function pdfOf(lines: readonly string[]): Uint8Array {
	const text = lines.map((line, index) => `${index === 0 ? '72 700 Td' : '0 -24 Td'} (${line.replaceAll(/[\\()]/g, '\\$&')}) Tj`).join(' ')
	const content = `BT /F1 14 Tf ${text} ET`
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
	]
	let file = '%PDF-1.4\n'
	const places = objects.map((object, index) => {
		const at = file.length
		file += `${index + 1} 0 obj\n${object}\nendobj\n`
		return `${String(at).padStart(10, '0')} 00000 n \n`
	})
	const index = file.length
	file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${index}\n%%EOF\n`
	return Buffer.from(file, 'latin1')
}

const bytes = pdfOf(['Minnesota Revenue', 'Certificate of Exemption', 'Harbor Clinics, 400 Harbor Drive, Duluth', 'Nonprofit health care, number ST3-40917'])

/** What Mina handed in; the house has not looked at it yet. Whoever seeds keeps `papers` where files are kept. */
export const minasPaper = { key: createHash('sha256').update(bytes).digest('hex'), name: 'exemption-minnesota.pdf', bytes }

export const papers = [minasPaper]
