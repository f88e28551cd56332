const firstSeconds = 2
const longestSeconds = 900
const attemptsBeforeParking = 12

/**
 * Seconds until the next attempt after `attempts` have failed: up to 2, 4, 8 … 900, the share `random` of it (full jitter,
 * sync-core.md B8); null when it is time to park (after at most an hour and a half). A person then decides.
 */
export function retryAfterSeconds(attempts: number, random = 1): number | null {
	return attempts >= attemptsBeforeParking ? null : Math.ceil(random * Math.min(longestSeconds, firstSeconds * 2 ** (attempts - 1)))
}
