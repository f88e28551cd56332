import { parseMinor } from '../base/money.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'

export const campaignKinds = ['email', 'event', 'advertising', 'social', 'partner', 'other'] as const
export const campaignStatuses = ['planned', 'in_progress', 'completed', 'aborted'] as const

/** A CRM campaign as it was typed; amounts in its currency. */
export type CampaignWish = {
	code: string
	name: string
	kind: string
	status: (typeof campaignStatuses)[number]
	budgetedCost: string
	actualCost: string
	expectedRevenue: string
	startsOn: string
	endsOn: string
	parentId: number | null
}

export type Campaign = {
	code: string
	name: string
	kind: string
	status: string
	budgetedCostMinor: number | null
	actualCostMinor: number
	expectedRevenueMinor: number | null
	startsOn: string | null
	endsOn: string | null
	parentId: number | null
}

export const isDay = (text: string) =>
	/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

/** Refuses `CAMPAIGN_CODE`, `CRM_NAME_MISSING`, `CAMPAIGN_AMOUNT` (facts: field), `CAMPAIGN_DAY` (facts: field), `CAMPAIGN_ENDS_BEFORE`. */
export function readCampaign(wish: CampaignWish, currency: string): Result<{ campaign: Campaign }> {
	const amounts = {
		budgetedCost: minorOf(wish.budgetedCost, currency),
		actualCost: minorOf(wish.actualCost, currency),
		expectedRevenue: minorOf(wish.expectedRevenue, currency),
	}
	const days = { startsOn: wish.startsOn, endsOn: wish.endsOn }
	const refusals: Refusal[] = [
		...(/^[A-Z0-9][A-Z0-9_-]{0,39}$/.test(wish.code) ? [] : [refusal('CAMPAIGN_CODE')]),
		...(wish.name === '' ? [refusal('CRM_NAME_MISSING')] : []),
		...Object.entries(amounts).flatMap(([field, minor]) => (minor === undefined ? [refusal('CAMPAIGN_AMOUNT', { field })] : [])),
		...Object.entries(days).flatMap(([field, day]) => (day === '' || isDay(day) ? [] : [refusal('CAMPAIGN_DAY', { field })])),
		...(wish.startsOn !== '' && wish.endsOn !== '' && wish.endsOn < wish.startsOn ? [refusal('CAMPAIGN_ENDS_BEFORE')] : []),
	]
	if (refusals.length > 0) return { ok: false, refusals }
	const { code, name, kind, status, parentId } = wish
	return {
		ok: true,
		campaign: {
			...{ code, name, kind, status, parentId, startsOn: wish.startsOn || null, endsOn: wish.endsOn || null },
			...{ budgetedCostMinor: amounts.budgetedCost ?? null, actualCostMinor: amounts.actualCost ?? 0, expectedRevenueMinor: amounts.expectedRevenue ?? null },
		},
	}
}

/** Null: nothing was said; undefined: it is no amount. */
function minorOf(text: string, currency: string): number | null | undefined {
	if (text === '') return null
	const minor = parseMinor(text, currency)
	return minor === null || minor < 0 ? undefined : minor
}

/** A step of a campaign's members, in the order in which automation moves them on. */
export type MemberStep = { status: string; hasResponded: boolean }

/** Refuses `STATUS_NONE`, `STATUS_TWICE`, and `STATUS_IN_USE` for one that members stand in and that is not there any more. */
export function checkSteps(steps: readonly MemberStep[], inUse: readonly string[]): Refusal[] {
	const names = steps.map(({ status }) => status)
	const twice = names.find((name, index) => names.indexOf(name) !== index)
	return [
		...(steps.length === 0 ? [refusal('STATUS_NONE')] : []),
		...(twice === undefined ? [] : [refusal('STATUS_TWICE', { status: twice })]),
		...inUse.filter((name) => !names.includes(name)).map((status) => refusal('STATUS_IN_USE', { status })),
	]
}
