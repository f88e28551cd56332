import { openRequest } from '../../flows/approval/open-approvals.ts'
import { approvalAnswer } from './answers.ts'
import { buyerDoor, done } from './call.server.ts'
import { readApproval } from './contract/approvals.ts'
import { refusalsInWords } from './words.server.ts'

/** GET /api/v1/approvals/:approvalId: a request with its steps. */
export const loader = buyerDoor(readApproval, async ({ db, house, shopper, idOf, locale }) => {
	const request = await openRequest(db, shopper, { requestId: idOf('approvalId'), at: house.at })
	const words = { locale, currency: request?.currency ?? '' }
	return request && done({ approval: approvalAnswer(request), refusals: refusalsInWords(request.failure ?? [], words) })
})
