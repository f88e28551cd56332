import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportPriceBook } from '../../flows/merchandising/open-draft.ts'
import { csvResponse } from '../../platform/csv.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'

/** A price book as a file that can be imported again without loss; its head is in English, so that it is read in any language. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'merchandiser')
	const book = await exportPriceBook(context.house.db, staff, idOf(params['id']) ?? 0)
	if (!book) throw notFound()
	return csvResponse(`${book.code}.csv`, book.head, book.rows)
}
