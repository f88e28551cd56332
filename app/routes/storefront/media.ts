import type { LoaderFunctionArgs } from '@remix-run/node'
import { fileSortOf } from '../../platform/file-sort.ts'
import { notFound } from '../../platform/responses.ts'
import { admitToFile, privately } from './read-file-reader.ts'

/** A file that was uploaded for a product, by its digest; it never changes under its address. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { files } = context.house.connectors
	const key = params['key'] ?? ''
	if (!/^[0-9a-f]{64}$/.test(key)) throw notFound()
	await admitToFile({ request, context }, `/media/${key}`)
	const etag = `"${key.slice(0, 22)}"`
	if (request.headers.get('If-None-Match') === etag) return new Response(null, { status: 304, headers: { ...privately, ETag: etag } })
	const bytes = await files.sizeOf(key)
	if (bytes === null) throw notFound()
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
			...privately,
			'Content-Type': sort?.type ?? 'application/octet-stream',
			'Content-Length': String(bytes),
			// Whatever it holds, nothing in it runs in the name of the shop.
			'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
			'X-Content-Type-Options': 'nosniff',
			'X-Stream': 'yes',
			ETag: etag,
		},
	})
}
