/**
 * An address that somebody of the house named, called with what happened. Throws when it was not taken: it is tried again.
 * Refused is what no attempt will ever reach: it is no https address, or it leads into the house's own network.
 */
export type HookConnector = { call(call: HookCall): Promise<{ ok: true } | { ok: false; why: string }> }

export type HookCall = {
	url: string
	/** The same for every attempt of one call, so that the receiver can tell. */
	key: string
	body: unknown
}

declare module '../../platform/house.ts' {
	interface Connectors {
		hook: HookConnector
	}
}
