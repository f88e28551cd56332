const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** The 18 characters of an id, which no system that forgets cases can confuse; one that is no id stays as it is. */
export function longId(id: string): string {
	if (!/^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(id)) return id
	const short = id.slice(0, 15)
	const checks = [0, 5, 10].map((from) => {
		const capitals = [...short.slice(from, from + 5)].reduce((bits, letter, at) => (letter >= 'A' && letter <= 'Z' ? bits | (1 << at) : bits), 0)
		return alphabet.charAt(capitals)
	})
	return short + checks.join('')
}
