import { type RowError, rowError } from './api-error.ts'
import { findRow, type Org, put, type Row, type Values } from './org.ts'

// Members of a campaign stand at one of its own steps (`CampaignMemberStatus`). Each campaign is born with two; one is its default, and whoever is
// put to a step that it does not have stands at that one instead, without a word.

const steps = 'CampaignMemberStatus'

const stepsOf = (org: Org, campaign: Values[string]): Row[] =>
	[...(org.rows.get(steps)?.values() ?? [])].filter(({ values, deletedAt }) => deletedAt === null && values['CampaignId'] === campaign)

/** What the org makes of a member: one reference to whom it is, the step where it stands, and whether that counts as an answer. */
export function deriveMember(org: Org, object: string, values: Values): Values {
	if (object !== 'CampaignMember') return values
	const all = stepsOf(org, values['CampaignId'] ?? null)
	const step = all.find((one) => one.values['Label'] === values['Status']) ?? all.find((one) => one.values['IsDefault'] === true)
	return {
		...values,
		LeadOrContactId: values['ContactId'] ?? values['LeadId'] ?? null,
		Status: step?.values['Label'] ?? values['Status'] ?? null,
		HasResponded: step?.values['HasResponded'] === true,
	}
}

/** A campaign is born with its two steps; a new default takes it from the old one. */
export function followCampaign(org: Org, { id, object, values }: Row, isNew: boolean): void {
	if (object === 'Campaign' && isNew) {
		put(org, steps, { CampaignId: id, Label: 'Sent', SortOrder: '1', IsDefault: true, HasResponded: false })
		put(org, steps, { CampaignId: id, Label: 'Responded', SortOrder: '2', IsDefault: false, HasResponded: true })
	}
	if (object !== steps || values['IsDefault'] !== true) return
	for (const other of stepsOf(org, values['CampaignId'] ?? null))
		if (other.id !== id && other.values['IsDefault'] === true) org.rows.get(steps)?.set(other.id, { ...other, values: { ...other.values, IsDefault: false } })
}

/** A label and a place are once in a campaign, and one step at least counts as an answer. */
export function checkStep(org: Org, object: string, values: Readonly<Values>, own: string | null): RowError | null {
	if (object !== steps) return null
	const others = stepsOf(org, values['CampaignId'] ?? null).filter(({ id }) => id !== own)
	for (const name of ['Label', 'SortOrder'])
		if (others.some((one) => one.values[name] === values[name])) return rowError('DUPLICATE_VALUE', `duplicate value found: ${name}`, [name])
	if (![values, ...others.map((one) => one.values)].some((one) => one['HasResponded'] === true))
		return rowError('FIELD_INTEGRITY_EXCEPTION', 'At least one status must count as responded.', ['HasResponded'])
	return null
}

/** Neither the default nor a step where somebody stands goes away. */
export function keepsStep(org: Org, { object, values }: Row): RowError | null {
	if (object !== steps) return null
	const campaign = findRow(org, 'Campaign', String(values['CampaignId']))
	if (!campaign || campaign.deletedAt !== null) return null
	const isUsed = [...(org.rows.get('CampaignMember')?.values() ?? [])].some(
		(one) => one.deletedAt === null && one.values['CampaignId'] === campaign.id && one.values['Status'] === values['Label'],
	)
	return isUsed || values['IsDefault'] === true ? rowError('DELETE_FAILED', 'This status is the default or in use and cannot be deleted.') : null
}

/** What a task may be about: of a lead nothing else besides. */
export function checkTask(object: string, { WhoId, WhatId }: Readonly<Values>): RowError | null {
	if (object !== 'Task' || !WhatId || !String(WhoId ?? '').startsWith('00Q')) return null
	return rowError('FIELD_INTEGRITY_EXCEPTION', 'Related To ID: a task of a lead is related to nothing else', ['WhoId'])
}
