import { type Result, refusal, refused } from '../base/refusal.ts'

/** What a person account is called: as she is. */
export const nameOfPerson = ({ firstName = '', lastName = '' }: { firstName?: string; lastName?: string }) => `${firstName} ${lastName}`.trim()

export type AccountShape = { isPerson: boolean; people: readonly string[]; hasFamily: boolean }
export type KindWish = { to: 'company'; name: string } | { to: 'person' }

/**
 * What becomes of an account that is one person and not a company from now on, or a company that she works for (decision 0445);
 * the one takes back the other. Answers its name. Refuses `COMPANY_NAME_MISSING`, `ACCOUNT_PEOPLE` where others are there or
 * nobody is, `ACCOUNT_FAMILY` for a company with others above, below or billed together.
 */
export function decideKind(wish: KindWish, { people, hasFamily }: AccountShape): Result<{ isPerson: boolean; name: string }> {
	if (wish.to === 'company') return wish.name === '' ? refused(refusal('COMPANY_NAME_MISSING')) : { ok: true, isPerson: false, name: wish.name }
	const [name, ...others] = people
	if (name === undefined || others.length > 0) return refused(refusal('ACCOUNT_PEOPLE', { count: people.length }))
	return hasFamily ? refused(refusal('ACCOUNT_FAMILY')) : { ok: true, isPerson: true, name }
}
