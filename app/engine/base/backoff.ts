const firstSeconds = 2
const longestSeconds = 900
const attemptsBeforeParking = 12

/**
 * Seconds until the next attempt after `attempts` have failed: 2, 4, 8 … 900; null when it is time to park (after about
 * an hour and a half). A person then decides.
 */
export function retryAfterSeconds(attempts: number): number | null {
	return attempts >= attemptsBeforeParking ? null : Math.min(longestSeconds, firstSeconds * 2 ** (attempts - 1))
}
