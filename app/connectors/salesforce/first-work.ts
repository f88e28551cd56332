import { type FirstMap, firstLine, ownerLine, parentLine } from '../../engine/sync/first-mapping.ts'
import { personLine } from './first-campaigns.ts'

const choices = (pairs: Readonly<Record<string, string>>, also: Readonly<Record<string, string>> = {}) => ({
	transform: { kind: 'choices' as const, pairs, also },
})

/** Closed and opened again on either side; what it is called is said here, in its owner's language. */
const task = [
	...[firstLine('Subject', 'subject', 'ma_to_crm'), firstLine('ActivityDate', 'due_on')],
	{ ...firstLine('Description', 'description', 'ma_to_crm'), overflow: 'truncate' as const },
	{
		...firstLine('Status', 'status'),
		...choices({ open: 'Not Started', done: 'Completed', dropped: 'Deferred' }, { 'In Progress': 'open', 'Waiting on someone else': 'open' }),
	},
	{ ...firstLine('Priority', 'priority'), ...choices({ low: 'Low', normal: 'Normal', high: 'High' }) },
	...[personLine('WhoId'), parentLine('WhatId', 'account_id', { crm: 'Account', ma: 'account', isPatient: true }, 'ma_to_crm')],
	ownerLine('OwnerId', 'owner_user_id'),
]

/** What was asked and how it stands is said by the house, where the buyer reads and answers; whose it is and how urgent, on either side (app/decisions/0449). */
const supportCase = [
	...[firstLine('Subject', 'subject', 'ma_to_crm'), firstLine('Description', 'description', 'ma_to_crm')],
	{
		...firstLine('Status', 'status', 'ma_to_crm'),
		...choices({ open: 'New', waiting: 'On Hold', closed: 'Closed' }, { Working: 'open', Escalated: 'open' }),
	},
	{ ...firstLine('Type', 'kind', 'ma_to_crm'), ...choices({ question: 'Question', missing: 'Missing', damaged: 'Damaged', wrong: 'Wrong' }) },
	{ ...firstLine('Origin', 'origin', 'ma_to_crm'), ...choices({ web: 'Web' }) },
	{ ...firstLine('Priority', 'priority'), ...choices({ low: 'Low', normal: 'Medium', high: 'High' }) },
	parentLine('AccountId', 'account_id', { crm: 'Account', ma: 'account' }, 'ma_to_crm'),
	parentLine('ContactId', 'prospect_id', { crm: 'Contact', ma: 'prospect', isPatient: true }, 'ma_to_crm'),
	ownerLine('OwnerId', 'owner_user_id'),
]

/** Tasks, each after the person and the account that it is about, and cases under their accounts. */
export const workMaps: readonly FirstMap[] = [
	{ crmObject: 'Task', maObject: 'task', rank: 7, createsCrm: 'always', createsMa: 'never', fields: task },
	{ crmObject: 'Case', maObject: 'support_case', rank: 7, createsCrm: 'always', createsMa: 'never', fields: supportCase },
]
