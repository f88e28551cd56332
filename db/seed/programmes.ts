import type { Tx } from '../client.server.ts'
import { contacts } from './account-rows.ts'
import { sellerId } from './company.ts'
import type { Clock } from './days.ts'
import { fill } from './fill.ts'
import { campaignId } from './marketing.ts'
import { marketerId } from './people.ts'
import { newRoast } from './prices.ts'
import { productId } from './products/index.ts'
import { randomFrom } from './random.ts'
import { w } from './words.ts'

type Words = ReturnType<typeof w>
type Mail = { name: string; subject: Words; preheader: Words; heading: Words; body: Words; button: Words }

const mails: readonly Mail[] = [
	{
		name: 'Your cart is still here',
		subject: w('Your cart is still here', 'Votre panier vous attend', 'Su carrito sigue aquí', 'カートの商品をお取り置きしています', 'Váš košík tu pořád je'),
		preheader: w(
			'Nothing is lost, and your prices hold.',
			'Rien n’est perdu, et vos prix tiennent.',
			'No se perdió nada y sus precios se mantienen.',
			'内容も価格もそのままです。',
			'Nic se neztratilo a vaše ceny platí.',
		),
		heading: w('Shall we roast it for you?', 'On vous le torréfie ?', '¿Se lo tostamos?', '焙煎を始めましょうか', 'Máme vám ji upražit?'),
		body: w(
			'You put something aside and were called away. It is all still in your cart. Order before noon and it leaves today.',
			'Vous avez mis quelque chose de côté, puis on vous a appelé ailleurs. Tout est encore dans votre panier. Commandé avant midi, cela part aujourd’hui.',
			'Apartó algo y le llamaron a otra parte. Todo sigue en su carrito. Si lo pide antes del mediodía, sale hoy.',
			'お選びいただいた商品は、カートにそのまま残っています。正午までのご注文は本日出荷いたします。',
			'Něco jste si odložili a pak vás odvolali. Všechno je pořád v košíku. Když objednáte do poledne, odejde to dnes.',
		),
		button: w('Back to my cart', 'Revenir à mon panier', 'Volver a mi carrito', 'カートに戻る', 'Zpět do košíku'),
	},
	{
		name: 'A question about your cart',
		subject: w('Is something missing?', 'Il manque quelque chose ?', '¿Falta algo?', 'お困りのことはありませんか', 'Chybí vám něco?'),
		preheader: w(
			'Write back, and a person answers.',
			'Répondez : une personne vous lira.',
			'Responda y le contestará una persona.',
			'ご返信には担当者がお答えします。',
			'Odepište, odpoví vám člověk.',
		),
		heading: w('We can help you choose', 'Nous pouvons vous aider à choisir', 'Le ayudamos a elegir', 'お選びのお手伝いをします', 'Pomůžeme vám vybrat'),
		body: w(
			'A grind, a delivery day, a price for more: tell us what kept you, and we sort it out before you order.',
			'Une mouture, un jour de livraison, un prix pour davantage : dites-nous ce qui vous retient et nous le réglons avant la commande.',
			'Una molienda, un día de entrega, un precio por más cantidad: díganos qué le detuvo y lo resolvemos antes del pedido.',
			'挽き方、お届け日、まとめ買いの価格など、気になる点をお知らせください。ご注文の前に解決いたします。',
			'Mletí, den dodání, cena za víc: napište, co vás zdrželo, a my to vyřešíme dřív, než objednáte.',
		),
		button: w('See my cart', 'Voir mon panier', 'Ver mi carrito', 'カートを見る', 'Zobrazit košík'),
	},
	{
		name: 'How the others brew it',
		subject: w(
			'How other bars brew it',
			'Comment d’autres bars le préparent',
			'Cómo lo preparan otras barras',
			'ほかのお店の淹れ方',
			'Jak ji připravují jinde',
		),
		preheader: w(
			'Three recipes from three counters.',
			'Trois recettes de trois comptoirs.',
			'Tres recetas de tres barras.',
			'3軒のお店の3つのレシピ。',
			'Tři recepty od tří pultů.',
		),
		heading: w(
			'Three recipes for one roast',
			'Trois recettes pour une torréfaction',
			'Tres recetas para un tueste',
			'1つの焙煎に3つのレシピ',
			'Tři recepty na jedno pražení',
		),
		body: w(
			'A short espresso, a long filter and a cold one for the afternoon. Try them on your own machine and tell us which one your guests asked for again.',
			'Un espresso court, un filtre long et une version froide pour l’après-midi. Essayez-les sur votre machine et dites-nous laquelle vos clients ont redemandée.',
			'Un espresso corto, un filtro largo y uno frío para la tarde. Pruébelos en su máquina y díganos cuál volvieron a pedir.',
			'短いエスプレッソ、ゆっくり淹れるフィルター、午後のコールド。お店のマシンで試して、お客様に人気だったものを教えてください。',
			'Krátké espresso, dlouhý filtr a jedno studené na odpoledne. Zkuste je na svém stroji a napište, které si hosté dali znovu.',
		),
		button: w('See the roast', 'Voir la torréfaction', 'Ver el tueste', '焙煎を見る', 'Zobrazit pražení'),
	},
]

const locales = ['en', 'fr-CA', 'es', 'ja', 'cs'] as const
const contentOf = ({ subject, preheader, heading, body, button }: Mail) =>
	Object.fromEntries(
		locales.map((locale) => [
			locale,
			{ subject: subject[locale], preheader: preheader[locale], heading: heading[locale], body: body[locale], button: button[locale] },
		]),
	)

/** The story's own send has the first number. */
const mailId = (place: number) => 2 + place
const wait = (amount: number, unit: string, at: string | null, window: string) => ({ amount, unit, at, window })

const cartSteps = [
	{ key: 's1', kind: 'wait', wait: wait(4, 'hours', null, 'office'), next: 's2' },
	{ key: 's2', kind: 'send', sendId: mailId(0), next: 's3' },
	{ key: 's3', kind: 'wait', wait: wait(2, 'working_days', '09:00', 'any'), next: 's4' },
	{ key: 's4', kind: 'if', question: { all: [{ field: 'did:campaign.touch_confirmed:3', op: 'gte', value: 1 }] }, yes: 's5', no: 's6' },
	{ key: 's5', kind: 'action', actions: [{ kind: 'task', subject: 'Came back to the cart and left again: call', dueDays: 1, priority: 'high' }], next: 's8' },
	{ key: 's6', kind: 'send', sendId: mailId(1), next: 's7' },
	{ key: 's7', kind: 'end' },
	{ key: 's8', kind: 'end' },
]
const nurtureSteps = [
	{ key: 's1', kind: 'action', actions: [{ kind: 'tag_add', tag: 'Nurture' }], next: 's2' },
	{ key: 's2', kind: 'wait', wait: wait(3, 'days', '09:00', 'weekdays'), next: 's3' },
	{ key: 's3', kind: 'send', sendId: mailId(2), next: 's4' },
	{ key: 's4', kind: 'wait', wait: wait(14, 'days', '09:00', 'weekdays'), next: 's5' },
	{ key: 's5', kind: 'if', question: { all: [{ field: 'score', op: 'gte', value: 50 }] }, yes: 's6', no: 's7' },
	{
		...{ key: 's6', kind: 'action', next: 's8' },
		actions: [
			{ kind: 'assign', to: { kind: 'rule', id: null } },
			{ kind: 'tag_remove', tag: 'Nurture' },
		],
	},
	{ key: 's7', kind: 'wait', wait: wait(30, 'days', '09:00', 'weekdays'), next: 's3' },
	{ key: 's8', kind: 'end' },
]

/** The people in the nurture programme: some wait for their first mail, most rest between two. */
const walkers = contacts.flatMap(({ firstName }, index) => (index % 23 === 5 && index % 29 !== 17 && firstName !== 'Luka' ? [{ prospectId: index + 1 }] : []))

/** A programme for carts that were left, one for people who are not ready, with people on their way. */
export async function seedProgrammes(tx: Tx, clock: Clock): Promise<void> {
	await fill(
		tx,
		'ma_send',
		mails.map((mail, place) => ({
			...{ id: mailId(place), sellerEntityId: sellerId, campaignId: campaignId('NEW-ROAST'), name: mail.name, kind: 'programme' },
			...{ productId: productId(newRoast), content: contentOf(mail), createdBy: marketerId, createdAt: clock.instant(-40, 10) },
		})),
	)
	const programme = {
		sellerEntityId: sellerId,
		state: 'running',
		version: 1,
		firstKey: 's1',
		createdBy: marketerId,
		createdAt: clock.instant(-40, 11),
		runningSince: clock.instant(-40, 12),
	}
	await fill(tx, 'ma_program', [
		{
			...{ id: 1, ...programme, name: 'Carts that were left', steps: cartSteps, entryTopic: 'cart.abandoned', takesRecycled: false, yieldsToReps: true },
			...{ exitTopics: ['order.placed', 'cart.recovered', 'quote.requested'], reentryDays: 7 },
		},
		{
			...{ id: 2, ...programme, name: 'Not ready yet', steps: nurtureSteps, entryTopic: null, takesRecycled: true, yieldsToReps: false },
			...{ exitTopics: ['order.placed', 'quote.requested'], reentryDays: 0 },
		},
	])
	const version = { version: 1, firstKey: 's1', publishedAt: clock.instant(-40, 12), publishedBy: marketerId }
	await fill(tx, 'ma_program_version', [
		{ programId: 1, ...version, steps: cartSteps },
		{ programId: 2, ...version, steps: nurtureSteps },
	])
	await seedWalks(tx, clock)
	await seedGrading(tx, clock)
}

/** Who fits this house: the worker grades everybody by it at the first start. */
async function seedGrading(tx: Tx, clock: Clock): Promise<void> {
	await fill(tx, 'ma_profile', [{ id: 1, sellerEntityId: sellerId, name: 'Cafés and restaurants', isDefault: true, createdAt: clock.instant(-200) }])
	const asked = (field: string, op: string, value: unknown) => ({ all: [{ field, op, value }] })
	const criteria = [
		{ name: 'Buys from us', weight: 3, predicate: asked('isBuyer', 'eq', true) },
		{
			name: 'Decides: owner or manager',
			weight: 3,
			predicate: { any: [...['owner', 'manager', 'chef'].map((word) => ({ field: 'title', op: 'contains', value: word }))] },
		},
		{ name: 'Account in good standing', weight: 2, predicate: asked('accountStanding', 'eq', 'good') },
		{ name: 'Ordered in the last 90 days', weight: 2, predicate: asked('did:order.placed:90', 'gte', 1) },
		{ name: 'No address to write to', weight: -3, predicate: { all: [{ field: 'email', op: 'blank' }] } },
	]
	await fill(
		tx,
		'ma_criterion',
		criteria.map((criterion, index) => ({ id: index + 1, profileId: 1, position: index + 1, ...criterion })),
	)
	await fill(tx, 'ma_run', [{ sellerEntityId: sellerId, kind: 'grade', total: contacts.length, userId: marketerId, createdAt: clock.at }])
}

async function seedWalks(tx: Tx, clock: Clock): Promise<void> {
	const random = randomFrom(416)
	const walks = walkers.map(({ prospectId }, index) => {
		const entered = -random.whole(1, 16)
		const isFirst = entered > -4
		return { id: index + 1, prospectId, entered, isFirst, due: isFirst ? entered + 4 : entered + 20 }
	})
	await fill(
		tx,
		'ma_enrolment',
		walks.map(({ id, prospectId, entered, isFirst, due }) => ({
			...{ id, programId: 2, prospectId, version: 1, state: 'going', cause: 'by hand', stepKey: isFirst ? 's2' : 's4', hops: isFirst ? 1 : 3 },
			...{ enteredAt: clock.instant(entered, 9), dueAt: clock.instant(due, 9) },
		})),
	)
	await fill(
		tx,
		'ma_enrolment_step',
		walks.flatMap(({ id, entered, isFirst }) => {
			const step = (hop: number, stepKey: string, kind: string, outcome: string | null, day: number) => ({
				...{ enrolmentId: id, hop, programId: 2, stepKey, kind, outcome, at: clock.instant(day, 9) },
			})
			const first = step(1, 's1', 'action', 'acted', entered)
			return isFirst ? [first] : [first, step(2, 's2', 'wait', null, entered + 4), step(3, 's3', 'send', 'mailed', entered + 4)]
		}),
	)
	await fill(
		tx,
		'ma_send_recipient',
		walks.flatMap(({ id, prospectId, entered, isFirst }) =>
			isFirst ? [] : [{ sendId: mailId(2), prospectId, sentAt: clock.instant(entered + 4, 9), enrolmentId: id, walk: `${id}:2` }],
		),
	)
}
