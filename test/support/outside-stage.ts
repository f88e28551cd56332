import { afterAll } from 'vitest'
import { type SyncWork, workLists, workSync } from '../../app/cli/work-sync.ts'
import { firstMaps } from '../../app/connectors/salesforce/first-maps.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn, type StandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import { openOwnSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { firstMapping } from '../../app/engine/sync/first-mapping.ts'
import type { RemedyAct } from '../../app/engine/sync/plan-remedy.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { shapesOf } from '../../app/flows/sync/load-connection.ts'
import { mendErrors } from '../../app/flows/sync/mend-errors.ts'
import { openSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import type { StaffMember, StaffRole } from '../../app/platform/actor.ts'
import { type Db, withTransaction } from '../../db/client.server.ts'
import { insertConnections, type NewObjectMap } from '../../db/queries/sync-connection.ts'
import { type Company, makeCompany } from './company.ts'
import { makeStaff } from './staff.ts'
import { testDb } from './test-db.ts'

/**
 * A stage with an outside connection: a company in a database of its own, somebody who works there, an org behind its real interface,
 * and a clock that only the test moves. Nothing is connected yet.
 */
export type OutsideStage = Company & {
	db: Db
	/** Where the owner of the database comes in, past what the house may. */
	ownerUrl: string
	/** Who works there: an administrator called Ada, unless another was asked for. */
	userId: number
	staff: StaffMember
	standIn: StandIn
	/** The org as the connection speaks to it, and another way in with a secret of the test's choice. */
	org: SidePort
	orgBy: (clientSecret: string) => SidePort
	work: SyncWork
	clock: () => Date
	wait: (ms: number) => void
	/** A minute later: one round of the worker, and as many as there is something to do. */
	once: (given?: Partial<SyncWork>) => Promise<void>
	settle: (given?: Partial<SyncWork>) => Promise<void>
	/** What anything done by hand is signed with. */
	done: () => { requestId: string; at: Date }
}

const ada: { firstName: string; lastName: string; roles: readonly StaffRole[] } = { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] }

/** `startsAt` in milliseconds; a start ahead of the database's own clock makes the org's edits the later ones of the test's choice. */
export async function outsideStage(lot: string, { startsAt = Date.parse('2026-05-12T09:00:00Z'), who = ada } = {}): Promise<OutsideStage> {
	const { db, ownerUrl } = await testDb()
	const company = await makeCompany(db, lot)
	const { userId } = await makeStaff(db, company.sellerId, who)
	let now = startsAt
	const clock = () => new Date(now)
	const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
	const standIn = await openSalesforceStandIn({ ...keys, now: () => now })
	afterAll(() => standIn.close())
	const orgBy = (clientSecret: string) =>
		openSalesforce({
			...{ origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret } },
			...{ externalKeyField: 'Kontor_Key__c', timeoutMs: 5000, now: () => now },
		})
	const org = orgBy(keys.clientSecret)
	const work: SyncWork = { db, clock, random: () => 0, outside: () => org }
	const wait = (ms: number) => {
		now += ms
	}
	const round = async (given: Partial<SyncWork> = {}) =>
		(await drainMarks(db, clock())) + (await workSync({ ...work, ...given })) + (await workLists({ ...work, ...given }))
	return {
		...{ ...company, db, ownerUrl, userId, standIn, org, orgBy, work, clock, wait },
		staff: { kind: 'staff', userId, seller: company.shopper.seller, roles: who.roles } as unknown as StaffMember,
		once: async (given) => {
			wait(61_000)
			await round(given)
		},
		settle: async (given) => {
			wait(61_000)
			for (let rounds = 0; (await round(given)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
		},
		done: () => ({ requestId: 'test', at: clock() }),
	}
}

type Line = NewObjectMap['fields'][number]

/** A field of the org and one of ours: the latest value wins, and a clear on purpose travels, unless said otherwise. */
export const lineOf = (crmField: string, maField: string, more: Partial<Line> = {}): Line => ({
	...({ crmField, maField, behaviour: 'most_recent', fallback: null, blank: 'clear', multi: 'last', overflow: 'error' } as const),
	...more,
})

/** The org's leads and our prospects: mail, last name, title, phone and company. */
export const leadMap: NewObjectMap = {
	...{ crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'gate', createsMa: 'never' },
	fields: [lineOf('Email', 'email'), lineOf('LastName', 'last_name'), lineOf('Title', 'title'), lineOf('Phone', 'phone'), lineOf('Company', 'company')],
}

const sides = { crmSystem: 'salesforce', maSystem: 'embedded_ma' }

/** Joins the org to our marketing side, at once and past the canary. Answers the connection's id. */
export async function connect({ db, sellerId, clock }: OutsideStage, objects: readonly NewObjectMap[]): Promise<number> {
	const connection = { sellerEntityIds: [sellerId], name: 'salesforce', ...sides, state: 'running' as const, at: clock(), objects }
	return (await withTransaction(db, (tx) => insertConnections(tx, connection)))[0] ?? 0
}

/** Joins them by what is mapped from the start, as far as the org shows it; the org's Natalie is who works here. Answers the connection's id. */
export async function connectFirst(stage: OutsideStage): Promise<number> {
	const { db, sellerId, userId, org, standIn, clock } = stage
	const theirs = await org.describe([...new Set(firstMaps.map(({ crmObject }) => crmObject))])
	const ours = await withTransaction(
		db,
		async (tx) => (await openOwnSides(tx, { ...sides, sellerEntityId: sellerId }).ma?.describe([...new Set(firstMaps.map(({ maObject }) => maObject))])) ?? [],
	)
	const named = (shapes: typeof theirs) => Object.fromEntries(shapes.map((shape) => [shape.name, shapesOf(shape)]))
	const id = await connect(stage, firstMapping(firstMaps, { crm: named(theirs), ma: named(ours) }))
	await db`insert into sync_user_map (connection_id, outside_id, name, email, is_active, user_id, is_manual, seen_at) values (${id}, ${standIn.org.colleague}, 'Natalie Ortiz', 'n@o.test', true, ${userId}, true, ${clock()})`
	return id
}

/** What the error room shows of a connection. */
export async function errorRoom({ db, staff }: OutsideStage, connectionId: number) {
	const query = { group: null, code: null, text: null, after: null, runId: null, limit: 100 }
	return (await openSyncErrors(db, staff, connectionId, query)) ?? { groups: [], records: [], candidates: [] }
}

/** A press in the error room. */
export const press = ({ db, staff, done }: OutsideStage, connectionId: number, group: string, remedy: RemedyAct) =>
	mendErrors(db, staff, { connectionId, group, remedy, ownSides: openOwnSides, ...done() })

/** Jobs and writes that are not done. */
export const unfinished = async ({ db }: OutsideStage): Promise<number> =>
	(await db`select 1 from sync_job`).length + (await db`select 1 from sync_write where state in ('prepared', 'sent', 'unknown')`).length
