import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportSourceCampaigns } from '../../flows/marketing/open-source-campaigns.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readSourceFilter } from '../../ui/crm/read-source-form.ts'
import { money } from '../../ui/format/money.ts'

const PAGE = 5000

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'crm')
	const head = [t('field.name'), t('object.campaign'), t('field.startsOn'), t('field.endsOn'), t('sources.cost'), t('sources.people'), t('sources.follows')]
	return csvStream('source-campaigns.csv', head, exportSourceCampaigns(db, staff, readSourceFilter(new URL(request.url).searchParams, PAGE)), (campaigns) =>
		campaigns.map((one) => [
			...[one.name, one.crmName, one.startsOn, one.endsOn],
			one.costMinor !== null && one.currency ? money(one.costMinor, one.currency, locale) : null,
			one.people,
			t(one.syncsMembers ? 'sources.followsOn' : 'sources.followsOff'),
		]),
	)
}
