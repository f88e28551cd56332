import type { FileStore } from '../../connectors/files/contract.ts'
import { fileSortOf } from '../../platform/file-sort.ts'

/** The bytes of a kept file in blocks, as what they are; null when it is gone. Whoever calls has asked who may have it. */
export async function sendFile(files: FileStore, key: string, headers: Readonly<Record<string, string>>): Promise<Response | null> {
	const bytes = await files.sizeOf(key)
	if (bytes === null) return null
	const blocks = files.read(key)[Symbol.asyncIterator]()
	const first = await blocks.next()
	const sort = fileSortOf(first.value ?? new Uint8Array())
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			if (first.value) controller.enqueue(new Uint8Array(first.value))
		},
		async pull(controller) {
			const { done, value } = await blocks.next()
			if (done) controller.close()
			else controller.enqueue(new Uint8Array(value))
		},
		async cancel() {
			await blocks.return?.()
		},
	})
	return new Response(body, {
		headers: {
			...headers,
			'Content-Type': sort?.type ?? 'application/octet-stream',
			'Content-Length': String(bytes),
			// Whatever it holds, nothing in it runs in the name of the shop.
			'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
			'X-Content-Type-Options': 'nosniff',
			'X-Stream': 'yes',
		},
	})
}
