import type { LoaderFunctionArgs } from '@remix-run/node'
import { mayOpenFile } from '../../flows/catalog/open-file.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor, shopperOrGuest } from '../../platform/session.server.ts'
import { verify } from '../../platform/signing.server.ts'

/** Lets those through who may have the file at `url`: by what they may see, as the house's own, or by a link of the house that says this very file. */
export async function admitToFile({ request, context }: Pick<LoaderFunctionArgs, 'request' | 'context'>, url: string): Promise<void> {
	const { db, secrets, at } = context.house
	const signed = new URL(request.url).searchParams.get('s')
	if (signed !== null && verify(signed, { purpose: 'document', secrets, at }) === url) return
	const { shopper, staff } = await readVisitor(request, context)
	if (staff && !shopper) actAsHouse(context.house)
	const reader = staff && !shopper ? { staff } : { shopper: await shopperOrGuest(request, context) }
	if (!(await mayOpenFile(db, reader, url))) throw notFound()
}

/** What such a file is answered with: kept by the reader's own browser for an hour, and by nobody between. */
export const privately = { 'Cache-Control': 'private, max-age=3600', Vary: 'Cookie' }
