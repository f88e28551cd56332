import type { Tx } from '../../../db/client.server.ts'
import type { Connection, ObjectMap } from '../../../db/queries/sync-connection.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import type { FieldStamps, Link } from '../../../db/queries/sync-link.ts'
import type { SidePort, SideRecord, SideWrite, SideWritten } from '../../connectors/sync/contract.ts'
import type { Match } from '../../engine/sync/match.ts'
import type { FieldShape, LinkDecision, Role } from '../../engine/sync/types.ts'

/** The two sides of a connection. */
export type Ports = { crm: SidePort; ma: SidePort }

/** Opens the sides of a connection; those in our own database stand in the transaction. */
export type PortsOf = (connection: Connection, tx: Tx) => Ports

/** By object, by field: what a side has now. */
export type Shapes = Readonly<Record<Role, Readonly<Record<string, Readonly<Record<string, FieldShape>>>>>>

/** A link with both of its records as they were just read, and why it is looked at. */
export type Pair = { link: Link; map: ObjectMap; job: Job; crm: SideRecord | null; ma: SideRecord | null; crmStamps: FieldStamps; maStamps: FieldStamps } & {
	/** Fields of our marketing that the CRM of another connection overrules on this record. */
	elsewhere?: ReadonlySet<string>
}

export type DecidedPair = Pair & { decision: LinkDecision; unpinned: string[] }

/** What the sides answered, by the key of the row. */
export type Written = Readonly<Record<Role, ReadonlyMap<string, SideWritten>>>

export type Meeting = {
	connection: Connection
	ports: Ports
	shapes: Shapes
	jobs: readonly Job[]
	/** Runs what must be one transaction: the one that is open, or one of its own while another system is asked. */
	inTx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
	/** Who must be made in the CRM is only named; another way makes her. */
	putsOff?: boolean
	at: Date
}

/** Somebody who is to be made in the CRM by another way, and why. */
export type PutOff = { job: Job; write: SideWrite }

/** A marketing record that no live link names, why it is looked at, and where the ladder led it. `held`: the link under which it waits for a place (A9). */
export type Comer = { record: SideRecord; job: Job; mail: string | null; match: Match; held: Link | null }
