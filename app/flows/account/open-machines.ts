import type { Db } from '../../../db/client.server.ts'
import { type MachineRow, readMachines } from '../../../db/queries/machine.ts'
import type { Shopper } from '../../platform/actor.ts'

/** The machines on record for the account, with how many parts of each it may order. One statement. Null: a guest. */
export async function openMachines(db: Db, { account }: Shopper, locale: string): Promise<{ machines: MachineRow[] } | null> {
	const { accountId, policyIds } = account
	return accountId === null ? null : { machines: await readMachines(db, { accountId, policyIds, locale }) }
}
