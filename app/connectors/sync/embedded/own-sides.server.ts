import type { Tx } from '../../../../db/client.server.ts'
import { isSideSystem } from '../../../../db/queries/side-tables.ts'
import type { Role } from '../../../engine/sync/types.ts'
import type { SidePort } from '../contract.ts'
import { embeddedSide } from './embedded-side.server.ts'

type Joined = { crmSystem: string; maSystem: string; sellerEntityId: number }

/** The sides of a connection that stand in our own database, in the transaction; null for another system, which only the worker speaks to. */
export type OwnSides = (tx: Tx, connection: Joined) => Record<Role, SidePort | null>

export const openOwnSides: OwnSides = (tx, { crmSystem, maSystem, sellerEntityId }) => {
	const open = (system: string) => (isSideSystem(system) ? embeddedSide(tx, system, sellerEntityId) : null)
	return { crm: open(crmSystem), ma: open(maSystem) }
}

declare module '../../../platform/house.ts' {
	interface Connectors {
		ownSides: OwnSides
	}
}
