import type { LoaderFunctionArgs } from '@remix-run/node'
import { noteOpen } from '../../flows/marketing/note-open.ts'
import { actAsHouse, readVisitor } from '../../platform/session.server.ts'
import { asksNotToBeFollowed } from '../../platform/visitor.server.ts'

/** One transparent dot. */
const dot = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

const isAhead = ({ headers }: Request) =>
	/prefetch|preview/i.test(['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => headers.get(name) ?? '').join(' '))

/** The picture of a mail: the same dot for every token, known or not, and no cookie. The house's own people count for nobody, nor who asks not to be followed. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { house } = context
	const { db, at, secrets } = house
	const { staff } = await readVisitor(request, context)
	if (!staff && !asksNotToBeFollowed(request)) {
		actAsHouse(house)
		const userAgent = (request.headers.get('user-agent') ?? '').slice(0, 500)
		await noteOpen(db, { token: params['token'] ?? '', secrets, at }, { userAgent, takesBytes: request.method === 'GET', isAhead: isAhead(request) })
	}
	return new Response(dot, {
		headers: {
			'Content-Type': 'image/gif',
			'Content-Length': String(dot.length),
			'Cache-Control': 'private, no-store, max-age=0',
			'Referrer-Policy': 'no-referrer',
		},
	})
}
