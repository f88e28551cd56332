/** What the stand-in knows of places: a few, so that every way of taxing occurs. Rates are shares of one. */
export type Jurisdiction = { country: string; region: string | null; jurisType: 'Country' | 'State' | 'City'; jurisName: string; rate: number; postal?: string }

export const jurisdictions: readonly Jurisdiction[] = [
	{ country: 'US', region: 'ND', jurisType: 'State', jurisName: 'NORTH DAKOTA', rate: 0.05 },
	{ country: 'US', region: 'ND', jurisType: 'City', jurisName: 'FARGO', rate: 0.025, postal: '5810' },
	{ country: 'US', region: 'MN', jurisType: 'State', jurisName: 'MINNESOTA', rate: 0.06875 },
	{ country: 'US', region: 'MN', jurisType: 'City', jurisName: 'MOORHEAD', rate: 0.005, postal: '56560' },
	{ country: 'US', region: 'SD', jurisType: 'State', jurisName: 'SOUTH DAKOTA', rate: 0.042 },
	{ country: 'US', region: 'IL', jurisType: 'State', jurisName: 'ILLINOIS', rate: 0.0625 },
	{ country: 'CA', region: null, jurisType: 'Country', jurisName: 'CANADA GST', rate: 0.05 },
	{ country: 'CA', region: 'QC', jurisType: 'State', jurisName: 'QUEBEC QST', rate: 0.09975 },
]

/** The tax codes it knows; `taxed` is where, null everywhere. */
export const taxCodes: Readonly<Record<string, { taxed: readonly string[] | null }>> = {
	P0000000: { taxed: null },
	PF050001: { taxed: ['MN', 'QC'] },
	FR020100: { taxed: ['MN', 'SD', 'QC'] },
	OH010000: { taxed: null },
}

/** How a region's postal codes begin; one that contradicts it is refused, as an address that nobody can place. */
export const postalOf: Readonly<Record<string, RegExp>> = { ND: /^58/, MN: /^5[56]/, SD: /^57/, IL: /^6[0-2]/, QC: /^[GHJ]/ }
