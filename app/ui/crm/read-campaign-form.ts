import { type CampaignWish, campaignKinds, campaignStatuses, type MemberStep } from '../../engine/crm/campaign.ts'

const wordIn = (form: FormData | URLSearchParams, name: string, most = 120) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim().slice(0, most) : ''
}
const idOf = (text: string) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)
const MOST_STEPS = 20
const MOST_TYPED = 500

/** The list as its address asks for it; anything unknown counts as not said. */
export function readCampaignFilter(search: URLSearchParams, limit = 40) {
	return {
		text: wordIn(search, 'q', 100) || null,
		status: campaignStatuses.find((one) => one === search.get('status')) ?? null,
		kind: campaignKinds.find((one) => one === search.get('kind')) ?? null,
		after: idOf(wordIn(search, 'after', 15)),
		limit,
	}
}

/** A campaign as typed; a code is in capitals. */
export function readCampaignForm(form: FormData): CampaignWish {
	const amount = (name: string) =>
		wordIn(form, name, 20)
			.replaceAll(/[\s\u00a0\u202f]/g, '')
			.replace(',', '.')
	const kind = wordIn(form, 'kind')
	return {
		...{ code: wordIn(form, 'code', 40).toUpperCase(), name: wordIn(form, 'name'), kind: campaignKinds.find((one) => one === kind) ?? 'other' },
		...{ status: campaignStatuses.find((one) => one === form.get('status')) ?? 'planned', parentId: idOf(wordIn(form, 'parentId')) },
		...{ budgetedCost: amount('budgetedCost'), actualCost: amount('actualCost'), expectedRevenue: amount('expectedRevenue') },
		...{ startsOn: wordIn(form, 'startsOn', 10), endsOn: wordIn(form, 'endsOn', 10) },
	}
}

function stepsIn(form: FormData): MemberStep[] {
	const rows = Array.from({ length: MOST_STEPS }, (_, place) => ({
		status: wordIn(form, `step-${place}`, 60),
		hasResponded: form.get(`responded-${place}`) === 'on',
	}))
	return rows.filter(({ status }) => status !== '')
}

/** What a marketer does with steps and members; null: nothing that is known. */
export function readCampaignEdit(form: FormData) {
	const act = form.get('act')
	const memberId = idOf(wordIn(form, 'memberId'))
	if (act === 'steps') return { act, steps: stepsIn(form) } as const
	if (act === 'move') return memberId === null ? null : ({ act, memberId, status: wordIn(form, 'status', 60) } as const)
	if (act === 'remove') return memberId === null ? null : ({ act, memberId } as const)
	if (act !== 'add') return null
	const emails = wordIn(form, 'emails', 20_000).split(/[\s,;]+/)
	return { act, emails: emails.filter((one) => one !== '').slice(0, MOST_TYPED), status: wordIn(form, 'status', 60) || null } as const
}
