/** By object and field. */
export const defaults: Readonly<Record<string, Readonly<Record<string, string | boolean>>>> = {
	Lead: { Status: 'Open - Not Contacted', IsConverted: false, HasOptedOutOfEmail: false, DoNotCall: false },
	Contact: { HasOptedOutOfEmail: false, DoNotCall: false },
	Campaign: { Status: 'Planned', IsActive: false },
	CampaignMemberStatus: { IsDefault: false, HasResponded: false },
	Task: { Status: 'Not Started', Priority: 'Normal' },
	Case: { Status: 'New', Priority: 'Medium' },
	OpportunityContactRole: { IsPrimary: false },
}

/** What the org says in a new record of this object that leaves the field blank. */
export const defaultOf = (object: string, field: string): string | boolean | undefined => defaults[object]?.[field]
