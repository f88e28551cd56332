import { expect, test } from 'vitest'
import { type CaseAct, type CaseStatus, decideCase } from '../../../app/engine/crm/decide-case.ts'

type Row = [status: CaseStatus, side: 'buyer' | 'house', act: CaseAct, text: string | null, answer: string]

const rows: Row[] = [
	['open', 'buyer', 'say', 'Two bags', 'open case.asked'],
	['waiting', 'buyer', 'say', 'Two bags', 'open case.asked'],
	['closed', 'buyer', 'say', 'Again', 'open case.reopened'],
	['open', 'house', 'say', 'On its way', 'waiting case.answered'],
	['waiting', 'house', 'say', 'On its way', 'waiting case.answered'],
	['closed', 'house', 'say', 'On its way', 'CASE_CLOSED'],
	['open', 'buyer', 'say', null, 'CASE_TEXT_MISSING'],
	['closed', 'house', 'say', null, 'CASE_TEXT_MISSING CASE_CLOSED'],
	['open', 'house', 'close', null, 'closed case.closed'],
	['waiting', 'buyer', 'close', 'Thanks', 'closed case.closed'],
	['closed', 'buyer', 'close', null, 'CASE_CLOSED'],
	['closed', 'house', 'reopen', null, 'waiting case.reopened'],
	['closed', 'buyer', 'reopen', null, 'open case.reopened'],
	['open', 'buyer', 'reopen', null, 'CASE_NOT_CLOSED'],
]

test.each(rows)('%s: the %s does "%s" with %j: %s', (status, side, act, text, answer) => {
	const decided = decideCase(status, { side, act, text })
	expect(decided.ok ? `${decided.status} ${decided.topic}` : decided.refusals.map(({ code }) => code).join(' ')).toBe(answer)
})
