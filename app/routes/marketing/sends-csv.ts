import type { LoaderFunctionArgs } from '@remix-run/node'
import { openSends } from '../../flows/marketing/open-marketing-room.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readSendFilter } from './read-send-filter.ts'

/** Far above what one house sends. */
const ALL = 100_000

/** The sends as they are filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'marketing')
	const { sends } = await openSends(db, staff, { ...readSendFilter(new URL(request.url).searchParams, ALL), after: null })
	const head = [
		t('sends.name'),
		t('sends.segment'),
		t('sends.status'),
		t('sends.mailed'),
		t('sends.skipped'),
		t('sends.opened'),
		t('sends.clicked'),
		t('sends.sentAt'),
	]
	return csvResponse(
		'sends.csv',
		head,
		sends.map((one) => [
			...[one.name, one.segment ?? '', t(`sendStatus.${one.status}`), String(one.mailed), String(one.skipped), String(one.opened), String(one.clicked)],
			one.sentAt?.toISOString() ?? '',
		]),
	)
}
