import { longReference } from '../../engine/sync/long-reference.ts'
import type { SyncValue } from '../../engine/sync/types.ts'
import type { Described } from './shape.ts'

/**
 * A member of a campaign is a lead or a contact, named in one of two fields when it is made and read in a third that only shows which
 * (`LeadOrContactId`). To the core it is one reference to either, said once.
 */
const table = 'CampaignMember'
const person = 'LeadOrContactId'

/** Objects to which no field of ours can be added. */
export const keyless: readonly string[] = ['CampaignMemberStatus']

export function memberView(described: Described | null): Described | null {
	if (described?.name !== table) return described
	const fields = described.fields.flatMap((field) => {
		if (field.name === 'LeadId' || field.name === 'ContactId') return []
		return [field.name === person ? { ...field, createable: true, nillable: false, defaultedOnCreate: false } : field]
	})
	return { ...described, fields }
}

/** A new member as the org takes it: an id begins with what it is the id of. */
export function memberValues(object: string, values: Readonly<Record<string, SyncValue>>): Readonly<Record<string, SyncValue>> {
	const { [person]: id, ...others } = values
	if (object !== table || typeof id !== 'string') return values
	return { ...others, [longReference(id).startsWith('00Q') ? 'LeadId' : 'ContactId']: id }
}
