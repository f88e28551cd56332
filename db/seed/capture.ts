import type { Tx } from '../client.server.ts'
import { sellerId } from './company.ts'
import type { Clock } from './days.ts'
import { fill } from './fill.ts'
import { campaignId } from './marketing.ts'
import { marketerId } from './people.ts'
import { w } from './words.ts'

const field = (key: string, kind: string, label: object, given: object = {}) => ({
	...{ key, kind, label, isRequired: false, isHidden: false, initial: '', choices: [], write: 'always' },
	...given,
})

const labels = {
	email: w('E-mail', 'Courriel', 'Correo electrónico', 'メールアドレス', 'E-mail'),
	firstName: w('First name', 'Prénom', 'Nombre', '名', 'Jméno'),
	lastName: w('Last name', 'Nom', 'Apellido', '姓', 'Příjmení'),
	company: w('Your café or company', 'Votre café ou entreprise', 'Su cafetería o empresa', '店名または会社名', 'Vaše kavárna nebo firma'),
	phone: w('Telephone', 'Téléphone', 'Teléfono', '電話番号', 'Telefon'),
	cups: w('Cups a day', 'Tasses par jour', 'Tazas al día', '1日の杯数', 'Šálků denně'),
	wish: w('What would you like to taste?', 'Que souhaitez-vous déguster ?', '¿Qué le gustaría probar?', '試飲したいもの', 'Co byste rádi ochutnali?'),
}

const cups = [
	['Up to 100', w('Up to 100', 'Jusqu’à 100', 'Hasta 100', '100杯まで', 'Do 100')],
	['100 to 500', w('100 to 500', 'De 100 à 500', 'De 100 a 500', '100〜500杯', '100 až 500')],
	['More than 500', w('More than 500', 'Plus de 500', 'Más de 500', '500杯以上', 'Více než 500')],
] as const

const design = {
	title: w('Ask for a tasting', 'Demander une dégustation', 'Pedir una cata', '試飲を申し込む', 'Požádat o ochutnávku'),
	lead: w(
		'We bring the new roast to your bar, with a grinder and an hour of time.',
		'Nous apportons la nouvelle torréfaction à votre bar, avec un moulin et une heure de notre temps.',
		'Llevamos el nuevo tueste a su barra, con un molino y una hora de nuestro tiempo.',
		'新しい焙煎豆とグラインダーを携えて、1時間お店にうかがいます。',
		'Přivezeme nové pražení k vašemu baru, s mlýnkem a hodinou času.',
	),
	submit: w('Ask for a tasting', 'Demander une dégustation', 'Pedir una cata', '申し込む', 'Požádat'),
	fields: [
		field('email', 'email', labels.email, { isRequired: true }),
		field('firstName', 'text', labels.firstName, { isRequired: true }),
		field('lastName', 'text', labels.lastName, { isRequired: true }),
		field('company', 'text', labels.company, { isRequired: true, write: 'if_blank' }),
		field('phone', 'phone', labels.phone),
		field('answer.cups', 'choice', labels.cups, { choices: cups.map(([value, label]) => ({ value, label })) }),
		field('answer.wish', 'long', labels.wish),
	],
	topics: [
		{
			topic: 'promotion',
			label: w(
				'Send me news and offers by mail. I can stop them at any time.',
				'Envoyez-moi nouvelles et offres par courriel. Je peux y mettre fin à tout moment.',
				'Envíenme novedades y ofertas por correo. Puedo darme de baja en cualquier momento.',
				'お知らせや特典をメールで受け取ります。いつでも停止できます。',
				'Posílejte mi novinky a nabídky e-mailem. Kdykoli to mohu ukončit.',
			),
		},
	],
	thanksTitle: w('See you soon', 'À bientôt', 'Hasta pronto', 'お会いできるのを楽しみにしています', 'Brzy na viděnou'),
	thanksText: w(
		'Somebody of our house calls you within two days to find an hour that suits.',
		'Quelqu’un de la maison vous appelle d’ici deux jours pour trouver une heure qui convient.',
		'Alguien de la casa le llamará en dos días para encontrar una hora que convenga.',
		'2日以内に担当者からお電話し、ご都合のよい時間をうかがいます。',
		'Do dvou dnů vám někdo z nás zavolá a najdeme vhodnou hodinu.',
	),
	...{ redirectTo: '', fileBy: 'mail', origins: [] },
}

const page = {
	title: w(
		'Winterlight comes to your bar',
		'Lumière d’hiver arrive à votre bar',
		'Luz de invierno llega a su barra',
		'ウィンターライトをあなたの店で',
		'Zimní světlo u vašeho baru',
	),
	lead: w(
		'Ethiopian fruit over a Guatemalan base. Taste it where it will be drunk: behind your own counter.',
		'Le fruit de l’Éthiopie sur une base guatémaltèque. Goûtez-la là où elle sera bue : derrière votre comptoir.',
		'Fruta etíope sobre una base guatemalteca. Pruébelo donde se va a beber: detrás de su propia barra.',
		'グアテマラの土台にエチオピアの果実味。実際に飲まれる場所、あなたのカウンターで味わってください。',
		'Etiopské ovoce na guatemalském základě. Ochutnejte ho tam, kde se bude pít: za vlastním pultem.',
	),
	picture: 'winter-morning',
	blocks: [
		{
			kind: 'points',
			heading: w('What we bring', 'Ce que nous apportons', 'Qué llevamos', 'お持ちするもの', 'Co přivezeme'),
			text: w(
				'Two kilos, roasted that week\nA grinder, dialled in for espresso and filter\nAn hour, and nothing to sign',
				'Deux kilos, torréfiés dans la semaine\nUn moulin, réglé pour l’espresso et le filtre\nUne heure, et rien à signer',
				'Dos kilos, tostados esa semana\nUn molino, ajustado para espresso y filtro\nUna hora, y nada que firmar',
				'その週に焙煎した豆を2キロ\nエスプレッソとフィルター用に調整したグラインダー\n1時間。契約は不要です',
				'Dvě kila upražená ten týden\nMlýnek nastavený na espresso i filtr\nHodinu času a nic k podpisu',
			),
		},
		{
			kind: 'quote',
			heading: w(
				'Luka Novak, Fargo Coffeehaus',
				'Luka Novak, Fargo Coffeehaus',
				'Luka Novak, Fargo Coffeehaus',
				'ルカ・ノヴァク（ファーゴ・コーヒーハウス）',
				'Luka Novak, Fargo Coffeehaus',
			),
			text: w(
				'We had it on the menu before the machine was cold.',
				'Elle était à la carte avant que la machine ait refroidi.',
				'Estaba en la carta antes de que se enfriara la máquina.',
				'マシンが冷める前に、もうメニューに載せていました。',
				'Byla na lístku dřív, než stroj vychladl.',
			),
		},
	],
}

/** A tasting that can be asked for: its form, its page, and the address on the poster. */
export async function seedCapture(tx: Tx, clock: Clock): Promise<void> {
	const asset = {
		sellerEntityId: sellerId,
		campaignId: campaignId('NEW-ROAST'),
		createdBy: marketerId,
		createdAt: clock.instant(-9, 10),
		changedAt: clock.instant(-9, 10),
	}
	await fill(tx, 'ma_form', [{ id: 1, ...asset, name: 'Tasting request', slug: 'tasting', status: 'published', design }])
	await fill(tx, 'ma_page', [{ id: 1, ...asset, name: 'Winterlight tasting', slug: 'winterlight', status: 'published', design: page, formId: 1 }])
	await fill(tx, 'ma_redirect', [{ id: 1, ...asset, name: 'Poster of the open house', slug: 'poster', status: 'published', target: '/l/winterlight' }])
}
