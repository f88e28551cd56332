import type { ActionFunctionArgs } from '@remix-run/node'
import { takeFile } from '../../flows/capture/take-file.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor } from '../../platform/session.server.ts'
import { keepVisitor, mayFollow, newVisitorId, readVisitorId } from '../../platform/visitor.server.ts'
import { sendFile } from '../storefront/send-file.ts'

/** Asked for without the button, as when its address is kept. */
export function loader(): never {
	throw notFound()
}

/** The page of the link says what became of it, and what to do. */
const gone = (token: string) =>
	new Response(`<!doctype html><title>404</title><meta http-equiv="refresh" content="0;url=/d/${encodeURIComponent(token)}">`, {
		status: 404,
		headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
	})

/** A person takes the file. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { house } = context
	const { db, at, secrets, connectors } = house
	const token = params['token'] ?? ''
	const { staff } = await readVisitor(request, context)
	const isFollowed = !staff && (await mayFollow(request, house))
	const visitor = isFollowed ? { id: (await readVisitorId(request, house)) ?? newVisitorId(), newId: newVisitorId() } : null
	actAsHouse(house)
	const taken = await takeFile(db, { token, secrets, at }, { visitor, isCounted: !staff })
	if (!taken) return gone(token)
	const { file, visitorId } = taken
	const name = file.fileName.replaceAll(/[^\w.-]/g, '_')
	const headers = { 'Content-Disposition': `attachment; filename="${name}"`, 'Cache-Control': 'private, no-store' }
	const sent = await sendFile(connectors.files, file.fileKey, visitorId === null ? headers : { ...headers, 'Set-Cookie': await keepVisitor(house, visitorId) })
	if (!sent) throw notFound()
	return sent
}
