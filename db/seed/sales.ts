import { addDays, type Day } from '../../app/engine/base/calendar.ts'
import type { Tx } from '../client.server.ts'
import { accountId, accounts, firstAccountId } from './accounts.ts'
import { cases, seedCases } from './cases.ts'
import { sellerId } from './company.ts'
import type { Clock } from './days.ts'
import { fill } from './fill.ts'
import type { History } from './history/index.ts'
import { type Rep, reps } from './people.ts'

/** What is still missing from Natalie's goal: a little less than the story's order. */
const MISSING_MINOR = 12_000

function quarterOf(today: Day): { startsOn: Day; endsOn: Day } {
	const [year = '', month = ''] = today.split('-')
	const first = Math.floor((Number(month) - 1) / 3) * 3 + 1
	const startsOn = `${year}-${String(first).padStart(2, '0')}-01`
	const next = first === 10 ? `${Number(year) + 1}-01-01` : `${year}-${String(first + 3).padStart(2, '0')}-01`
	return { startsOn, endsOn: addDays(next, -1) }
}

async function seedGoals(tx: Tx, { orders }: History, clock: Clock): Promise<void> {
	const { startsOn, endsOn } = quarterOf(clock.today)
	await fill(
		tx,
		'sales_goal',
		(Object.keys(reps) as Rep[]).map((rep) => {
			const currency = rep === 'marc' ? 'CAD' : 'USD'
			const own = orders.filter(({ account, daysAgo, cart }) => account.rep === rep && clock.day(-daysAgo) >= startsOn && cart.currency === currency)
			const achievedMinor = own.reduce((sum, { cart }) => sum + cart.netMinor, 0)
			const targetMinor = rep === 'natalie' ? achievedMinor + MISSING_MINOR : Math.ceil((achievedMinor * 1.35 + 2_000_000) / 500_000) * 500_000
			return { userId: reps[rep], currency, startsOn, endsOn, targetMinor, achievedMinor }
		}),
	)
}

const pipeline: readonly { account: string; name: string; stage: string; stageRank: number; amountMinor: number; closesIn: number }[] = [
	{ account: 'Loon Lake Lodge', name: 'Second bar for the summer terrace', stage: 'proposal', stageRank: 40, amountMinor: 1_180_000, closesIn: 24 },
	{ account: 'Twin Ports Provisions', name: 'Retail shelf, twelve coffees', stage: 'qualification', stageRank: 20, amountMinor: 640_000, closesIn: 45 },
	{ account: 'Harbor Clinics', name: 'Clinic cafés on terms', stage: 'qualification', stageRank: 20, amountMinor: 900_000, closesIn: 60 },
	{ account: 'Northfield Bakery Co.', name: 'Grinder for decaf', stage: 'negotiation', stageRank: 60, amountMinor: 58_400, closesIn: 9 },
	{ account: 'Great Lakes Hospitality Group', name: 'Group contract renewal', stage: 'negotiation', stageRank: 60, amountMinor: 14_500_000, closesIn: 38 },
	{ account: 'Cedar Rapids Commons', name: 'Espresso corner on the third floor', stage: 'proposal', stageRank: 40, amountMinor: 420_000, closesIn: 20 },
	{ account: 'Northern State University', name: 'Residence halls', stage: 'prospecting', stageRank: 10, amountMinor: 2_600_000, closesIn: 90 },
	{ account: 'Brooklyn Steam', name: 'Second lever machine', stage: 'proposal', stageRank: 40, amountMinor: 776_000, closesIn: 15 },
	{ account: 'Liberty Hall Catering', name: 'Wedding season cups', stage: 'negotiation', stageRank: 60, amountMinor: 310_000, closesIn: 12 },
	{ account: 'Lone Star Breakfast Club', name: 'San Antonio opening', stage: 'prospecting', stageRank: 10, amountMinor: 1_900_000, closesIn: 75 },
	{ account: 'Pacific Crest Foods', name: 'Private label, house blend', stage: 'proposal', stageRank: 40, amountMinor: 8_800_000, closesIn: 50 },
	{ account: 'Mile High Mornings', name: 'Water filters for three stores', stage: 'qualification', stageRank: 20, amountMinor: 96_000, closesIn: 18 },
	{ account: 'Café Mistral', name: 'Troisième comptoir', stage: 'qualification', stageRank: 20, amountMinor: 1_450_000, closesIn: 55 },
	{ account: 'Hôtel Belvédère', name: 'Petit-déjeuner, nouvelle carte', stage: 'proposal', stageRank: 40, amountMinor: 870_000, closesIn: 30 },
]

const leads: readonly {
	first: string
	last: string
	company: string
	title: string
	source: string
	status: string
	rating: string
	rep: Rep
	days: number
}[] = [
	{
		first: 'Signe',
		last: 'Aldridge',
		company: 'Valley City Commons',
		title: 'Owner',
		source: 'web form',
		status: 'open',
		rating: 'hot',
		rep: 'natalie',
		days: 2,
	},
	{
		first: 'Tobias',
		last: 'Renner',
		company: 'Minot Air Museum Café',
		title: 'Manager',
		source: 'trade fair',
		status: 'working',
		rating: 'warm',
		rep: 'natalie',
		days: 9,
	},
	{
		first: 'Wanda',
		last: 'Iverson',
		company: 'Lakes Region Library',
		title: 'Director',
		source: 'referral',
		status: 'open',
		rating: 'warm',
		rep: 'natalie',
		days: 5,
	},
	{
		first: 'Kofi',
		last: 'Mensah',
		company: 'South Loop Bindery',
		title: 'Office manager',
		source: 'web form',
		status: 'qualified',
		rating: 'hot',
		rep: 'ben',
		days: 14,
	},
	{
		first: 'Delia',
		last: 'Marquez',
		company: 'Riverfront Yoga',
		title: 'Founder',
		source: 'roastery visit',
		status: 'working',
		rating: 'cold',
		rep: 'ben',
		days: 31,
	},
	{
		first: 'Arthur',
		last: 'Penhaligon',
		company: 'Penhaligon & Daughters',
		title: 'Owner',
		source: 'trade fair',
		status: 'open',
		rating: 'warm',
		rep: 'priya',
		days: 6,
	},
	{
		first: 'Simone',
		last: 'Achterberg',
		company: 'Dogwood Theatre',
		title: 'Front of house',
		source: 'web form',
		status: 'recycle',
		rating: 'cold',
		rep: 'priya',
		days: 70,
	},
	{
		first: 'Hiro',
		last: 'Yamane',
		company: 'Yamane Stationers',
		title: 'Owner',
		source: 'referral',
		status: 'qualified',
		rating: 'hot',
		rep: 'hana',
		days: 11,
	},
	{ first: 'Lucie', last: 'Marková', company: 'Boulder Bookbinders', title: 'Owner', source: 'web form', status: 'open', rating: 'warm', rep: 'hana', days: 3 },
	{
		first: 'Geneviève',
		last: 'Roy',
		company: 'Librairie du Canal',
		title: 'Propriétaire',
		source: 'referral',
		status: 'working',
		rating: 'hot',
		rep: 'marc',
		days: 8,
	},
]

/** What sales and service have before them: goals, open opportunities, leads and cases. */
export async function seedSales(tx: Tx, history: History, clock: Clock): Promise<void> {
	await seedGoals(tx, history, clock)
	const ownerOf = (account: string) => reps[accounts[accountId(account) - firstAccountId]?.rep ?? 'natalie']
	await fill(
		tx,
		'crm_opportunity',
		pipeline.map(({ account, name, stage, stageRank, amountMinor, closesIn }, index) => ({
			accountId: accountId(account),
			id: history.wonCount + 1 + index,
			name,
			stage,
			stageRank,
			amountMinor,
			currency: accounts[accountId(account) - firstAccountId]?.rep === 'marc' ? 'CAD' : 'USD',
			closeOn: clock.day(closesIn),
			ownerUserId: ownerOf(account),
			createdAt: clock.daysAgo(20 + index * 3),
		})),
	)
	await fill(
		tx,
		'crm_lead',
		leads.map(({ first, last, company, title, source, status, rating, rep, days }, index) => ({
			id: index + 1,
			sellerEntityId: sellerId,
			firstName: first,
			lastName: last,
			company,
			email: `${first}.${last}@lead-${index + 1}.example`
				.normalize('NFD')
				.replaceAll(/\p{Mark}/gu, '')
				.toLowerCase(),
			title,
			source,
			status,
			rating,
			ownerUserId: reps[rep],
			createdAt: clock.daysAgo(days),
		})),
	)
	await seedCases(tx, clock)
	await fill(
		tx,
		'number_series',
		(
			[
				['order', 'SO-', 4001 + history.orders.length],
				['invoice', 'INV-', 9001 + history.invoiceCount],
				['credit_note', 'CN-', 501],
				['shipment', 'SH-', 7001 + history.shipmentCount],
				['quote', 'Q-', 1201],
				['case', 'CS-', 301 + cases.length],
			] as const
		).map(([kind, prefix, nextValue]) => ({ sellerEntityId: sellerId, kind, prefix, nextValue })),
	)
	// What the nightly run would have found: same segment, two shared products in twelve months (sync-core.md section c).
	await tx`
		insert into similar_account (account_id, similar_id, buyer_group_id, shared_products, computed_at)
		with bought as (
			select distinct l.account_id, l.product_id from order_line l join sales_order o on o.account_id = l.account_id and o.id = l.order_id
			where o.placed_at > ${clock.at}::timestamptz - interval '12 months'
		)
		select a.account_id, b.account_id, min(ma.buyer_group_id), count(distinct a.product_id)::int, ${clock.at}
		from bought a join bought b on b.product_id = a.product_id and b.account_id <> a.account_id
			join buyer_group_member ma on ma.account_id = a.account_id join buyer_group_member mb on mb.account_id = b.account_id and mb.buyer_group_id = ma.buyer_group_id
		group by a.account_id, b.account_id having count(distinct a.product_id) >= 2`
}
