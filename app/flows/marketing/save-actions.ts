import type { Tx } from '../../../db/client.server.ts'
import {
	type ActionFor,
	claimActions,
	deleteListMembers,
	deleteProspectTags,
	insertCampaignMembers,
	insertEnrolments,
	insertListMembers,
	insertPoints,
	insertProspectNotice,
	insertProspectTags,
	insertProspectTasks,
	insertTag,
	insertWaitingMembers,
	readProspectDef,
	readToldProspects,
	updateField,
	updateOwnField,
	updateSourceCampaign,
} from '../../../db/queries/marketing-action.ts'
import { forgetDeleted } from '../../../db/queries/sync-why.ts'
import { type AssignTo, isOwnField, type MarketingAction, type OwnField } from '../../engine/marketing/action.ts'
import { ownValue } from '../../engine/marketing/own-field.ts'
import { saveAssignment } from '../crm/save-assignment.ts'
import { saveEvents } from '../event/save-events.ts'

export type ActionOrder = {
	prospectIds: readonly number[]
	actions: readonly MarketingAction[]
	/** Shown to people: `form:12`, `rule:3`, `program:4`. */
	cause: string
	/** What is done once: under the same key a person is acted on once, for ever. */
	sourceKey: string
	at: Date
	/** Whose hand it was; null: the house's own. */
	actor: { userId: number | null }
}

/**
 * Does the actions in their order (sync-core.md B14), each once per `sourceKey` and person. At most three statements for
 * each action however many people, ten for an assignment; a call costs as many as its actions ask for. Answers how many people were acted on.
 */
export async function saveActions(tx: Tx, { prospectIds, actions, cause, sourceKey, at, actor }: ActionOrder): Promise<number> {
	if (prospectIds.length === 0 || actions.length === 0) return 0
	const act: ActionFor = { prospectIds, cause, sourceKey, at, userId: actor.userId }
	const fresh = await claimActions(tx, act)
	if (fresh.length === 0) return 0
	for (const [place, action] of actions.entries()) await perform(tx, { ...act, prospectIds: fresh }, action, place)
	return fresh.length
}

async function perform(tx: Tx, act: ActionFor, action: MarketingAction, place: number): Promise<void> {
	switch (action.kind) {
		case 'list_add':
			return await insertListMembers(tx, act, action.listId)
		case 'list_remove':
			return await deleteListMembers(tx, act, action.listId)
		case 'tag_add':
			await insertTag(tx, act, action.tag)
			return await insertProspectTags(tx, act, action.tag)
		case 'tag_remove':
			return await deleteProspectTags(tx, act, action.tag)
		case 'score':
			return await insertPoints(tx, act, place, action.points)
		case 'field':
			return isOwnField(action.field) ? await writeOwn(tx, act, action.field, action.value) : await updateField(tx, act, action.field, action.value)
		case 'campaign_member':
			await insertCampaignMembers(tx, act, action.crmCampaignId, action.status)
			return await insertWaitingMembers(tx, act, action.crmCampaignId, action.status)
		case 'source_campaign':
			return await updateSourceCampaign(tx, act, action.campaignId)
		default:
			return await tellSomebody(tx, act, action, place)
	}
}

/** A field that the house has no more, or a value that it does not take any more, is left as it is. */
async function writeOwn(tx: Tx, act: ActionFor, field: OwnField, value: string | null): Promise<void> {
	const def = await readProspectDef(tx, act, field.slice('custom.'.length))
	const judged = def && ownValue(def, value)
	if (def && judged?.ok) await updateOwnField(tx, act, def.name, judged.value)
}

type Telling = Extract<MarketingAction, { kind: 'assign' | 'task' | 'notify' | 'webhook' | 'enrol' | 'allow_recreate' }>

async function tellSomebody(tx: Tx, act: ActionFor, action: Telling, place: number): Promise<void> {
	switch (action.kind) {
		case 'task':
			return await insertProspectTasks(tx, act, place, action)
		case 'notify':
			return await insertProspectNotice(tx, act, place, action.userId)
		case 'enrol':
			return await insertEnrolments(tx, act, action.programId)
		case 'allow_recreate':
			return await forgetDeleted(tx, act.prospectIds, { actor: act.userId === null ? act.cause : `user:${act.userId}`, at: act.at })
		case 'webhook':
			return await saveCall(tx, act, action.url, place)
		case 'assign':
			return await assign(tx, act, action.to, place)
	}
}

async function assign(tx: Tx, { prospectIds, cause, sourceKey, at, userId }: ActionFor, to: AssignTo, place: number): Promise<void> {
	await saveAssignment(tx, { prospectIds, to, cause, sourceKey: `${sourceKey}:${place}`, at, actor: userId === null ? null : { userId } })
}

/** So many people go into one call of an outside system. */
const calledAtOnce = 200

async function saveCall(tx: Tx, { at, cause, sourceKey, ...act }: ActionFor, url: string, place: number): Promise<void> {
	const people = await readToldProspects(tx, act)
	const parts = Array.from({ length: Math.ceil(people.length / calledAtOnce) }, (_, part) => people.slice(part * calledAtOnce, (part + 1) * calledAtOnce))
	await saveEvents(
		tx,
		parts.map((prospects, part) => ({
			topic: 'prospect.told',
			subject: `call:${sourceKey}:${place}`,
			payload: { url, cause, key: `${sourceKey}:${place}:${part}`, prospects },
			occurredAt: at,
		})),
	)
}
