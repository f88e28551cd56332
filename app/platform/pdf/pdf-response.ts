/** A PDF for reading in the browser; saved, it has a name of its own. */
export function pdfResponse(fileName: string, bytes: Uint8Array<ArrayBuffer>): Response {
	return new Response(bytes, {
		headers: {
			'Content-Type': 'application/pdf',
			'Content-Length': String(bytes.length),
			'Content-Disposition': `inline; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`,
			'Cache-Control': 'private, no-store',
		},
	})
}
