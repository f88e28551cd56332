import type { LoaderFunctionArgs } from '@remix-run/node'
import { readOneMail } from '../flows/mail/read-mailbox.ts'
import { pdfResponse } from '../platform/pdf/pdf-response.ts'
import { notFound } from '../platform/responses.ts'
import { actAsHouse } from '../platform/session.server.ts'
import { writeAttachment } from './mail-attachment.server.ts'

/** What goes with a mail of a trial. Not there in production. */
export async function loader({ params, context }: LoaderFunctionArgs) {
	const { db, connectors } = context.house
	const id = Number(params['id'])
	actAsHouse(context.house)
	const mail = connectors.email?.isReadable && Number.isSafeInteger(id) ? await readOneMail(db, id) : null
	const attachment = mail?.attachments.find(({ name }) => name === params['file'])
	const bytes = mail && attachment ? await writeAttachment(db, attachment, mail.locale) : null
	if (!attachment || !bytes) throw notFound()
	return pdfResponse(attachment.name, bytes)
}
