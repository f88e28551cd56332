const checks = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/**
 * The 18 characters of an id that came in its 15, which tell apart only by case, or in its 18 of any case: the last three say which letters are
 * capitals (sync-core.md A25, B4). Any other reference, and 18 characters whose last three do not fit, stay as they are.
 */
export function longReference(id: string): string {
	if (/^[A-Za-z0-9]{15}$/.test(id)) return id + suffixOf(id)
	if (!/^[A-Za-z0-9]{18}$/.test(id)) return id
	const suffix = id.slice(15).toUpperCase()
	const cased = casedBy(id.slice(0, 15), suffix)
	return suffixOf(cased) === suffix ? cased + suffix : id
}

/** Five letters each: a bit for every capital, the first the lowest. */
function suffixOf(short: string): string {
	let suffix = ''
	for (let from = 0; from < 15; from += 5) {
		let bits = 0
		for (let place = 0; place < 5; place += 1) if (/[A-Z]/.test(short[from + place] ?? '')) bits |= 1 << place
		suffix += checks[bits]
	}
	return suffix
}

const casedBy = (short: string, suffix: string) =>
	short.replaceAll(/[A-Za-z]/g, (letter, at: number) => {
		const isCapital = (checks.indexOf(suffix[Math.floor(at / 5)] ?? '') >> (at % 5)) & 1
		return isCapital === 1 ? letter.toUpperCase() : letter.toLowerCase()
	})
