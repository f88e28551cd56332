import type { LoaderFunctionArgs } from '@remix-run/node'
import { openCertificateFile } from '../../flows/tax/open-certificate-file.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor, requireShopper } from '../../platform/session.server.ts'
import { sendFile } from '../storefront/send-file.ts'

/** The paper of an exemption certificate, for its own account and for the house; for everybody else there is none. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, connectors } = context.house
	const { shopper, staff } = await readVisitor(request, context)
	const isStaff = staff !== null && shopper === null
	if (isStaff) actAsHouse(context.house)
	const reader = isStaff ? { staff } : { shopper: await requireShopper(request, context) }
	const id = params['id'] ?? ''
	const file = /^\d{1,15}$/.test(id) ? await openCertificateFile(db, reader, Number(id)) : null
	const headers = { 'Cache-Control': 'private, no-store', 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file?.name ?? '')}` }
	const sent = file && (await sendFile(connectors.files, file.key, headers))
	if (!sent) throw notFound()
	return sent
}
