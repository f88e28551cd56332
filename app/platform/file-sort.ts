/** What a file is, by its first bytes: its name and what a browser says of it prove nothing. */
export type FileSort = { type: string; sort: 'picture' | 'document' | 'video' }

const text = (head: Uint8Array, from: number, to: number) => String.fromCharCode(...head.subarray(from, to))
const begins = (head: Uint8Array, ...bytes: number[]) => bytes.every((byte, index) => head[index] === byte)

/** PNG, JPEG, GIF, WebP, PDF and MP4. SVG is left out: it may carry scripts. Null: none of these. */
export function fileSortOf(head: Uint8Array): FileSort | null {
	if (begins(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) && text(head, 12, 16) === 'IHDR') return { type: 'image/png', sort: 'picture' }
	if (begins(head, 0xff, 0xd8, 0xff)) return { type: 'image/jpeg', sort: 'picture' }
	if (/^GIF8[79]a$/.test(text(head, 0, 6))) return { type: 'image/gif', sort: 'picture' }
	if (text(head, 0, 4) === 'RIFF' && /^WEBPVP8[ LX]$/.test(text(head, 8, 16))) return { type: 'image/webp', sort: 'picture' }
	if (/^%PDF-\d/.test(text(head, 0, 6))) return { type: 'application/pdf', sort: 'document' }
	if (text(head, 4, 8) === 'ftyp' && /^(isom|iso[2-6]|mp4[12]|avc1|M4V )$/.test(text(head, 8, 12))) return { type: 'video/mp4', sort: 'video' }
	return null
}
