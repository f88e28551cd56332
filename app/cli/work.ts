import type { Db } from '../../db/client.server.ts'
import type { Deliver } from '../flows/outbox/deliver-due.ts'
import type { Connectors } from '../platform/house.ts'
import type { Log } from '../platform/log.server.ts'

/** What the worker passes to everything that it runs. */
export type Workshop = { db: Db; connectors: Connectors; clock: () => Date; publicUrl: string; secrets: readonly string[]; log: Log }

/** Work by the clock: `cron` in UTC, or started by a delivery through `boss.send(name)`. Runs at least once. */
export type Job = { cron?: string; run: (workshop: Workshop, payload: Record<string, unknown>) => Promise<void> }

/**
 * Who takes the events of each destination (app/flows/event/save-events.ts names them). A destination without a line
 * here keeps its deliveries waiting. One line each: `crm: (event) => syncToCrm(workshop, event)`.
 */
export function destinationsOf(_workshop: Workshop): Record<string, Deliver> {
	return {}
}

/** The timers of the house, by queue name. */
export const jobs: Record<string, Job> = {}

/** Loops of their own beside the outbox (sync): each answers how much it did, and is called again at once while that is above 0. */
export function loopsOf(_workshop: Workshop): Record<string, () => Promise<number>> {
	return {}
}
