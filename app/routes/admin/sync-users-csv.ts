import type { LoaderFunctionArgs } from '@remix-run/node'
import { openUsers } from '../../flows/sync-setup/open-users.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'
import { readUserQuery } from './read-sync-users.ts'

/** An org has some thousands of users at most. */
const MOST = 20_000

/** The list as it is filtered, as a file. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, query] = [idOf(params['id']), readUserQuery(new URL(request.url).searchParams, MOST)]
	const page = connectionId && (await openUsers(db, staff, connectionId, { ...query, after: null }))
	if (!page) throw notFound()
	const t = fixedT(locale, 'sync')
	const head = ['there', 'email', 'atWork', 'here', 'how'].map((name) => t(`users.${name}`))
	const rows = page.rows.map(({ name, email, isActive, userName, isManual, userId }) => [
		...[name, email ?? '', t(isActive ? 'users.yes' : 'users.no'), userName ?? ''],
		userId === null && !isManual ? '' : t(isManual ? 'users.byHand' : 'users.byMail'),
	])
	return csvResponse('sync-users.csv', head, rows)
}
