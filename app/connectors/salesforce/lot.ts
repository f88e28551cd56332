import type { SideWrite } from '../sync/contract.ts'
import type { Fields } from './describe.server.ts'

/** Rows that go the same way: the same object, and the same verb. */
export type Lot = { object: string; verb: 'insert' | 'update' | 'upsert'; keyField: string; rows: SideWrite[]; fields: Fields }
