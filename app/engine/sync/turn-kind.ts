/** Where a link's record stands on one side: under its name, under the name of its other kind, or nowhere. */
export type Standing = 'here' | 'other' | 'gone'

export type KindCase = {
	crm: Standing
	ma: Standing
	/** The link rests because the kinds differ. */
	isResting: boolean
	/** Whether a mapping joins the other kinds of both sides. */
	hasMapping: boolean
}

/**
 * What becomes of a link whose record is of another kind now, as a company that became a person (app/decisions/0427). `moves`: both sides changed it, and the link goes
 * to the mapping of their new kind with them; `differs`: one did, and nothing travels until the other does too or the first changes it back; `returns`: it was changed
 * back. Null: no kind was changed; a record that is gone is not this rule's.
 */
export function turnKind({ crm, ma, isResting, hasMapping }: KindCase): 'moves' | 'differs' | 'returns' | null {
	if (crm === 'gone' || ma === 'gone') return null
	if (crm === 'here' && ma === 'here') return isResting ? 'returns' : null
	return crm === ma && hasMapping ? 'moves' : 'differs'
}
