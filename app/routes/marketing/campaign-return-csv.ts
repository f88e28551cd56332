import type { LoaderFunctionArgs } from '@remix-run/node'
import { openReturn } from '../../flows/crm/open-return.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readModel } from '../../ui/crm/campaign-return.tsx'
import { money } from '../../ui/format/money.ts'

/** What each campaign had of what was won, by the model that was asked for, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const t = fixedT(locale, 'crm')
	const rows = await openReturn(db, staff, readModel(new URL(request.url).searchParams))
	const head = [
		t('field.code'),
		t('field.name'),
		t('campaigns.members'),
		t('campaigns.responded'),
		t('return.opportunities'),
		t('return.won'),
		t('return.spent'),
		t('return.roi'),
	]
	return csvResponse(
		'campaign-return.csv',
		head,
		rows.map(({ code, name, members, responded, opportunities, wonMinor, spentMinor, currency, thousandths }) => [
			...[code, name, String(members), String(responded), String(opportunities), money(wonMinor, currency, locale), money(spentMinor, currency, locale)],
			thousandths === null ? t('return.none') : `${thousandths / 10} %`,
		]),
	)
}
