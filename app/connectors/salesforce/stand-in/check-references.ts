import { type RowError, rowError } from './api-error.ts'
import type { ObjectDef } from './define.ts'
import { findRow, type Org, objectOfId, type Values } from './org.ts'

/** A reference must name a record of the right object, that is there; an owner must be somebody who still works there. */
export function checkReferences(org: Org, { fields, label, name: object }: ObjectDef, read: Readonly<Values>, values: Readonly<Values>): RowError[] {
	for (const [name, id] of Object.entries(read)) {
		const field = fields.get(name)
		if (field?.type !== 'reference' || typeof id !== 'string') continue
		const to = objectOfId(org, id)
		if (!to || !field.referenceTo.includes(to)) {
			return [rowError('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [name])]
		}
		const row = findRow(org, to, id)
		if (!row) return [rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')]
		if (row.deletedAt !== null) return [rowError('ENTITY_IS_DELETED', 'entity is deleted')]
		if (name === 'OwnerId' && to === 'User' && row.values['IsActive'] === false) {
			return [rowError('INACTIVE_OWNER_OR_USER', `operation performed with inactive user [${id.slice(0, 15)}] as owner of ${label.toLowerCase()}`)]
		}
	}
	const isSaid = Boolean(values['LeadId']) || Boolean(values['ContactId'])
	if (object === 'CampaignMember' && (!isSaid || (Boolean(read['LeadId']) && Boolean(read['ContactId'])))) {
		return [rowError('FIELD_INTEGRITY_EXCEPTION', 'Must specify either a lead or a contact', ['LeadId', 'ContactId'])]
	}
	return []
}
