import type { Tx } from '../client.server.ts'

/** Why a record of a side is changed (sync-core.md A29): the mark that the change leaves carries it to the other side, and into its journal. */
export type Cause =
	| 'form'
	| 'consent'
	| 'import'
	| 'edit'
	| 'campaign'
	| 'assignment'
	| 'manual'
	| 'campaign_member'
	| 'member_status'
	| 'order'
	| 'cart'
	| 'quote'
	| 'invoice'
	| 'merge'
	| 'convert'
	| 'filter'
	| 'resync'
	| 'reconcile'
	| 'sync'
	| 'revert'

/** For the rest of the transaction: every change of a person, account, opportunity or campaign says this. `actor`: user:3, contact:12, form:5, sync:1. */
export async function sayCause(tx: Tx, { cause, actor, trace = '' }: { cause: Cause; actor: string; trace?: string }): Promise<void> {
	await tx`select set_config('kontor.cause', ${cause}, true), set_config('kontor.actor', ${actor}, true), set_config('kontor.trace', ${trace}, true)`
}
