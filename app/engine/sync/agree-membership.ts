/**
 * One person in one campaign, as both sides have her. `agreed`: both had her as a member when they were last alike. `waits`: marketing put
 * her in while the CRM side did not know her. `isKnown`: it knows her now. `follows`: members of this campaign go both ways.
 */
export type Membership = { crm: boolean; ma: boolean; agreed: boolean; waits: boolean; isKnown: boolean; follows: boolean }

export type MembershipTurn = { crm: 'add' | 'remove' | null; ma: 'add' | 'remove' | null; agreed: boolean; applies: boolean }

/**
 * What makes both sides alike (sync-core.md A39, B13): whoever was added on either side is added on the other, whoever was removed is
 * removed, and the base tells the two apart; so what we wrote ourselves is nothing new when it is seen again. Somebody whom the CRM side
 * does not know waits. Where members do not follow each other, only what waited is applied.
 *
 * Law: the turn applied, a second look changes nothing.
 */
export function agreeMembership({ crm, ma, agreed, waits, isKnown, follows }: Membership): MembershipTurn {
	const applies = waits && isKnown
	const isWished = ma || applies
	if (!follows) return { crm: applies && !crm ? 'add' : null, ma: null, agreed: false, applies }
	if (crm && isWished) return { crm: null, ma: ma ? null : 'add', agreed: true, applies }
	if (crm) return agreed ? { crm: 'remove', ma: null, agreed: false, applies } : { crm: null, ma: 'add', agreed: true, applies }
	if (!isWished) return { crm: null, ma: null, agreed: false, applies }
	// Her record went, not her membership.
	if (!isKnown) return { crm: null, ma: null, agreed: false, applies }
	if (agreed && !applies) return { crm: null, ma: 'remove', agreed: false, applies }
	return { crm: 'add', ma: ma ? null : 'add', agreed: true, applies }
}
