import type { LoaderFunctionArgs } from '@remix-run/node'
import { notFound } from '../../platform/responses.ts'
import { admitToFile, privately } from './read-file-reader.ts'
import { sendFile } from './send-file.ts'

/** A file that was uploaded for a product, by its digest; it never changes under its address. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { files } = context.house.connectors
	const key = params['key'] ?? ''
	if (!/^[0-9a-f]{64}$/.test(key)) throw notFound()
	await admitToFile({ request, context }, `/media/${key}`)
	const etag = `"${key.slice(0, 22)}"`
	if (request.headers.get('If-None-Match') === etag) return new Response(null, { status: 304, headers: { ...privately, ETag: etag } })
	const sent = await sendFile(files, key, { ...privately, ETag: etag })
	if (!sent) throw notFound()
	return sent
}
