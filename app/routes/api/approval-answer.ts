import { answerApproval as answer } from '../../flows/approval/answer-approval.ts'
import { buyerDoor, done, noDoor } from './call.server.ts'
import { answerApproval } from './contract/approvals.ts'

/** POST /api/v1/approvals/:approvalId/answer: a yes or a no in the name of the key's holder. */
export const action = buyerDoor(answerApproval, async ({ db, house, shopper, idOf, body, locale }) => {
	const { approves, note, version = null } = body
	const answered = await answer(db, shopper, { requestId: idOf('approvalId'), approves, note, seenVersion: version, locale, at: house.at })
	return answered?.ok ? done({ state: answered.state, orderNumber: answered.number }) : answered
})

export const loader = noDoor
