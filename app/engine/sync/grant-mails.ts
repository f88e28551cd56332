/** A record that shall have an address: `id` null is a new one, `mail` null gives its address up. In the order in which they are heard. */
export type MailWish = { key: string; id: string | null; mail: string | null }

/**
 * Whose an address may be where one belongs to one person (sync-core.md B4, mail changed). Who holds an address keeps it, unless she
 * leaves it in the same batch for one that she may have: so two may change places. Of two that want the same the first has it.
 *
 * `holders`: by address in small letters, the id of who has it now. Answers by key who else has what was wanted (null: another that is
 * still to be made), and the ids of those who must leave theirs before anybody takes it.
 */
export function grantMails(wishes: readonly MailWish[], holders: ReadonlyMap<string, string>): { taken: Map<string, string | null>; leaveFirst: string[] } {
	const refused = new Set<string>()
	const wishOf = new Map(wishes.flatMap((wish) => (wish.id === null ? [] : [[wish.id, wish] as const])))
	/** Who has it and does not leave it. */
	const keeper = (wish: MailWish) => {
		const holder = holders.get(mailOf(wish) ?? '')
		const own = holder === undefined ? undefined : wishOf.get(holder)
		const leaves = own !== undefined && !refused.has(own.key) && mailOf(own) !== mailOf(wish)
		return holder === wish.id || leaves ? undefined : holder
	}
	const firstOf = () => {
		const first = new Map<string, MailWish>()
		for (const wish of wishes) {
			const mail = mailOf(wish)
			if (mail !== null && !refused.has(wish.key) && !first.has(mail)) first.set(mail, wish)
		}
		return first
	}
	// Each refusal keeps an address where it is, which may refuse another: every pass refuses somebody, or is the last.
	for (let before = -1; before < refused.size; ) {
		before = refused.size
		const first = firstOf()
		for (const wish of wishes) {
			const mail = mailOf(wish)
			if (mail !== null && (keeper(wish) !== undefined || first.get(mail) !== wish)) refused.add(wish.key)
		}
	}
	const first = firstOf()
	const taken = wishes.filter(({ key }) => refused.has(key)).map((wish) => [wish.key, keeper(wish) ?? first.get(mailOf(wish) ?? '')?.id ?? null] as const)
	const leaveFirst = [...first].flatMap(([mail, { id }]) => {
		const holder = holders.get(mail)
		return holder !== undefined && holder !== id ? [holder] : []
	})
	return { taken: new Map(taken), leaveFirst }
}

const mailOf = ({ mail }: MailWish) => (mail === null || mail === '' ? null : mail.toLowerCase())
