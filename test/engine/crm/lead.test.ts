import { expect, test } from 'vitest'
import { type ConversionFacts, type ConversionWish, decideConversion, stageOf } from '../../../app/engine/crm/lead.ts'

const shipTo = { line1: '12 Mill Road', line2: '', city: 'Fargo', region: 'ND', postalCode: '58102', country: 'US' }
const facts: ConversionFacts = { status: 'working', email: 'signe@valley.test', login: null, target: null, currency: 'USD', countries: ['CA', 'US'] }
const login = { accountId: 7, accountName: 'Valley', isActive: true }

const target = (accountId: number, currency = 'USD', isHers = true) => ({ accountId, name: 'Signe Aldridge', currency, isPerson: false, isHers })

const rows: readonly [rule: string, wish: Partial<ConversionWish>, known: Partial<ConversionFacts>, answer: number | null | string][] = [
	['a new account with its address', {}, {}, null],
	['a new account without one', { shipTo: null }, {}, 'LEAD_SHIP_TO'],
	['no street', { shipTo: { ...shipTo, line1: '' } }, {}, 'LEAD_SHIP_TO'],
	['a country that is not delivered to', { shipTo: { ...shipTo, country: 'JP' } }, {}, 'LEAD_SHIP_TO'],
	['the account that was chosen needs no address', { to: 'into', shipTo: null }, { target: target(9, 'USD') }, 9],
	['another currency than her quotes', { to: 'into' }, { target: target(9, 'CAD') }, 'LEAD_CURRENCY'],
	['another currency, and no quotes', { to: 'into' }, { target: target(9, 'CAD'), currency: null }, 9],
	['the account of one person, who is another', { to: 'into' }, { target: { ...target(9, 'USD', false), isPerson: true } }, 'PERSON_ACCOUNT_ALONE'],
	['the account of one person, who is herself', { to: 'into' }, { target: { ...target(9), isPerson: true } }, 9],
	['converted already', {}, { status: 'converted' }, 'LEAD_CONVERTED'],
	['no address to sign in with', {}, { email: null }, 'LEAD_EMAIL_MISSING'],
	['a rep makes nobody anew who signs in already', {}, { login }, 'LEAD_KNOWN'],
	['a rep chose another account than hers', { to: 'into' }, { login, target: target(9, 'USD') }, 'LEAD_KNOWN'],
	['a rep chose the account that is hers', { to: 'into' }, { login, target: target(7, 'USD') }, 7],
	['she herself is found by her address', { to: 'known' }, { login, target: target(7, 'USD') }, 7],
	['she herself, at another seller’s', { to: 'known' }, { login: { ...login, accountName: null } }, 'LEAD_EMAIL_TAKEN'],
	['she herself, where her account is not to be had', { to: 'known' }, { login }, 'LEAD_EMAIL_TAKEN'],
	['a rep is not told whose she is at another seller’s', {}, { login: { ...login, accountName: null } }, 'LEAD_EMAIL_TAKEN'],
	['she herself, new', { to: 'known' }, {}, null],
	['somebody of the house', { to: 'known' }, { login: { accountId: null, accountName: null, isActive: true } }, 'LEAD_EMAIL_TAKEN'],
	['a login that was closed', { to: 'known' }, { login: { ...login, isActive: false } }, 'LEAD_EMAIL_TAKEN'],
]

test.each(rows)('%s', (_, wish, known, answer) => {
	const decided = decideConversion({ to: 'new', shipTo, ...wish }, { ...facts, ...known })
	expect(decided.ok ? decided.accountId : decided.refusals.map(({ code }) => code).join()).toBe(answer)
})

test('the furthest of her quotes says how far she is', () => {
	expect([[], ['asked'], ['asked', 'offered'], ['countered', 'asked'], ['offered', 'accepted']].map((states) => stageOf(states as never).stage)).toEqual([
		'qualification',
		'proposal',
		'negotiation',
		'negotiation',
		'closed_won',
	])
})

test('each stage has the rank by which none goes back', () => {
	expect([[], ['asked'], ['offered'], ['accepted']].map((states) => stageOf(states as never).rank)).toEqual([20, 40, 60, 90])
})
