import { normaliseMail } from './mail.ts'

/** `isUs`: as whom the connection signs in there. */
export type OutsideUser = { id: string; name: string; mail: string | null; isActive: boolean; isUs?: boolean }
export type OwnUser = { id: number; mail: string; isActive: boolean }
export type KnownMatch = { outsideId: string; userId: number | null; isManual: boolean }

/**
 * Who of another system is who of the house (sync-core.md A22): what somebody decided by hand stays, everybody else is found by the mail address.
 * Of several with one address the one still at work, then the smaller id; nobody of the house is two people there.
 */
export function matchUsers(outside: readonly OutsideUser[], own: readonly OwnUser[], known: readonly KnownMatch[]): KnownMatch[] {
	const byHand = new Map(known.filter(({ isManual }) => isManual).map((one) => [one.outsideId, one]))
	const taken = new Set([...byHand.values()].map(({ userId }) => userId))
	const byMail = new Map(own.filter(({ isActive, id }) => isActive && !taken.has(id)).map(({ id, mail }) => [normaliseMail(mail), id]))
	const matches = new Map<string, number>()
	const inOrder = outside.toSorted((a, b) => Number(b.isActive) - Number(a.isActive) || (a.id < b.id ? -1 : 1))
	for (const { id, mail } of inOrder) {
		const key = mail ? normaliseMail(mail) : null
		const found = key === null || byHand.has(id) ? undefined : byMail.get(key)
		if (key === null || found === undefined) continue
		matches.set(id, found)
		byMail.delete(key)
	}
	return outside.map(({ id }) => byHand.get(id) ?? { outsideId: id, userId: matches.get(id) ?? null, isManual: false })
}
