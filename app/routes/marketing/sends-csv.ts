import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportSends } from '../../flows/marketing/open-marketing-room.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readSendFilter } from './read-send-filter.ts'

const PAGE = 5000

/** The sends as they are filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'marketing')
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
	return csvStream('sends.csv', head, exportSends(db, staff, readSendFilter(new URL(request.url).searchParams, PAGE)), (sends) =>
		sends.map((one) => [one.name, one.segment, t(`sendStatus.${one.status}`), one.mailed, one.skipped, one.opened, one.clicked, one.sentAt]),
	)
}
