import type { Db } from '../../db/client.server.ts'
import type { Locale } from './locale.ts'
import type { Log } from './log.server.ts'
import type { Throttle } from './throttle.ts'

/** The outside systems, one contract each. A connector's room adds its line; the composition roots open them. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the rooms of app/connectors as they land
export interface Connectors {}

/** What the composition root hands to every route: `context.house`. One clock reading per request. */
export type House = {
	db: Db
	connectors: Connectors
	/** The instant of this request. */
	at: Date
	requestId: string
	/** Scripts carry it; the content security policy names it. */
	nonce: string
	/** How people reach the shop, without a slash at its end. */
	publicUrl: string
	/** The first signs sessions and tokens, all are believed. */
	secrets: readonly string[]
	/** The address the request came from, for rate limits. */
	address: string
	/** The language of this request before a person is known. */
	locale: Locale
	/** The migration level that this code needs. */
	neededLevel: number
	/** Whether cookies may demand https. */
	secure: boolean
	/** The pace of the keys of machines; lives as long as the process. */
	throttle: Throttle
	/** What one request loads once for all its loaders (the actor, the cart badge); dies with the request. */
	memo: Map<string, Promise<unknown>>
	log: Log
	/** The database went away while this request was in hand: it is to be asked again. */
	lostDatabase?: boolean
	/** Why nothing behind the door may be done with this request: its page says so, and no loader or action is asked. */
	refusedAtDoor?: string
}

declare module '@remix-run/server-runtime' {
	interface AppLoadContext {
		house: House
	}
}
