import { expect, test } from 'vitest'
import {
	divideCredit,
	type MergeFacts,
	type MergeSide,
	planAccountMerge,
	type ReturnFacts,
	refuseAccountMerge,
	refuseAccountReturn,
} from '../../../app/engine/account/merge-accounts.ts'

const credit = (limitMinor: number, openInvoiceMinor: number, unbilledMinor: number, reservedMinor: number) => ({
	currency: 'USD',
	limitMinor,
	openInvoiceMinor,
	unbilledMinor,
	reservedMinor,
})
const place = (id: number, code: string, isDefault = false) => ({ id, code, isDefault })
const harbor: MergeSide = {
	id: 1,
	number: 'A-1',
	currency: 'USD',
	mergedIntoId: null,
	isPerson: false,
	ancestorIds: [],
	billToAccountId: null,
	credit: credit(10_000, 1000, 200, 30),
	locations: [place(1, 'A', true)],
}
const clinics: MergeSide = { ...harbor, id: 2, number: 'A-2', credit: credit(9000, 4000, 500, 60), locations: [place(2, 'A', true), place(3, 'B')] }
const facts = (over: Partial<MergeFacts> = {}): MergeFacts => ({
	winner: harbor,
	loser: clinics,
	openPayments: 0,
	undelivered: 0,
	bothHaveLeads: false,
	...over,
})
const codes = (over: Partial<MergeFacts>) => refuseAccountMerge(facts(over)).map(({ code }) => code)

test('(A45) two accounts of one company can be one', () => expect(codes({})).toEqual([]))

test.each<[string, Partial<MergeFacts>, string[]]>([
	['with itself', { loser: harbor }, ['MERGE_SAME']],
	['that is merged already', { loser: { ...clinics, mergedIntoId: 7 } }, ['MERGE_DONE']],
	['of another currency', { loser: { ...clinics, currency: 'CAD', credit: null } }, ['MERGE_CURRENCY']],
	['into a person’s', { winner: { ...harbor, isPerson: true } }, ['MERGE_PERSON']],
	['above the winner', { winner: { ...harbor, ancestorIds: [9, 2] } }, ['MERGE_ANCESTOR']],
	['that bills elsewhere', { loser: { ...clinics, billToAccountId: 9 } }, ['MERGE_BILL_TO']],
	['of a winner that bills elsewhere', { winner: { ...harbor, billToAccountId: 9 } }, ['MERGE_BILL_TO']],
	['past the limit', { winner: { ...harbor, credit: credit(5789, 1000, 200, 30) } }, ['MERGE_CREDIT_SHORT']],
	['that owes, with a winner of no credit line', { winner: { ...harbor, credit: null } }, ['MERGE_CREDIT_SHORT']],
	['with a card payment in flight', { openPayments: 1 }, ['MERGE_OPEN_PAYMENT']],
	['somebody waits to hear of', { undelivered: 3 }, ['MERGE_UNDELIVERED']],
	[
		'with all of it',
		{ loser: { ...clinics, currency: 'CAD', credit: null }, openPayments: 1, bothHaveLeads: true },
		['MERGE_CURRENCY', 'MERGE_OPEN_PAYMENT', 'MERGE_LEADS'],
	],
])('(A45) refuses an account %s', (_, over, expected) => expect(codes(over)).toEqual(expected))

test('(A45) both bill to the same third, or the loser to the winner', () => {
	expect(codes({ winner: { ...harbor, billToAccountId: 9 }, loser: { ...clinics, billToAccountId: 9 } })).toEqual([])
	expect(codes({ loser: { ...clinics, billToAccountId: 1 } })).toEqual([])
})

test('(A45) the sum may stand at the limit to the cent, and an account over its limit takes one that owes nothing', () => {
	expect(codes({ winner: { ...harbor, credit: credit(5790, 1000, 200, 30) } })).toEqual([])
	expect(codes({ winner: { ...harbor, credit: credit(10, 1000, 0, 0) }, loser: { ...clinics, credit: credit(500, 0, 0, 0) } })).toEqual([])
})

test('(A45) figures of the credit line add up, the limit does not', () => {
	expect(planAccountMerge(facts()).credit).toEqual(credit(10_000, 5000, 700, 90))
	expect(planAccountMerge(facts({ loser: { ...clinics, credit: null } })).credit).toEqual(harbor.credit)
})

test('(A45) a code that the winner has gets the next free suffix, and the winner’s default stays', () => {
	const loser = { ...clinics, locations: [place(5, 'A-2'), place(2, 'A', true), place(3, 'B')] }
	expect(planAccountMerge(facts({ loser })).locations).toEqual([place(2, 'A-3', false)])
	expect(planAccountMerge(facts({ winner: { ...harbor, locations: [] }, loser })).locations).toEqual([])
})

const back: ReturnFacts = { days: 3, isUndone: false, isWinnerMerged: false, mixed: 0, openPayments: 0, undelivered: 0 }

test.each<[string, Partial<ReturnFacts>, string[]]>([
	['of the same month', { days: 30 }, []],
	['of long ago', { days: 30.01, mixed: 2 }, ['MERGE_TOO_OLD']],
	['that is two already', { isUndone: true, days: 40 }, ['MERGE_UNDONE']],
	[
		'whose winner went on, with orders of both, a payment and an event',
		{ isWinnerMerged: true, mixed: 2, openPayments: 1, undelivered: 4 },
		['MERGE_WINNER_MERGED', 'MERGE_MIXED', 'MERGE_OPEN_PAYMENT', 'MERGE_UNDELIVERED'],
	],
])('(B11) takes back or refuses a merge %s', (_, over, expected) => expect(refuseAccountReturn({ ...back, ...over }).map(({ code }) => code)).toEqual(expected))

const figures = (openInvoiceMinor: number, unbilledMinor: number, reservedMinor: number) => ({ openInvoiceMinor, unbilledMinor, reservedMinor })

test('(B11) the credit line is parted: the loser takes what it had and what its documents did since, the winner keeps the rest', () => {
	// 5,000 open of which 4,000 were the loser's; 1,500 of those are paid. 700 reserved: 60 hers, 40 more since, all else his.
	expect(divideCredit({ line: figures(3500, 700, 700), had: figures(4000, 500, 60), stood: figures(4000, 500, 60), now: figures(2500, 500, 100) })).toEqual({
		loser: figures(2500, 500, 100),
		winner: figures(1000, 200, 600),
	})
})

test('(B11) no part of the line is below nothing or above the line, and the parts sum to it', () => {
	const line = figures(100, 0, 50)
	const { winner, loser } = divideCredit({ line, had: figures(400, 10, 10), stood: figures(0, 10, 40), now: figures(0, 0, 0) })
	expect([loser, winner]).toEqual([figures(100, 0, 0), figures(0, 0, 50)])
})
