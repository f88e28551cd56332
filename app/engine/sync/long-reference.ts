const checks = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** The 18 characters of an id that came in its 15, which tell apart only by case; any other reference as it is. */
export function longReference(id: string): string {
	if (!/^[A-Za-z0-9]{15}$/.test(id)) return id
	let suffix = ''
	for (let from = 0; from < 15; from += 5) {
		let bits = 0
		for (let place = 0; place < 5; place += 1) if (/[A-Z]/.test(id[from + place] ?? '')) bits |= 1 << place
		suffix += checks[bits]
	}
	return id + suffix
}
