import type { LoaderFunctionArgs } from '@remix-run/node'
import { documentIn } from './contract/document.ts'

/** GET /api/v1/openapi.json: the document, in the asker's language. It holds nobody's data. */
export function loader({ context: { house } }: LoaderFunctionArgs): Response {
	return new Response(JSON.stringify(documentIn(house.locale, house.publicUrl)), {
		headers: {
			'Content-Type': 'application/vnd.oai.openapi+json;version=3.1',
			'Cache-Control': 'public, max-age=300',
			Vary: 'Accept-Language',
			'Content-Language': house.locale,
		},
	})
}
