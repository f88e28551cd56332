import type { LoaderFunctionArgs } from '@remix-run/node'
import { notFound } from '../../platform/responses.ts'
import { admitToFile, privately } from './read-file-reader.ts'

/** A drawing that came with the house: whoever may not see its product is told that there is none. The server puts the file in. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const name = params['name'] ?? ''
	if (!/^[a-z0-9][a-z0-9.-]{0,120}$/.test(name)) throw notFound()
	const path = `/images/products/${name}`
	await admitToFile({ request, context }, path)
	return new Response(null, { headers: { ...privately, 'X-Send-File': path } })
}
