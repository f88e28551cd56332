import { defineField, defineObject } from '../connectors/salesforce/stand-in/define.ts'
import { type Org, put, type Values } from '../connectors/salesforce/stand-in/org.ts'

/**
 * What the trial org begins with: companies and people whom the demo knows too, with words of their own, so that a first run has
 * something to agree on; others whom only the org knows; what an org always has, a twin and somebody without an address; and an object of its own, the machines that
 * its people installed at these companies.
 */
export function fillTrialOrg(org: Org): void {
	// The demo sells in two currencies, and so does the org.
	for (const object of ['Opportunity', 'Campaign'])
		org.objects.get(object)?.fields.set('CurrencyIsoCode', defineField(`CurrencyIsoCode picklist(USD;CAD) * "${object} Currency"`, object))
	org.objects.set('Machine__c', defineObject('Machine__c', 'a00', 'Installed machine', machine))
	org.rows.set('Machine__c', new Map())
	for (const { people = [], leads = [], deals = [], machines = [], ...account } of companies) {
		const id = account.Name ? put(org, 'Account', { ...account }).id : null
		for (const one of machines) put(org, 'Machine__c', { ...one, Account__c: id })
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

const machine = `
Name string(80) ! "Machine"
Account__c reference(Account) "Account"
Serial__c string(40) "Serial number"
Kind__c picklist(Espresso;Grinder;Filter) * "Kind"
Installed__c date "Installed on"
Under_Contract__c boolean "Under service contract"
Worth__c currency(18,2) "Worth when new"
`

type Company = { Name?: string; Website?: string; BillingCity?: string; people?: Values[]; leads?: Values[]; deals?: Values[]; machines?: Values[] }

const companies: Company[] = [
	{
		...{ Name: 'Fargo Coffeehaus', Website: 'https://fargocoffeehaus.example', BillingCity: 'Fargo' },
		people: [
			{ FirstName: 'Luka', LastName: 'Novak', Email: 'luka.novak@fargocoffeehaus.example', Title: 'Head of buying', Phone: '+1 701 555 0142' },
			{ FirstName: 'Greta', LastName: 'Lindqvist', Email: 'greta.lindqvist@fargocoffeehaus.example', Title: 'Roast trainer' },
		],
		machines: [
			{
				...{ Name: 'Linea Classic, Fargo bar', Serial__c: 'LC-20418', Kind__c: 'Espresso', Installed__c: '2021-09-14' },
				...{ Under_Contract__c: true, Worth__c: '11900.00' },
			},
			{ Name: 'Mythos grinder', Serial__c: 'MY-7731', Kind__c: 'Grinder', Installed__c: '2024-03-02', Under_Contract__c: false, Worth__c: '2150.00' },
		],
		deals: [{ Name: 'Espresso machines for two stores', StageName: 'Qualification', Probability: '20', Amount: '18400.00', CloseDate: '2027-02-26' }],
	},
	{
		...{ Name: 'Harbor Clinics', Website: 'https://harborclinics.example', BillingCity: 'Boston' },
		machines: [
			{ Name: 'Batch brewer, canteen', Serial__c: 'BB-0093', Kind__c: 'Filter', Installed__c: '2023-05-30', Under_Contract__c: true, Worth__c: '1480.00' },
		],
		people: [{ FirstName: 'Mina', LastName: 'Park', Email: 'mina.park@harborclinics.example', Title: 'Facilities lead', Phone: '+1 617 555 0190' }],
	},
	{
		...{ Name: 'Prairie Rail Dining', Website: 'https://prairierail.example', BillingCity: 'Bismarck' },
		machines: [{ Name: 'Dining car 4', Kind__c: 'Espresso', Under_Contract__c: false }],
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
