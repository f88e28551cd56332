import type { Link } from '../../../db/queries/sync-link.ts'
import type { ListLine } from '../../../db/queries/sync-list.ts'
import type { SidePort, SideWrite, SideWritten } from '../../connectors/sync/contract.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import type { WishedMap } from '../../engine/sync/check-mapping.ts'
import type { Role } from '../../engine/sync/types.ts'
import type { OwnSides } from '../sync/load-connection.ts'

/** What is to be tried before it is so: a field mapped otherwise, another filter, or that those come over who were there before. */
export type DryChange = {
	mapping?: { objectMapId: number; key: string | null; wish: WishedMap | null }
	filter?: { objectMapId: number; filter: Predicate | null }
	backfill?: { objectMapId: number }
}

/** A record that the sync would look at, and why. */
export type DryRecord = {
	linkId: number | null
	side: Role
	object: string
	recordId: string
	causes: readonly string[]
	/** How its link stands; null: it has none. */
	was: Pick<Link, 'state' | 'crmObject' | 'crmId'> | null
}

export type Trying = {
	connectionId: number
	/** The list, in which earlier batches stand; `placed`: how many of them would have taken a place under the cap. */
	run: { id: number; placed: number; isFirst: boolean }
	page: readonly DryRecord[]
	change: DryChange
	ownSides: OwnSides
	/** The other system, and what it answered; null where both sides are ours. */
	outside: { port: SidePort; answered: Answered } | null
	at: Date
}

/** What another system answered, by what it was asked. */
export type Answered = Map<string, unknown>

/** What a side was asked to write, and what it answered. */
export type Seen = { side: Role; row: SideWrite; answer: SideWritten | undefined }

/** `touched`: of the records that were looked at those of which the list says something. */
export type DryLines = { lines: ListLine[]; touched: number; placed: number }
