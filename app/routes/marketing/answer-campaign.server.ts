import { changeCampaign, saveCampaign } from '../../flows/crm/change-campaign.ts'
import { openCrmCampaign } from '../../flows/crm/open-crm-campaigns.ts'
import { stageImport } from '../../flows/exchange/stage-import.ts'
import type { StaffMember } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import { readCustomValues } from '../../ui/crm/custom-values.tsx'
import { readCampaignEdit, readCampaignForm } from '../../ui/crm/read-campaign-form.ts'
import { givenFile } from '../desk/read-given-file.ts'

/** What a form of the campaign's page asks for, done; what was typed goes back with a refusal. `runId`: a file waits to be tried. Null: nothing that is known. */
export async function answerCampaign(house: House, staff: StaffMember, { id, form }: { id: number | null; form: FormData }) {
	const { db, at, requestId } = house
	const act = form.get('act')
	if (id === null) return null
	if (act === 'save') {
		const [wish, typed] = [readCampaignForm(form), readCustomValues(form)]
		const saved = await saveCampaign(db, staff, { id, wish, typed, requestId, at })
		return saved?.ok ? { ...saved, runId: null } : saved && { ...saved, wish, typed }
	}
	if (act === 'import') return await stageMembers(house, staff, id, form)
	const edit = readCampaignEdit(form)
	const done = edit && (await changeCampaign(db, staff, { id, edit, requestId, at }))
	return done?.ok ? { ...done, runId: null } : done && { ...done, wish: null, typed: null }
}

/** A file whose rows are of this campaign, whether or not they say so. */
async function stageMembers({ db, at, connectors }: House, staff: StaffMember, id: number, form: FormData) {
	const page = await openCrmCampaign(db, staff, id, { search: null, afterId: 0 })
	if (!page) return null
	const { name, bytes } = givenFile(form)
	const wish = { fileName: name, bytes, kind: 'campaign-members', room: 'marketing' as const, constants: { campaign: page.campaign.code }, at }
	const staged = await stageImport(db, connectors.files, staff, wish)
	return staged.ok ? { ok: true as const, id, runId: staged.runId } : { ...staged, wish: null, typed: null }
}
