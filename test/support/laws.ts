const asked = (name: string) => Number(process.env[name] ?? 0)

/**
 * The seed and the number of cases of a law: 1,000 in `npm test`, as many as `npm run laws -- --cases` says otherwise,
 * never fewer than `least`. `LAW_SEED` moves every law to other cases; the same seed gives the same ones again.
 */
export function lawCases(seed: number, least = 1000): { seed: number; numRuns: number } {
	return { seed: seed + asked('LAW_SEED'), numRuns: Math.max(least, asked('LAW_CASES')) }
}
