import { changeCampaign, saveCampaign } from '../../flows/crm/change-campaign.ts'
import { importMembers } from '../../flows/crm/import-members.ts'
import type { StaffMember } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import { readCustomValues } from '../../ui/crm/custom-values.tsx'
import { readCampaignEdit, readCampaignForm } from '../../ui/crm/read-campaign-form.ts'
import { givenFile } from '../desk/read-given-file.ts'

/** What a form of the campaign's page asks for, done; what was typed goes back with a refusal. Null: nothing that is known. */
export async function answerCampaign({ db, at, requestId }: House, staff: StaffMember, { id, form }: { id: number | null; form: FormData }) {
	const act = form.get('act')
	if (id === null) return null
	if (act === 'save') {
		const [wish, typed] = [readCampaignForm(form), readCustomValues(form)]
		const saved = await saveCampaign(db, staff, { id, wish, typed, requestId, at })
		return saved?.ok ? saved : saved && { ...saved, wish, typed }
	}
	const edit = act === 'import' ? null : readCampaignEdit(form)
	const done =
		act === 'import'
			? await importMembers(db, staff, { campaignId: id, file: givenFile(form), requestId, at })
			: edit && (await changeCampaign(db, staff, { id, edit, requestId, at }))
	return done?.ok ? done : done && { ...done, wish: null, typed: null }
}
