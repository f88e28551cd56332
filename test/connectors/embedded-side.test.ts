import { afterEach, beforeAll } from 'vitest'
import { embeddedSide } from '../../app/connectors/sync/embedded/embedded-side.server.ts'
import type { SyncValue } from '../../app/engine/sync/types.ts'
import { type Tx, withTransaction } from '../../db/client.server.ts'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'
import { type Side, sideContract } from './sync-side.contract.ts'

const { db } = await testDb()
let sellerId = 0
beforeAll(async () => {
	sellerId = (await makeCompany(db, 'side')).sellerId
})

class Undone extends Error {}
const open: (() => Promise<void>)[] = []

/** A transaction that lasts as long as a test, and leaves nothing. */
function held(): Promise<Tx> {
	return new Promise((resolve) => {
		const whole = withTransaction(
			db,
			(tx) =>
				new Promise<void>((_, undo) => {
					open.push(() => {
						undo(new Undone())
						return whole
					})
					resolve(tx)
				}),
		).catch((error: unknown) => {
			if (!(error instanceof Undone)) throw error
		})
	})
}
afterEach(async () => {
	await Promise.all(open.splice(0).map((end) => end()))
})

type Own = { system: 'embedded_crm' | 'embedded_ma'; object: 'lead' | 'prospect'; table: string; more: Record<string, SyncValue> }

async function sideOf({ system, object, table, more }: Own): Promise<Side> {
	const tx = await held()
	return {
		...{ port: embeddedSide(tx, system, sellerId), person: object, codes: null, feedDays: null },
		whole: (mail, values = {}) => ({ email: mail, last_name: mail.split('@')[0] ?? '', ...more, ...values }),
		fields: { mail: 'email', last: 'last_name', first: 'first_name', long: { name: 'title', length: 128 } },
		values: [
			{ field: 'first_name', value: 'Žluťoučký 「コーヒー」 "quoted"' },
			{ field: 'locale', value: 'cs' },
		],
		behind: {
			advance: () => {},
			edit: async (id, values) => void (await tx`update ${tx(table)} set first_name = ${String(values['first_name'])} where id = ${id}`),
			remove: async (id) => void (await tx`delete from ${tx(table)} where id = ${id}`),
		},
	}
}

sideContract('our own CRM', () => sideOf({ system: 'embedded_crm', object: 'lead', table: 'crm_lead', more: { company: 'Harbor Clinics' } }))
sideContract('our own marketing', () => sideOf({ system: 'embedded_ma', object: 'prospect', table: 'ma_prospect', more: {} }))
