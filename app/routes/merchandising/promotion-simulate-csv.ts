import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportSimulation } from '../../flows/merchandising/open-simulation.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idIn, idOf } from '../desk/read-form.ts'

const columns = [
	...(['order', 'placedOn', 'accountNumber', 'account', 'currency', 'touched', 'reason', 'given'] as const),
	...(['revenueBefore', 'revenueAfter', 'costBefore', 'costAfter', 'totalBefore', 'totalAfter', 'exact'] as const),
]

/** Every order of a simulation, touched or not and why. Amounts are in minor units, so that no sheet rounds them. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const simulationId = idIn(new URL(request.url).searchParams, 'run') ?? 0
	const rows = await exportSimulation(db, staff, { promotionId: idOf(params['id']) ?? 0, simulationId })
	if (!rows) throw notFound()
	const [t, tEngine] = [fixedT(locale, 'merchandising'), fixedT(locale, 'engine')]
	const yes = (is: boolean) => t(is ? 'simulate.yes' : 'simulate.no')
	const reasonOf = (reason: string | null) => {
		if (reason === null) return t('simulate.notAddressed')
		return reason.endsWith('_SHORT') && reason !== 'UNITS_SHORT' ? t(`simulate.short.${reason}`) : tEngine(`verdict.${reason}`)
	}
	const lines = rows.map((one) => [
		...[one.number, one.placedAt.toISOString().slice(0, 10), one.accountNumber, one.account, one.currency, yes(one.isTouched)],
		...[reasonOf(one.reason), one.savingMinor],
		...[one.revenueBeforeMinor, one.revenueAfterMinor, one.costBeforeMinor, one.costAfterMinor, one.totalBeforeMinor, one.totalAfterMinor, yes(one.isExact)],
	])
	return csvResponse(
		`simulation-${simulationId}.csv`,
		columns.map((column) => t(`simulate.column.${column}`)),
		lines.map((line) => line.map(String)),
	)
}
