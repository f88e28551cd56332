/** Of one record by field: [instant in ISO 8601, who]. */
type Stamps = Readonly<Record<string, readonly [string, string]>>

/** Who is named where another system told of the change itself, and nobody knows by whom. */
export const toldBy = 'feed:'

/**
 * The fields' times that another system told of in its notices (sync-core.md B3: the commit time of a change is evidence for its fields), as far as they are
 * the newest there is: where the record bears a later stamp something was never told, and a field's last told time may not be its last. `modifiedAt`: the
 * record's own stamp, which is cut to whole seconds; null where it keeps none, and then what was told stands.
 */
export function toldTimes<S extends Stamps>(stamps: S, modifiedAt: string | null): S | Record<string, never> {
	const told = Object.values(stamps).filter(([, who]) => who.startsWith(toldBy))
	if (told.length === 0 || modifiedAt === null) return stamps
	const newest = Math.max(...told.map(([at]) => Date.parse(at)))
	return newest >= Date.parse(modifiedAt) ? stamps : {}
}
