import { type RowError, rowError } from './api-error.ts'
import { type Org, type Row, seen, type Values } from './org.ts'

/** A person is once in a campaign. */
export function checkMember(org: Org, object: string, { CampaignId, LeadId, ContactId }: Readonly<Values>): RowError | null {
	if (object !== 'CampaignMember') return null
	for (const { values, deletedAt } of org.rows.get(object)?.values() ?? []) {
		const isSame = values['CampaignId'] === CampaignId && (LeadId ? values['LeadId'] === LeadId : values['ContactId'] === ContactId)
		if (isSame && deletedAt === null) return rowError('DUPLICATE_VALUE', 'Already a campaign member.')
	}
	return null
}

/** The org's duplicate rule: the same address and the same name. It warns, so a caller may insist (`allowSave`). */
export function checkDuplicates(org: Org, object: string, values: Readonly<Values>): RowError | null {
	if (!org.duplicateRules.has(object) || !mailIn(values)) return null
	const told = fingerprint(values)
	const matches = [...(org.rows.get(object)?.values() ?? [])].filter((row) => isThere(org, row) && fingerprint(row.values) === told)
	if (matches.length === 0) return null
	const matchRecords = matches.map(({ id }) => ({
		...{ additionalInformation: [], fieldDiffs: [], matchConfidence: 100 },
		record: { attributes: { type: object, url: `/services/data/v62.0/sobjects/${object}/${id}` }, Id: id },
	}))
	const matchResults = [
		{
			entityType: object,
			errors: [],
			matchEngine: 'FuzzyMatchEngine',
			matchRecords,
			rule: `Standard_${object}_Match_Rule_v1_1`,
			size: matches.length,
			success: true,
		},
	]
	const duplicateResult = {
		allowSave: true,
		duplicateRule: `Standard_${object}_Duplicate_Rule`,
		duplicateRuleEntityType: object,
		errorMessage: 'Use one of these records?',
		matchResults,
	}
	return { ...rowError('DUPLICATES_DETECTED', 'Use one of these records?'), duplicateResult }
}

const isThere = (org: Org, row: Row) => row.deletedAt === null && row.values['IsConverted'] !== true && seen(org, row) !== null

const fingerprint = (values: Readonly<Values>) => [mailIn(values), values['LastName'], values['FirstName'] ?? ''].join('|').toLowerCase()

const mailIn = (values: Readonly<Values>) => values['Email'] ?? values['PersonEmail'] ?? null
