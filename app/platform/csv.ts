/** A field as RFC 4180 has it. What a spreadsheet would take for a formula is kept from becoming one by an apostrophe. */
function fieldOf(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows for a download, in UTF-8 with the mark that Excel looks for. */
export function csvResponse(fileName: string, head: readonly string[], rows: readonly (readonly string[])[]): Response {
	const body = [head, ...rows].map((row) => row.map(fieldOf).join(',')).join('\r\n')
	return new Response(`\uFEFF${body}\r\n`, {
		headers: {
			'Content-Type': 'text/csv; charset=utf-8',
			'Content-Disposition': `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`,
			'Cache-Control': 'private, no-store',
		},
	})
}

/** A download that is sent as it is made; nothing of it is kept, and whoever goes away ends it. */
export function streamResponse(fileName: string, type: string, parts: AsyncGenerator<string | Uint8Array>): Response {
	const encoder = new TextEncoder()
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await parts.next()
			if (done) controller.close()
			else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
		},
		async cancel() {
			await parts.return(undefined)
		},
	})
	return new Response(body, {
		headers: {
			'Content-Type': type,
			'Content-Disposition': `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`,
			'Cache-Control': 'private, no-store',
			'X-Stream': 'yes',
		},
	})
}

type Cell = string | number | Date | null | undefined
const cellOf = (cell: Cell) => (cell instanceof Date ? cell.toISOString() : String(cell ?? ''))

/** Rows for a download, sent page by page as they are read: `linesOf` has the cells of each line of a page; instants as ISO 8601, what is not there empty. */
export function csvStream<Row>(
	fileName: string,
	head: readonly string[],
	pages: AsyncIterable<readonly Row[]>,
	linesOf: (page: readonly Row[]) => readonly (readonly Cell[])[],
): Response {
	const lines = async function* () {
		yield `\uFEFF${csvLine(head)}`
		for await (const page of pages)
			yield linesOf(page)
				.map((cells) => csvLine(cells.map(cellOf)))
				.join('')
	}
	return streamResponse(fileName, 'text/csv; charset=utf-8', lines())
}

/** One line of a file that is sent as it is made. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(fieldOf).join(',')}\r\n`
