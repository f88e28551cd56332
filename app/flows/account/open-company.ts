import type { Db } from '../../../db/client.server.ts'
import { type CompanyPage, readCompany } from '../../../db/queries/company.ts'
import { type Day, dayIn } from '../../engine/base/calendar.ts'
import { progressOn } from '../../engine/credit/climb.ts'
import { type CreditStanding, readCredit } from '../../engine/credit/decide-credit.ts'
import { allowedPaymentMethods, limitsOfNew, type OnboardingLimit, type PaymentMethodAnswer } from '../../engine/credit/decide-standing.ts'
import { readLadderRules } from '../../engine/credit/ladder-rules.ts'
import { climbLadder, type LadderPlace } from '../../engine/credit/onboarding-ladder.ts'
import type { Shopper } from '../../platform/actor.ts'

export type Company = {
	company: Omit<CompanyPage, 'ladder'>
	credit: CreditStanding | null
	methods: PaymentMethodAnswer[]
	/** What a new buyer may not do yet, each with the step that lifts it. */
	limits: OnboardingLimit[]
	ladder: LadderPlace
	overdueDays: number
	mayChange: boolean
	today: Day
}

const changers = new Set(['owner', 'buyer'])

/** The account as its people see it: stores, people, terms, and why it may pay as it may (section 8). Null for a guest. */
export async function openCompany(db: Db, shopper: Shopper, at: Date): Promise<Company | null> {
	const { accountId } = shopper.account
	const found = accountId === null ? null : await readCompany(db, accountId)
	if (!found) return null
	const { ladder: stored, ...company } = found
	const today = dayIn(at, shopper.seller.timeZone)
	const limitMinor = company.credit?.limitMinor ?? 0
	const progress = progressOn(today, { ...company.progress, limitMinor, isStopped: company.isLadderStopped })
	const overdueDays = progress.oldestOverdueDays
	const credit = company.credit && readCredit(company.credit)
	const ladder = climbLadder(company.onboardingStep, readLadderRules(stored), progress)
	const { standing, onboardingStep, termsDays, orderCapMinor, allowedClasses } = company
	const termsCapMinor = orderCapMinor ?? 0
	const methods = allowedPaymentMethods({ standing, onboardingStep, termsDays, termsCapMinor, exposureMinor: credit?.exposureMinor ?? 0, ladder })
	return {
		...{ company, credit, methods, ladder, overdueDays, mayChange: changers.has(shopper.role) },
		limits: limitsOfNew({ standing, onboardingStep, allowedClasses, orderCapMinor, termsCapMinor }),
		today,
	}
}
