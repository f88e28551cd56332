import { defineField } from '../connectors/salesforce/stand-in/define.ts'
import { type Org, put, type Values } from '../connectors/salesforce/stand-in/org.ts'

/**
 * What the trial org begins with: companies and people whom the demo knows too, with words of their own, so that a first run has
 * something to agree on; others whom only the org knows; and what an org always has, a twin and somebody without an address.
 */
export function fillTrialOrg(org: Org): void {
	// The demo sells in two currencies, and so does the org.
	for (const object of ['Opportunity', 'Campaign'])
		org.objects.get(object)?.fields.set('CurrencyIsoCode', defineField(`CurrencyIsoCode picklist(USD;CAD) * "${object} Currency"`, object))
	for (const { people = [], leads = [], deals = [], ...account } of companies) {
		const id = account.Name ? put(org, 'Account', { ...account }).id : null
		for (const person of people) {
			const contact = put(org, 'Contact', { ...named(person), AccountId: id }).id
			const deal = deals.at(people.indexOf(person))
			if (!deal) continue
			const opportunity = put(org, 'Opportunity', { ...deal, CurrencyIsoCode: 'USD', AccountId: id, IsClosed: false, IsWon: false }).id
			put(org, 'OpportunityContactRole', { OpportunityId: opportunity, ContactId: contact, Role: 'Decision Maker', IsPrimary: true })
		}
		for (const lead of leads) put(org, 'Lead', { ...named(lead), Status: 'Open - Not Contacted', IsConverted: false })
	}
	put(org, 'Campaign', {
		Name: 'Autumn fair in Chicago',
		Type: 'Trade Show',
		CurrencyIsoCode: 'USD',
		Status: 'In Progress',
		IsActive: true,
		BudgetedCost: '4000',
	})
}

const named = (values: Values): Values => ({
	...{ HasOptedOutOfEmail: false, DoNotCall: false, Name: [values['FirstName'], values['LastName']].filter(Boolean).join(' ') },
	...values,
})

type Company = { Name?: string; Website?: string; BillingCity?: string; people?: Values[]; leads?: Values[]; deals?: Values[] }

const companies: Company[] = [
	{
		...{ Name: 'Fargo Coffeehaus', Website: 'https://fargocoffeehaus.example', BillingCity: 'Fargo' },
		people: [
			{ FirstName: 'Luka', LastName: 'Novak', Email: 'luka.novak@fargocoffeehaus.example', Title: 'Head of buying', Phone: '+1 701 555 0142' },
			{ FirstName: 'Greta', LastName: 'Lindqvist', Email: 'greta.lindqvist@fargocoffeehaus.example', Title: 'Roast trainer' },
		],
		deals: [{ Name: 'Espresso machines for two stores', StageName: 'Qualification', Probability: '20', Amount: '18400.00', CloseDate: '2027-02-26' }],
	},
	{
		...{ Name: 'Harbor Clinics', Website: 'https://harborclinics.example', BillingCity: 'Boston' },
		people: [{ FirstName: 'Mina', LastName: 'Park', Email: 'mina.park@harborclinics.example', Title: 'Facilities lead', Phone: '+1 617 555 0190' }],
	},
	{
		...{ Name: 'Prairie Rail Dining', Website: 'https://prairierail.example', BillingCity: 'Bismarck' },
		people: [
			{ FirstName: 'Ines', LastName: 'Castellano', Email: 'ines.castellano@prairierail.example', Title: 'Beverage manager' },
			{ FirstName: 'Ines', LastName: 'Castellano', Email: 'ines.castellano@prairierail.example', Title: 'Beverage mgr' },
			{ FirstName: 'Otis', LastName: 'Brandt', Title: 'Night steward' },
		],
	},
	{
		leads: [
			{ FirstName: 'Wren', LastName: 'Okafor', Company: 'Okafor Bakes', Email: 'wren.okafor@okaforbakes.example', LeadSource: 'Web', Rating: 'Warm' },
			{ FirstName: 'Jonas', LastName: 'Pettersson', Company: 'Nordic Reading Rooms', Email: 'jonas@nordicreading.example', HasOptedOutOfEmail: true },
		],
	},
]
