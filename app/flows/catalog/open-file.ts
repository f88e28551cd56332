import type { Db } from '../../../db/client.server.ts'
import { namesFile, seesFile } from '../../../db/queries/document.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'

/** Who asks for a file: somebody who shops, or a member of the house. */
export type FileReader = { shopper: Shopper } | { staff: StaffMember }

/** Whether this reader may have the file at `url`. False as well for what does not exist: both answer alike (section 3). */
export async function mayOpenFile(db: Db, reader: FileReader, url: string): Promise<boolean> {
	if ('staff' in reader) return namesFile(db, reader.staff.seller.id, url)
	const { account } = reader.shopper
	return seesFile(db, account, url)
}
