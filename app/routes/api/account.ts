import { openCompany } from '../../flows/account/open-company.ts'
import { buyerDoor, done } from './call.server.ts'
import { readAccount } from './contract/account.ts'
import { named } from './named.ts'

/** GET /api/v1/account: the key's own account, its terms, and what it may still owe. */
export const loader = buyerDoor(readAccount, async ({ db, house, shopper }) => {
	const page = await openCompany(db, shopper, house.at)
	if (!page) return null
	const { company, credit, methods, overdueDays, today } = page
	const { number, name, currency, standing, standingSource, onboardingStep, orderCapMinor, allowedClasses, termsDays, invoicePer, repeatsPoNumbers } = company
	return done({
		pricesIncludeTax: shopper.seller.pricesIncludeTax,
		...{ number, name, currency, standing, standingSource, onboardingStep, orderCapMinor, allowedClasses, termsDays, invoicePer, repeatsPoNumbers },
		...{ billTo: company.billTo, rep: company.rep && named(company.rep, 'name', 'email', 'phone'), overdueDays },
		methods: methods.map((one) => named(one, 'method', 'allowed', 'reason', 'liftedBy', 'atMostMinor')),
		credit: credit &&
			company.credit && { ...named(company.credit, 'currency', 'limitMinor'), ...named(credit, 'exposureMinor', 'availableMinor', 'overLimitMinor') },
		certificates: company.certificates.map(({ jurisdiction, number: of, validFrom, expiresOn, state }) => ({
			...{ jurisdiction, number: of, validFrom, expiresOn, state, isExpired: expiresOn < today },
		})),
	})
})
