import type { SyncValue } from '../../engine/sync/types.ts'
import type { SideWrite } from '../sync/contract.ts'
import type { Fields } from './describe.server.ts'

/** Rows that go the same way: the same object, and the same verb. `more`: what each of them needs besides its values. */
export type Lot = {
	object: string
	verb: 'insert' | 'update' | 'upsert'
	keyField: string
	rows: SideWrite[]
	fields: Fields
	more: Readonly<Record<string, SyncValue>>
}
