import type { LoaderFunctionArgs } from '@remix-run/node'
import { openRejects, type Reject } from '../../flows/exchange/open-rejects.ts'
import { csvLine, streamResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { rejectWords } from '../../ui/merchandising/reject-words.ts'
import { idOf } from '../desk/read-form.ts'

/** The refused rows of a run: where they stood, why, what would help, and the rows as they were. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const rejects = await openRejects(db, staff, idOf(params['id']) ?? 0, 'marketing')
	if (!rejects) throw notFound()
	const name = rejects.fileName.replace(/\.(csv|tsv|txt)?(\.gz)?$/, '')
	return streamResponse(`${name}.rejects.csv`, 'text/csv; charset=utf-8', linesOf(rejects.pages, fixedT(locale, 'exchange')))
}

async function* linesOf(pages: AsyncGenerator<Reject[]>, t: ReturnType<typeof fixedT>): AsyncGenerator<string> {
	let names: string[] | null = null
	yield '\uFEFF'
	for await (const page of pages) {
		if (!names) {
			names = page[0]?.cells.map(([column]) => column) ?? []
			yield csvLine([t('reasons.row'), t('reasons.why'), t('reasons.remedy'), ...names])
		}
		const lines = page.map(({ row, reason, cells }) => {
			const { message, remedy } = rejectWords(t, reason)
			return csvLine([String(row), message, remedy, ...cells.map(([, cell]) => cell)])
		})
		yield lines.join('')
	}
}
