import { type RowError, rowError } from './api-error.ts'
import type { ObjectDef } from './define.ts'
import { findRow, type Org, objectOfId, type Values } from './org.ts'

/** `isOurs`: it is the connected user who writes. */
type Referring = { read: Readonly<Values>; values: Readonly<Values>; isOurs: boolean }

/** A reference must name a record of the right object, that is there and that whoever writes may see; an owner must be somebody who still works there. */
export function checkReferences(org: Org, { fields, label, name: object }: ObjectDef, { read, values, isOurs }: Referring): RowError[] {
	for (const [name, id] of Object.entries(read)) {
		const field = fields.get(name)
		if (field?.type !== 'reference' || typeof id !== 'string') continue
		if (!/^\w{15}(\w{3})?$/.test(id)) return [rowError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${id}`, [name])]
		const to = objectOfId(org, id)
		if (!to || !field.referenceTo.includes(to)) {
			return [rowError('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [name])]
		}
		const row = findRow(org, to, id)
		if (!row) return [rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')]
		if (isOurs && org.closed.has(row.id)) return [rowError('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id')]
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
