import { z } from 'zod'
import { operation } from './operation.ts'
import { currency, cursor, id, instant, limit, minor, nextCursor, refused, searchText } from './shapes.ts'

const state = z.enum(['waiting', 'approved', 'refused', 'withdrawn', 'expired'])
const person = z.string().nullable()

const reason = z.strictObject({
	rule: z.string().nullable().meta({ description: 'Null: for want of credit, or for the budgets that are named.' }),
	...{ amountMinor: minor, atLeastMinor: minor },
	budgets: z.array(z.strictObject({ name: z.string(), shortMinor: minor })),
})

/** An order that was asked for, with every yes that it needs. */
export const approval = z
	.strictObject({
		...{ id, version: z.int(), state, orderId: id, orderNumber: z.string().nullable(), askedBy: z.string(), poNumber: z.string().nullable() },
		...{ currency, totalMinor: minor, message: z.string().nullable(), askedAt: instant, expiresAt: instant, closedAt: instant.nullable() },
		isYours: z.boolean().meta({ description: 'It waits for the holder of the key, who may answer it.' }),
		steps: z.array(
			z.strictObject({
				...{ step: z.int(), state: z.enum(['waiting', 'approved', 'refused']), isTurn: z.boolean() },
				approver: person.meta({ description: 'Null: anybody who may approve.' }),
				...{ deputy: person, answeredBy: person, answeredFor: person, answeredAt: instant.nullable(), note: z.string().nullable(), reasons: z.array(reason) },
			}),
		),
	})
	.meta({ id: 'Approval' })

export const listApprovals = operation({
	...{ id: 'listApprovals', tag: 'approvals', method: 'get', path: '/approvals', route: 'routes/api/approvals', scope: 'approvals:read' },
	query: z.strictObject({
		show: z.enum(['mine', 'asked', 'waiting', 'decided', 'all']).default('all'),
		...{ q: searchText.optional(), state: state.optional(), sort: z.enum(['newest', 'oldest', 'largest']).default('newest'), limit: limit(100, 25), cursor },
	}),
	answer: z.strictObject({ approvals: z.array(approval), nextCursor }),
})

export const readApproval = operation({
	...{ id: 'readApproval', tag: 'approvals', method: 'get', path: '/approvals/{approvalId}', route: 'routes/api/approval', scope: 'approvals:read' },
	answer: z.strictObject({ approval, refusals: z.array(refused).meta({ description: 'Why it could not be placed when the last yes was given.' }) }),
})

export const answerApproval = operation({
	...{ id: 'answerApproval', tag: 'approvals', method: 'post', path: '/approvals/{approvalId}/answer', route: 'routes/api/approval-answer' },
	...{ scope: 'approvals:write', writes: 'once', refuses: true },
	body: z.strictObject({
		approves: z.boolean(),
		note: z.string().max(1000).nullable().default(null).meta({ description: 'Needed for a no.' }),
		version: z.int().positive().max(1000).meta({ description: 'As it was read; a request that was answered since is APPROVAL_CHANGED.' }).optional(),
	}),
	answer: z.strictObject({ state: z.enum(['waiting', 'approved', 'refused']), orderNumber: z.string().nullable() }),
})
