import { createHash } from 'node:crypto'
import type { Tx } from '../client.server.ts'
import { contacts } from './account-rows.ts'
import { accounts, firstAccountId } from './accounts.ts'
import { sellerId } from './company.ts'
import type { Clock } from './days.ts'
import { fill } from './fill.ts'
import { groupId } from './groups.ts'
import { marketerId } from './people.ts'
import { newRoast } from './prices.ts'
import { productId } from './products/index.ts'
import { randomFrom } from './random.ts'
import { w } from './words.ts'

type Campaign = {
	code: string
	name: string
	kind: string
	status: 'planned' | 'in_progress' | 'completed'
	from: number
	to: number
	budgetMinor: number
	actualMinor: number
	expectedMinor: number
	groups: readonly string[]
}

/** The first is the story's: its send is a draft until the marketer sends it. */
const campaigns: readonly Campaign[] = [
	{
		code: 'NEW-ROAST',
		name: 'New roast',
		kind: 'email',
		status: 'in_progress',
		from: -10,
		to: 45,
		budgetMinor: 120_000,
		actualMinor: 38_000,
		expectedMinor: 2_500_000,
		groups: [],
	},
	{
		code: 'SPRING-BAR',
		name: 'Spring bar check',
		kind: 'email',
		status: 'completed',
		from: -290,
		to: -250,
		budgetMinor: 90_000,
		actualMinor: 84_500,
		expectedMinor: 1_800_000,
		groups: ['MIDWEST', 'NORTHEAST'],
	},
	{
		code: 'COLD-BREW',
		name: 'Cold brew season',
		kind: 'email',
		status: 'completed',
		from: -205,
		to: -140,
		budgetMinor: 150_000,
		actualMinor: 161_200,
		expectedMinor: 3_200_000,
		groups: ['SOUTH', 'WEST', 'HOSPITALITY'],
	},
	{
		code: 'OPEN-HOUSE',
		name: 'Roastery open house',
		kind: 'event',
		status: 'completed',
		from: -120,
		to: -118,
		budgetMinor: 400_000,
		actualMinor: 372_900,
		expectedMinor: 2_000_000,
		groups: ['MIDWEST'],
	},
	{
		code: 'CANADA-HELLO',
		name: 'Bonjour Canada',
		kind: 'email',
		status: 'completed',
		from: -95,
		to: -60,
		budgetMinor: 100_000,
		actualMinor: 92_000,
		expectedMinor: 1_500_000,
		groups: ['CANADA'],
	},
]

export const campaignId = (code: string) => campaigns.findIndex((campaign) => campaign.code === code) + 1

const steps = [
	{ status: 'Sent', rank: 1, hasResponded: false },
	{ status: 'Opened', rank: 2, hasResponded: false },
	{ status: 'Responded', rank: 3, hasResponded: true },
]

const subject = w(
	'Winterlight is here: our new roast',
	'Lumière d’hiver est arrivée : notre nouvelle torréfaction',
	'Llega Luz de invierno: nuestro nuevo tueste',
	'新しい焙煎「ウィンターライト」ができました',
	'Zimní světlo je tady: naše nové pražení',
)
const preheader = w(
	'Cherry, caramel, cocoa – at your own price.',
	'Cerise, caramel, cacao : à votre prix.',
	'Cereza, caramelo y cacao, a su precio.',
	'チェリー、キャラメル、カカオ。お客様専用価格で。',
	'Třešeň, karamel, kakao – za vaši cenu.',
)
const heading = w(
	'For short days and long mornings',
	'Pour les jours courts et les longs matins',
	'Para días cortos y mañanas largas',
	'短い日と、ゆっくりした朝のために',
	'Pro krátké dny a dlouhá rána',
)
const body = w(
	'Winterlight layers Ethiopian fruit over a Guatemalan base. It is sweet as espresso and clear in the filter, and it is roasted for you this week. Follow the link to see it at the price of your house.',
	'Lumière d’hiver marie le fruit de l’Éthiopie à une base guatémaltèque. Douce en espresso, nette en filtre, elle est torréfiée pour vous cette semaine. Suivez le lien pour la voir au prix de votre maison.',
	'Luz de invierno une fruta etíope a una base guatemalteca. Dulce en espresso y limpia en filtro, la tostamos para usted esta semana. Siga el enlace para verla al precio de su casa.',
	'ウィンターライトは、グアテマラの土台にエチオピアの果実味を重ねたブレンドです。エスプレッソでは甘く、フィルターではすっきりと。今週、皆様のために焙煎します。リンクから専用価格をご覧ください。',
	'Zimní světlo vrství etiopské ovoce na guatemalský základ. V espressu je sladké, ve filtru čisté a pražíme ho pro vás tento týden. Odkaz vám ukáže cenu vašeho podniku.',
)
const button = w('See Winterlight', 'Voir Lumière d’hiver', 'Ver Luz de invierno', 'ウィンターライトを見る', 'Zobrazit Zimní světlo')

const content = Object.fromEntries(
	(['en', 'fr-CA', 'es', 'ja', 'cs'] as const).map((locale) => [
		locale,
		{ subject: subject[locale], preheader: preheader[locale], heading: heading[locale], body: body[locale], button: button[locale] },
	]),
)

const grades = ['A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'D'] as const

/** Who received each past campaign and how far it went. */
export function campaignMembers(clock: Clock) {
	const random = randomFrom(44)
	return campaigns.flatMap((campaign, index) =>
		contacts
			.filter(({ accountId }) => accounts[accountId - firstAccountId]?.groups.some((code) => campaign.groups.includes(code)))
			.map((contact) => {
				const status = random.pick(['Sent', 'Sent', 'Opened', 'Opened', 'Responded'])
				return {
					campaignId: index + 1,
					contactId: contact.id,
					status,
					respondedAt: status === 'Responded' ? clock.instant(campaign.from + random.whole(0, 2), random.whole(8, 17)) : null,
					createdAt: clock.instant(campaign.from),
				}
			}),
	)
}

export async function seedMarketing(tx: Tx, clock: Clock): Promise<void> {
	const random = randomFrom(45)
	await fill(
		tx,
		'crm_campaign',
		campaigns.map(({ code, name, kind, status, from, to, budgetMinor, actualMinor, expectedMinor }, index) => ({
			id: index + 1,
			sellerEntityId: sellerId,
			code,
			name,
			kind,
			status,
			currency: 'USD',
			budgetedCostMinor: budgetMinor,
			actualCostMinor: actualMinor,
			expectedRevenueMinor: expectedMinor,
			startsOn: clock.day(from),
			endsOn: clock.day(to),
			createdAt: clock.instant(from - 14),
		})),
	)
	await fill(
		tx,
		'crm_campaign_status',
		campaigns.flatMap((_, index) => steps.map((step) => ({ campaignId: index + 1, ...step }))),
	)
	await fill(
		tx,
		'ma_campaign',
		campaigns.map(({ name, from }, index) => ({
			id: index + 1,
			sellerEntityId: sellerId,
			name,
			crmCampaignId: index + 1,
			createdAt: clock.instant(from - 14),
		})),
	)
	const members = campaignMembers(clock)
	await fill(tx, 'crm_campaign_member', members)
	await fill(
		tx,
		'ma_prospect',
		contacts.map((contact, index) => ({
			id: index + 1,
			sellerEntityId: sellerId,
			email: contact.email,
			firstName: contact.firstName,
			lastName: contact.lastName,
			company: accounts[contact.accountId - firstAccountId]?.name,
			title: contact.title,
			locale: contact.locale,
			contactId: contact.id,
			sourceCampaignId: members.find(({ contactId }) => contactId === contact.id)?.campaignId ?? null,
			grade: contact.role === 'owner' ? 'A' : random.pick(grades),
			optedOut: index % 29 === 17,
			createdAt: clock.daysAgo(400),
		})),
	)
	await fill(
		tx,
		'ma_consent',
		contacts.map((contact, index) => ({
			prospectId: index + 1,
			emailHash: createHash('sha256').update(contact.email.toLowerCase()).digest('hex'),
			kind: index % 29 === 17 ? 'opt_out' : 'opt_in',
			source: 'account opening',
			actor: contact.email,
			evidence: { form: 'terms of supply' },
			at: clock.daysAgo(400),
		})),
	)
	await fill(tx, 'ma_send', [
		{
			id: 1,
			sellerEntityId: sellerId,
			campaignId: campaignId('NEW-ROAST'),
			name: 'New roast: Winterlight',
			buyerGroupId: groupId('MIDWEST'),
			productId: productId(newRoast),
			content,
			createdBy: marketerId,
			createdAt: clock.instant(-2, 10),
		},
	])
}
