export type SalesforceSettings = {
	/** Where tokens are given: the org's own domain, or https://login.salesforce.com for the JWT way. */
	origin: string
	clientId: string
	/** Client credentials, or a JWT that the private key signs for a user. `audience`: by the domain where it is absent. */
	signIn: { kind: 'client_credentials'; clientSecret: string } | { kind: 'jwt'; username: string; privateKey: string; audience?: string }
	apiVersion?: string
	/** A text field, unique and an external id, that every synced object has; null where the org has none, and creates must be searched for. */
	externalKeyField?: string | null
	/** How much of the org's day may be used up, by anybody, when we still call. */
	quotaShare?: number
	/** Creates that the org's duplicate rules only warn of are made all the same. */
	allowDuplicates?: boolean
	timeoutMs?: number
	/** Above so many rows where nobody waits, a bulk job. */
	bulkFrom?: number
	/** Rows of a page of changes; Salesforce gives 2,000 at most. */
	pageSize?: number
	/** The clock, in milliseconds. */
	now?: () => number
}

export const callsAtOnce = 8
export const rowsOfACall = 200
/** Salesforce recommends the bulk way above 2,000 rows (sync-core.md B12). */
export const bulkFrom = 2000
export const overlapMs = 5 * 60_000
export const feedDays = 15
