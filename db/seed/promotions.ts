import { parseBenefit } from '../../app/engine/promotion/benefits.ts'
import { parseConditions } from '../../app/engine/promotion/conditions.ts'
import type { Tx } from '../client.server.ts'
import { categoryId } from './categories.ts'
import { sellerId } from './company.ts'
import type { Clock } from './days.ts'
import { fill } from './fill.ts'
import { type Group, groupId } from './groups.ts'
import { productId } from './products/index.ts'
import { locales, type Words, w } from './words.ts'

type SeedPromotion = {
	code: string
	phase: 'line' | 'bundle' | 'order' | 'shipping' | 'terms'
	lane: string
	priority?: number
	currency?: 'USD' | 'CAD'
	couponCode?: string
	groups?: readonly Group[]
	conditions: object
	benefit: object
	status?: 'draft' | 'published' | 'retired'
	from: number
	to?: number
	name: Words
	description: Words
	budget?: { policy: 'reject' | 'cap'; limitMinor?: number; limitUses?: number }
}

const porcelain = ['CON-CUP-ESP', 'CON-CUP-CAP', 'CON-CUP-LAT', 'CON-CUP-ESPB', 'CON-CUP-CAPB', 'CON-CUP-MUG']

/** Each is addressed to groups, so that an account outside them has none: the story's second alert comes without an offer. */
export const promotions = (): readonly SeedPromotion[] => [
	{
		code: 'ACC30',
		phase: 'line',
		lane: 'accessories',
		groups: ['MIDWEST'],
		from: -20,
		to: 70,
		conditions: { categoryIds: [categoryId('espresso-accessories')], relation: { kind: 'accessory', of: 'owned' } },
		benefit: { kind: 'percent', scope: 'line', percentPpm: 300_000 },
		name: w(
			'30 % off espresso-machine accessories',
			'30 % sur les accessoires de machine à espresso',
			'30 % de descuento en accesorios para máquina de espresso',
			'エスプレッソマシン用アクセサリー30%オフ',
			'Sleva 30 % na příslušenství ke kávovarům',
		),
		description: w(
			'For houses with one of our espresso machines on record.',
			'Pour les maisons dont une de nos machines à espresso est au dossier.',
			'Para casas con una de nuestras máquinas de espresso registrada.',
			'当社のエスプレッソマシンをご登録のお客様が対象です。',
			'Pro podniky, které mají u nás evidovaný kávovar.',
		),
	},
	{
		code: 'ORDER5',
		phase: 'order',
		lane: 'order',
		currency: 'USD',
		groups: ['PARTNERS'],
		from: -180,
		conditions: { amount: { minMinor: 15_000 } },
		benefit: { kind: 'percent', scope: 'order', percentPpm: 50_000 },
		name: w(
			'5 % off orders from $150',
			'5 % sur les commandes dès 150 $ US',
			'5 % de descuento desde 150 USD',
			'150米ドル以上のご注文で5%オフ',
			'Sleva 5 % na objednávky od 150 USD',
		),
		description: w(
			'Counted after other discounts on lines.',
			'Calculé après les autres rabais sur les lignes.',
			'Se calcula después de los demás descuentos por línea.',
			'他の明細割引を適用した後の金額で判定します。',
			'Počítá se po ostatních slevách na řádcích.',
		),
	},
	{
		code: 'SHIP20',
		phase: 'shipping',
		lane: 'shipping',
		currency: 'USD',
		groups: ['PARTNERS'],
		from: -180,
		conditions: { amount: { minMinor: 12_000, of: 'resolved_price' } },
		benefit: { kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: 2_000 },
		name: w(
			'Free shipping, up to $20',
			'Livraison gratuite, jusqu’à 20 $ US',
			'Envío gratis, hasta 20 USD',
			'送料無料(20米ドルまで)',
			'Doprava zdarma do 20 USD',
		),
		description: w(
			'For orders from $120, shared over all deliveries.',
			'Pour les commandes dès 120 $ US, réparti sur toutes les livraisons.',
			'Para pedidos desde 120 USD, repartido entre todas las entregas.',
			'120米ドル以上のご注文が対象。すべての配送に按分します。',
			'Pro objednávky od 120 USD, rozdělí se na všechny dodávky.',
		),
	},
	{
		code: 'NET45',
		phase: 'terms',
		lane: 'terms',
		groups: ['MIDWEST'],
		from: -20,
		to: 70,
		conditions: {},
		benefit: { kind: 'terms', days: 45 },
		name: w('Net 45', 'Net 45 jours', 'Pago a 45 días', '45日払い', 'Splatnost 45 dní'),
		description: w(
			'Forty-five days to pay, for accounts in good standing.',
			'Quarante-cinq jours pour payer, pour les comptes en règle.',
			'Cuarenta y cinco días para pagar, para cuentas al corriente.',
			'お支払い状況が良好なお客様は、お支払い期限が45日になります。',
			'Čtyřicet pět dní na zaplacení pro účty v dobrém stavu.',
		),
	},
	{
		code: 'CUPS12-6',
		phase: 'bundle',
		lane: 'cups',
		groups: ['HOSPITALITY', 'PARTNERS'],
		from: -60,
		to: 60,
		conditions: { productIds: porcelain.map(productId) },
		benefit: { kind: 'free_units', buyQuantity: 120_000, getQuantity: 60_000, percentPpm: 1_000_000, maxUses: 4 },
		name: w(
			'Twelve cups, six more free',
			'Douze tasses, six de plus gratuites',
			'Doce tazas y seis más gratis',
			'カップ12客で6客プレゼント',
			'Dvanáct šálků a šest navíc zdarma',
		),
		description: w(
			'Any porcelain; the six least expensive are free, up to four times in an order.',
			'Toute la porcelaine ; les six moins chères sont gratuites, jusqu’à quatre fois par commande.',
			'Cualquier porcelana; las seis más económicas son gratis, hasta cuatro veces por pedido.',
			'磁器すべて対象。お安い6客が無料、1回のご注文で4回まで。',
			'Jakýkoli porcelán; šest nejlevnějších zdarma, nejvýš čtyřikrát v objednávce.',
		),
	},
	{
		code: 'WELCOME10',
		phase: 'order',
		lane: 'welcome',
		couponCode: 'WELCOME10',
		from: -200,
		conditions: { firstOrder: true },
		benefit: { kind: 'percent', scope: 'order', percentPpm: 100_000 },
		name: w(
			'Welcome: 10 % off the first order',
			'Bienvenue : 10 % sur la première commande',
			'Bienvenida: 10 % en el primer pedido',
			'ようこそ：初回ご注文10%オフ',
			'Na přivítanou: 10 % z první objednávky',
		),
		description: w(
			'With the coupon WELCOME10.',
			'Avec le coupon WELCOME10.',
			'Con el cupón WELCOME10.',
			'クーポンWELCOME10をご利用ください。',
			'S kuponem WELCOME10.',
		),
		budget: { policy: 'reject', limitUses: 200 },
	},
	{
		code: 'CLEAN15',
		phase: 'line',
		lane: 'cleaning',
		currency: 'USD',
		groups: ['NORTHEAST', 'SOUTH', 'WEST', 'HOSPITALITY'],
		from: -25,
		to: 35,
		conditions: { categoryIds: [categoryId('cleaning')], quantity: { min: 30_000, per: 'selected' } },
		benefit: { kind: 'percent', scope: 'line', percentPpm: 150_000 },
		name: w(
			'15 % off three or more cleaning products',
			'15 % dès trois produits de nettoyage',
			'15 % en tres o más productos de limpieza',
			'洗浄用品3点以上で15%オフ',
			'Sleva 15 % na tři a více čisticích přípravků',
		),
		description: w(
			'While the budget of $2,500 lasts.',
			'Jusqu’à épuisement du budget de 2 500 $ US.',
			'Hasta agotar el presupuesto de 2500 USD.',
			'総額2,500米ドルに達し次第終了します。',
			'Do vyčerpání rozpočtu 2 500 USD.',
		),
		budget: { policy: 'cap', limitMinor: 250_000 },
	},
	{
		code: 'SWEET500',
		phase: 'bundle',
		lane: 'gifts',
		currency: 'USD',
		groups: ['HOSPITALITY'],
		from: -30,
		to: 60,
		conditions: { amount: { minMinor: 50_000, of: 'resolved_price' } },
		benefit: { kind: 'gift', productId: productId('CON-CHO-SQR'), unit: 'each', quantity: 10_000, every: null, maxUses: 1 },
		name: w(
			'A box of chocolate squares from $500',
			'Une boîte de carrés de chocolat dès 500 $ US',
			'Una caja de onzas de chocolate desde 500 USD',
			'500米ドル以上で一口チョコレート1箱プレゼント',
			'Krabice čokoládových čtverečků od 500 USD',
		),
		description: w(
			'Two hundred squares for the pillow or the saucer.',
			'Deux cents carrés pour l’oreiller ou la soucoupe.',
			'Doscientas onzas para la almohada o el platillo.',
			'枕元やソーサーに添えられる200個入り。',
			'Dvě stě čtverečků na polštář nebo na podšálek.',
		),
	},
	{
		code: 'CANADA-COFFEE',
		phase: 'line',
		lane: 'coffee',
		currency: 'CAD',
		groups: ['CANADA'],
		from: -90,
		to: 90,
		conditions: { categoryIds: [categoryId('coffee')], quantity: { min: 240_000, per: 'selected' } },
		benefit: { kind: 'percent', scope: 'line', percentPpm: 60_000 },
		name: w(
			'6 % off coffee from 24 bags',
			'6 % sur le café dès 24 sacs',
			'6 % en café desde 24 bolsas',
			'コーヒー24袋以上で6%オフ',
			'Sleva 6 % na kávu od 24 balení',
		),
		description: w(
			'Mix the bags as you like.',
			'Mélangez les sacs à votre guise.',
			'Combine las bolsas como prefiera.',
			'銘柄は自由に組み合わせられます。',
			'Balení můžete libovolně kombinovat.',
		),
	},
	{
		code: 'ICED-SUMMER',
		phase: 'line',
		lane: 'coffee',
		currency: 'USD',
		groups: ['SOUTH', 'WEST'],
		status: 'draft',
		from: 60,
		to: 150,
		conditions: { productIds: [productId('COF-COL-1KG'), productId('COF-COL-5KG')] },
		benefit: { kind: 'percent', scope: 'line', percentPpm: 80_000 },
		name: w(
			'8 % off Cold Front all summer',
			'8 % sur Front froid tout l’été',
			'8 % en Frente frío todo el verano',
			'夏季限定：コールドフロント8%オフ',
			'Celé léto 8 % na Studenou frontu',
		),
		description: w(
			'A draft for the hot months.',
			'Une ébauche pour les mois chauds.',
			'Un borrador para los meses de calor.',
			'夏に向けた下書きです。',
			'Koncept na teplé měsíce.',
		),
	},
]

/** What the engine would refuse must never enter by the seed. */
function proven(promotion: SeedPromotion): SeedPromotion {
	const answers = [parseConditions(promotion.conditions), parseBenefit(promotion.benefit)]
	for (const answer of answers) if (!answer.ok) throw new Error(`${promotion.code}: ${JSON.stringify(answer.refusals)}`)
	return promotion
}

export async function seedPromotions(tx: Tx, clock: Clock): Promise<void> {
	const all = promotions().map(proven)
	await fill(
		tx,
		'promotion',
		all.map((one, index) => ({
			id: index + 1,
			sellerEntityId: sellerId,
			code: one.code,
			phase: one.phase,
			lane: one.lane,
			priority: one.priority ?? 0,
			currency: one.currency ?? null,
			couponCode: one.couponCode ?? null,
			conditions: one.conditions,
			benefit: one.benefit,
			status: one.status ?? 'published',
			validFrom: clock.instant(one.from),
			validTo: one.to === undefined ? null : clock.instant(one.to),
			createdAt: clock.instant(Math.min(one.from, -2)),
			updatedAt: clock.instant(Math.min(one.from, -2)),
		})),
	)
	await fill(
		tx,
		'promotion_text',
		all.flatMap(({ name, description }, index) =>
			locales.map((locale) => ({ promotionId: index + 1, locale, name: name[locale], description: description[locale] })),
		),
	)
	await fill(
		tx,
		'promotion_audience',
		all.flatMap(({ groups = [] }, index) => groups.map((code) => ({ promotionId: index + 1, buyerGroupId: groupId(code) }))),
	)
	await fill(
		tx,
		'promotion_budget',
		all.flatMap(({ budget }, index) =>
			budget ? [{ promotionId: index + 1, policy: budget.policy, limitMinor: budget.limitMinor ?? null, limitUses: budget.limitUses ?? null }] : [],
		),
	)
}
