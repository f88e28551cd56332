import type { Db } from '../../../db/client.server.ts'
import type { FileStore } from '../../connectors/files/contract.ts'
import type { Refusal } from '../../engine/base/refusal.ts'

/** What a slice of a run came to: there is more, it is done, or its file as a whole cannot be taken. */
export type Slice = { is: 'more' } | { is: 'done' } | { is: 'refused'; refusals: Refusal[] }
export type Work = { db: Db; files: FileStore; at: Date; chunkRows?: number }
