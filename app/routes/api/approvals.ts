import { listApprovals as list } from '../../flows/approval/list-approvals.ts'
import { approvalAnswer } from './answers.ts'
import { buyerDoor, done } from './call.server.ts'
import { listApprovals } from './contract/approvals.ts'
import { cursorFor } from './cursor.ts'

/** GET /api/v1/approvals: what the company asked, and what waits for whom. */
export const loader = buyerDoor(listApprovals, async ({ db, house, shopper, query, place }) => {
	const [id, totalMinor] =
		place('approvals', /^\d{1,15}~\d{1,15}$/)
			?.split('~')
			.map(Number) ?? []
	const after = id === undefined || totalMinor === undefined ? null : { id, totalMinor }
	const { show, q: text = null, state = null, sort, limit } = query
	const page = await list(db, shopper, { show, text, state, sort, after, limit, at: house.at })
	return page && done({ approvals: page.requests.map(approvalAnswer), nextCursor: cursorFor('approvals', page.nextAfter) })
})
