import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportCrmCampaigns } from '../../flows/crm/open-crm-campaigns.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readCampaignFilter } from '../../ui/crm/read-campaign-form.ts'
import { money } from '../../ui/format/money.ts'

const PAGE = 5000

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'crm')
	const head = [
		...['code', 'name', 'kind', 'status', 'startsOn', 'endsOn'].map((name) => t(`field.${name}`)),
		t('campaigns.members'),
		t('campaigns.responded'),
		t('field.actualCost'),
	]
	return csvStream('campaigns.csv', head, exportCrmCampaigns(db, staff, readCampaignFilter(new URL(request.url).searchParams, PAGE)), (campaigns) =>
		campaigns.map((one) => [
			...[one.code, one.name, t(`campaigns.kind.${one.kind}`), t(`campaigns.status.${one.status}`), one.startsOn, one.endsOn, one.members, one.responded],
			money(one.actualCostMinor, one.currency, locale),
		]),
	)
}
