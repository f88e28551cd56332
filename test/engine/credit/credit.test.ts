import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CreditProfile, decideCredit, readCredit } from '../../../app/engine/credit/decide-credit.ts'
import { allowedPaymentMethods, decideStanding, limitsOfNew, type PaymentTerms, type StandingFacts } from '../../../app/engine/credit/decide-standing.ts'
import { climbLadder, type LadderProgress, type LadderRule } from '../../../app/engine/credit/onboarding-ladder.ts'
import { lawCases } from '../../support/laws.ts'

const fargo: CreditProfile = { currency: 'USD', limitMinor: 500_000, openInvoiceMinor: 390_000, unbilledMinor: 60_000, reservedMinor: 25_000 }
const p2 = [
	{ groupKey: 'A', dueMinor: 10_111 },
	{ groupKey: 'B', dueMinor: 5468 },
	{ groupKey: 'C', dueMinor: 1899 },
]
const order = { currency: 'USD', groups: p2, mayAsk: true }

describe('credit', () => {
	test('5,000.00 less 3,900.00 and 850.00 leaves 250.00; an order of 174.78 leaves 75.22', () => {
		expect(readCredit(fargo)).toEqual({ exposureMinor: 475_000, availableMinor: 25_000, overLimitMinor: 0 })
		expect(decideCredit(fargo, order)).toEqual({ ok: true, availableAfterMinor: 7522 })
	})
	test('a second one is short 99.56, and may go by card, by approval or with the stores that fit', () => {
		expect(decideCredit({ ...fargo, reservedMinor: 25_000 + 17_478 }, order)).toEqual({
			ok: false,
			refusals: [{ code: 'CREDIT_INSUFFICIENT', facts: { shortMinor: 9956, availableMinor: 7522, overLimitMinor: 0, dueMinor: 17_478, currency: 'USD' } }],
			offers: [{ kind: 'card_for_shortfall', amountMinor: 9956 }, { kind: 'approval' }, { kind: 'fewer_groups', groupKeys: ['B', 'C'], dueMinor: 7367 }],
		})
	})
	test('a limit lowered under the exposure shows as over limit and leaves nothing, not less than nothing', () => {
		const lowered = { ...fargo, limitMinor: 400_000 }
		expect(readCredit(lowered)).toEqual({ exposureMinor: 475_000, availableMinor: 0, overLimitMinor: 75_000 })
		expect(decideCredit(lowered, { ...order, mayAsk: false })).toMatchObject({ ok: false, offers: [{ kind: 'card_for_shortfall', amountMinor: 17_478 }] })
		expect(decideCredit(lowered, { ...order, groups: [] }).ok).toBe(true)
	})
	test('another currency is never converted', () => {
		expect(decideCredit(fargo, { ...order, currency: 'CAD' })).toEqual({
			ok: false,
			refusals: [{ code: 'CREDIT_CURRENCY', facts: { currency: 'CAD', creditCurrency: 'USD' } }],
			offers: [],
		})
	})
	test('laws: accepted never passes the limit; the shortfall by card makes it fit; the groups offered fit', () => {
		const minor = fc.nat(1_000_000)
		const profile = fc.record({ currency: fc.constant('USD'), limitMinor: minor, openInvoiceMinor: minor, unbilledMinor: minor, reservedMinor: minor })
		const groups = fc.array(fc.nat(300_000), { maxLength: 50 }).map((due) => due.map((dueMinor, index) => ({ groupKey: `g${index}`, dueMinor })))
		fc.assert(
			fc.property(profile, groups, (own, given) => {
				const decision = decideCredit(own, { currency: 'USD', groups: given, mayAsk: true })
				const due = given.reduce((sum, { dueMinor }) => sum + dueMinor, 0)
				const exposure = own.openInvoiceMinor + own.unbilledMinor + own.reservedMinor
				if (decision.ok) expect(due === 0 || exposure + due <= own.limitMinor).toBe(true)
				else
					for (const offer of decision.offers) {
						if (offer.kind === 'card_for_shortfall') expect(exposure + due - offer.amountMinor).toBe(Math.max(exposure, own.limitMinor))
						if (offer.kind === 'fewer_groups') expect(exposure + offer.dueMinor).toBeLessThanOrEqual(Math.max(exposure, own.limitMinor))
					}
			}),
			lawCases(20260302),
		)
	})
})

describe('standing', () => {
	const policy = { watchFromDays: 10, holdFromDays: 30 }
	const facts: StandingFacts = { manual: null, onboardingStep: 'full_terms', oldestOverdueDays: 0, overdueMinor: 0 }
	test.each<[string, Partial<StandingFacts>, string, string]>([
		['nothing overdue', {}, 'good', 'none'],
		['9 days overdue', { oldestOverdueDays: 9 }, 'good', 'none'],
		['10 days overdue', { oldestOverdueDays: 10 }, 'watch', 'overdue'],
		['30 days overdue', { oldestOverdueDays: 30 }, 'hold', 'overdue'],
		['still on the ladder', { onboardingStep: 'capped_terms' }, 'new', 'onboarding'],
		['on the ladder and 30 days overdue', { onboardingStep: 'card_only', oldestOverdueDays: 30 }, 'hold', 'overdue'],
		['set by hand, though overdue', { manual: { standing: 'good', note: 'cheque seen' }, oldestOverdueDays: 60 }, 'good', 'manual'],
	])('%s', (_, more, standing, source) => {
		expect(decideStanding({ ...facts, ...more }, policy)).toMatchObject({ standing, source })
	})
})

describe('ways to pay', () => {
	const terms: PaymentTerms = {
		standing: 'good',
		onboardingStep: 'full_terms',
		termsDays: 30,
		termsCapMinor: 50_000,
		exposureMinor: 20_000,
		ladder: { step: 'full_terms', next: null },
	}
	test.each<[string, Partial<PaymentTerms>, boolean, string | null, string | null, number | null]>([
		['good', {}, true, null, null, null],
		['watch', { standing: 'watch' }, true, null, null, null],
		['hold', { standing: 'hold' }, false, 'TERMS_ON_HOLD', 'PAY_OVERDUE', null],
		['new, card only', { standing: 'new', onboardingStep: 'card_only' }, false, 'TERMS_FOR_NEW', 'LADDER', null],
		['new, capped', { standing: 'new', onboardingStep: 'capped_terms' }, true, null, null, 30_000],
		['new, at the cap', { standing: 'new', onboardingStep: 'capped_terms', exposureMinor: 50_000 }, false, 'TERMS_CAP_REACHED', 'PAY_INVOICES', null],
		['good, though it once climbed only to capped', { onboardingStep: 'capped_terms' }, true, null, null, null],
		['no terms agreed', { termsDays: 0 }, false, 'TERMS_NOT_AGREED', 'ASK_FOR_TERMS', null],
	])('%s', (_, more, allowed, reason, liftedBy, atMostMinor) => {
		expect(allowedPaymentMethods({ ...terms, ...more })).toEqual([
			{ method: 'terms', allowed, reason, liftedBy, atMostMinor },
			{ method: 'card', allowed: true, reason: null, liftedBy: null, atMostMinor: null },
		])
	})
	test('Mina sees each of her limits and the step that lifts it', () => {
		const mina = {
			standing: 'new' as const,
			onboardingStep: 'card_only' as const,
			allowedClasses: ['coffee', 'filters'],
			orderCapMinor: 60_000,
			termsCapMinor: 0,
		}
		expect(limitsOfNew(mina)).toEqual([
			{ limit: 'CARD_ONLY', facts: {}, liftedAt: 'capped_terms' },
			{ limit: 'CLASSES', facts: { classes: 'coffee, filters' }, liftedAt: 'full_terms' },
			{ limit: 'ORDER_CAP', facts: { orderCapMinor: 60_000 }, liftedAt: 'full_terms' },
		])
		expect(limitsOfNew({ ...mina, onboardingStep: 'capped_terms' }).map(({ limit }) => limit)).toEqual(['TERMS_CAP', 'CLASSES', 'ORDER_CAP'])
		expect(limitsOfNew({ ...mina, standing: 'good' })).toEqual([])
	})
})

describe('the ladder', () => {
	const rules: LadderRule[] = [
		{
			step: 'capped_terms',
			needs: [
				{ kind: 'orders_paid', count: 3 },
				{ kind: 'days_since_first_order', days: 30 },
			],
		},
		{ step: 'full_terms', needs: [{ kind: 'paid_amount', amountMinor: 500_000 }, { kind: 'credit_checked' }] },
	]
	const progress: LadderProgress = {
		ordersPaid: 3,
		paidMinor: 0,
		daysSinceFirstOrder: 30,
		daysOnTime: 30,
		creditChecked: false,
		oldestOverdueDays: 0,
		isStopped: false,
	}
	test('one step short says how far she is', () => {
		expect(climbLadder('card_only', rules, { ...progress, ordersPaid: 2 })).toEqual({
			step: 'card_only',
			next: {
				step: 'capped_terms',
				needs: [
					{ kind: 'orders_paid', needed: 3, has: 2, met: false },
					{ kind: 'days_since_first_order', needed: 30, has: 30, met: true },
				],
			},
		})
	})
	test.each<[string, Partial<LadderProgress>, string]>([
		['everything of the first step', {}, 'capped_terms'],
		['one day early', { daysSinceFirstOrder: 29 }, 'card_only'],
		['both steps at once', { paidMinor: 500_000, creditChecked: true }, 'full_terms'],
		['the second without the first', { ordersPaid: 0, paidMinor: 500_000, creditChecked: true }, 'card_only'],
		['something overdue', { oldestOverdueDays: 1 }, 'card_only'],
		['a credit manager keeps her there', { isStopped: true }, 'card_only'],
	])('%s', (_, more, step) => {
		expect(climbLadder('card_only', rules, { ...progress, ...more }).step).toBe(step)
	})
	test('a step reached is kept, and a step without a rule is for a person to give', () => {
		expect(climbLadder('capped_terms', rules, { ...progress, ordersPaid: 0 }).step).toBe('capped_terms')
		expect(climbLadder('card_only', [], progress)).toEqual({ step: 'card_only', next: { step: 'capped_terms', needs: [] } })
	})
})

test('a credit check that is asked for is one that is missing until somebody made it', () => {
	const needs = (creditChecked: boolean) =>
		climbLadder('capped_terms', [{ step: 'full_terms', needs: [{ kind: 'credit_checked' }] }], {
			...{ ordersPaid: 0, paidMinor: 0, daysSinceFirstOrder: 0, daysOnTime: 0, creditChecked, oldestOverdueDays: 0, isStopped: false },
		})
	expect(needs(false)).toEqual({ step: 'capped_terms', next: { step: 'full_terms', needs: [{ kind: 'credit_checked', needed: 1, has: 0, met: false }] } })
	expect(needs(true)).toEqual({ step: 'full_terms', next: null })
})
