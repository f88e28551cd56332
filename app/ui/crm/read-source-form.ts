const wordIn = (form: FormData | URLSearchParams, name: string, most = 120) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim().slice(0, most) : ''
}
const idOf = (text: string) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)
const MOST_TYPED = 500

/** The list as its address asks for it; anything unknown counts as not said. */
export function readSourceFilter(search: URLSearchParams, limit = 40) {
	return {
		text: wordIn(search, 'q', 100) || null,
		connected: (['yes', 'no'] as const).find((one) => one === search.get('connected')) ?? null,
		after: idOf(wordIn(search, 'after', 15)),
		limit,
	}
}

/** What a marketer does with a source campaign; null: nothing that is known. */
export function readSourceEdit(form: FormData) {
	const act = form.get('act')
	const [name, crmCampaignId, prospectId] = [wordIn(form, 'name'), idOf(wordIn(form, 'crmCampaignId')), idOf(wordIn(form, 'prospectId'))]
	if (act === 'create') return { act, name, crmCampaignId } as const
	if (act === 'rename') return { act, name } as const
	if (act === 'connect') return crmCampaignId === null ? ({ act: 'disconnect' } as const) : ({ act, crmCampaignId } as const)
	if (act === 'disconnect') return { act } as const
	if (act === 'members') return { act, follows: form.get('follows') === 'on' } as const
	if (act === 'remove') return prospectId === null ? null : ({ act, prospectId } as const)
	if (act !== 'add') return null
	const emails = wordIn(form, 'emails', 20_000).split(/[\s,;]+/)
	return { act, emails: emails.filter((one) => one !== '').slice(0, MOST_TYPED) } as const
}
