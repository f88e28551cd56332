import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportDeletion } from '../../flows/deletion/open-deletion.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'
import { readDeletedQuery } from './read-deletions.ts'

const PAGE = 5000

/** Each record of a deletion with its result, or with what would hinder it, as a file to its last row. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [id, query] = [idOf(params['id']), readDeletedQuery(new URL(request.url).searchParams, PAGE)]
	const file = id && (await exportDeletion(db, staff, { id, query, at }))
	if (!file) throw notFound()
	const [t, ofSync] = [fixedT(locale, 'deletion'), fixedT(locale, 'sync')]
	return csvStream(`deletion-${file.deletion.id}.csv`, [t('record'), t('mail'), t('object'), t('id'), t('standing'), t('reason')], file.pages, (rows) =>
		rows.map(({ object, recordId, name, mail, state, reason, plan }) => {
			const why = plan?.reason ?? reason
			return [name, mail, ofSync(`object.${object}`, { defaultValue: object }), recordId, t(`record_state.${state}`), why && t(`why.${why}`)]
		}),
	)
}
