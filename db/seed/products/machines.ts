import { say, together, type Words, w } from '../words.ts'
import type { SeedProduct } from './product.ts'

const groupWords = {
	1: w('one group', 'un groupe', 'un grupo', '1グループ', 'jedna hlava'),
	2: w('two groups', 'deux groupes', 'dos grupos', '2グループ', 'dvě hlavy'),
	3: w('three groups', 'trois groupes', 'tres grupos', '3グループ', 'tři hlavy'),
} as const

const espressoName = w(
	'{model} espresso machine, {groups}',
	'Machine à espresso {model}, {groups}',
	'Máquina de espresso {model}, {groups}',
	'{model} エスプレッソマシン {groups}',
	'Kávovar {model}, {groups}',
)
const installed = w(
	'Delivered on a pallet, installed and calibrated by our technicians; gaskets and screens for two years are in the box.',
	'Livrée sur palette, installée et réglée par nos techniciens ; joints et douchettes pour deux ans sont inclus.',
	'Se entrega en palé, instalada y calibrada por nuestros técnicos; incluye juntas y duchas para dos años.',
	'パレットで納品し、当社技術者が設置・調整します。2年分のガスケットとスクリーンが付属します。',
	'Dodáváme na paletě, instalují a seřizují naši technici; v balení jsou těsnění a sprchy na dva roky.',
)

type Espresso = {
	code: string
	model: string
	groups: 1 | 2 | 3
	summary: Words
	price: number
	kilograms: number
	watts: number
	status?: 'retired'
	supersededBy?: string
	notInCanada?: boolean
	tone: string
}

const espressoMachines: readonly Espresso[] = [
	{
		code: 'CAP1',
		model: 'Capricorn I',
		groups: 1,
		price: 389_000,
		kilograms: 38,
		watts: 2400,
		tone: 'cream',
		summary: w(
			'A small bar’s whole espresso programme in 40 cm of counter.',
			'Tout l’espresso d’un petit bar sur 40 cm de comptoir.',
			'Todo el espresso de una barra pequeña en 40 cm de mostrador.',
			'カウンター幅40 cmで、小さなバーのエスプレッソをまかなえます。',
			'Celé espresso malého baru na 40 cm pultu.',
		),
	},
	{
		code: 'CAP2',
		model: 'Capricorn II',
		groups: 2,
		price: 689_000,
		kilograms: 62,
		watts: 4200,
		tone: 'cream',
		summary: w(
			'The workhorse: two groups, two boilers, one clear pressure gauge.',
			'La bête de somme : deux groupes, deux chaudières, un manomètre lisible.',
			'La incansable: dos grupos, dos calderas y un manómetro claro.',
			'頼れる定番機。2グループ、ダブルボイラー、見やすい圧力計。',
			'Držák: dvě hlavy, dva bojlery a přehledný manometr.',
		),
	},
	{
		code: 'CAP3',
		model: 'Capricorn III',
		groups: 3,
		price: 949_000,
		kilograms: 84,
		watts: 6000,
		tone: 'cream',
		summary: w(
			'Three groups for the corner that never has a quiet hour.',
			'Trois groupes pour le coin de rue qui ne dort jamais.',
			'Tres grupos para la esquina que nunca descansa.',
			'一日中にぎわう店のための3グループ。',
			'Tři hlavy pro nároží, kde není klidná hodina.',
		),
	},
	{
		code: 'CAP2A',
		model: 'Capricorn II A',
		groups: 2,
		price: 612_000,
		kilograms: 64,
		watts: 4000,
		tone: 'steel',
		status: 'retired',
		supersededBy: 'MAC-ESP-CAP2',
		summary: w(
			'The first Capricorn II, built until last spring; we still keep its parts.',
			'La première Capricorn II, fabriquée jusqu’au printemps dernier ; nous en gardons les pièces.',
			'La primera Capricorn II, fabricada hasta la primavera pasada; seguimos teniendo sus repuestos.',
			'昨春まで製造していた初代Capricorn II。部品は引き続きご用意しています。',
			'První Capricorn II, vyráběl se do loňského jara; díly k němu stále vedeme.',
		),
	},
	{
		code: 'LYR1',
		model: 'Lyra',
		groups: 1,
		price: 274_000,
		kilograms: 29,
		watts: 1800,
		tone: 'sage',
		summary: w(
			'A quiet single group for clinics, bookshops and meeting rooms.',
			'Un groupe discret pour cliniques, librairies et salles de réunion.',
			'Un grupo silencioso para clínicas, librerías y salas de reunión.',
			'診療所や書店、会議室に向く静かな1グループ。',
			'Tichá jednohlavá do ordinací, knihkupectví a zasedaček.',
		),
	},
	{
		code: 'VEL2',
		model: 'Vela Compact',
		groups: 2,
		price: 598_000,
		kilograms: 49,
		watts: 3700,
		tone: 'blue',
		summary: w(
			'Two groups in the width of one and a half.',
			'Deux groupes dans la largeur d’un et demi.',
			'Dos grupos en el ancho de uno y medio.',
			'1.5台分の幅に2グループを収めました。',
			'Dvě hlavy na šířku jedné a půl.',
		),
	},
	{
		code: 'ORI2',
		model: 'Orion',
		groups: 2,
		price: 824_000,
		kilograms: 71,
		watts: 5200,
		tone: 'ink',
		summary: w(
			'Each group its own temperature, each shot on the scale.',
			'Une température par groupe, chaque tasse sur la balance.',
			'Cada grupo a su temperatura, cada extracción en la báscula.',
			'グループごとの温度設定と、一杯ごとの計量。',
			'Každá hlava má svou teplotu, každé espresso svou váhu.',
		),
	},
	{
		code: 'CET2',
		model: 'Cetus Lever',
		groups: 2,
		price: 776_000,
		kilograms: 68,
		watts: 3900,
		tone: 'brass',
		notInCanada: true,
		summary: w(
			'Spring levers for people who like to feel the pressure fall.',
			'Des leviers à ressort pour sentir la pression descendre.',
			'Palancas de muelle para sentir cómo baja la presión.',
			'圧力が落ちていく手ごたえを楽しむスプリングレバー式。',
			'Pružinové páky pro ty, kdo chtějí cítit klesající tlak.',
		),
	},
	{
		code: 'ATL3',
		model: 'Atlas',
		groups: 3,
		price: 1_389_000,
		kilograms: 98,
		watts: 7800,
		tone: 'ink',
		summary: w(
			'Stadiums, hotels, stations: three groups that recover before you do.',
			'Stades, hôtels, gares : trois groupes toujours prêts avant vous.',
			'Estadios, hoteles, estaciones: tres grupos que se recuperan antes que usted.',
			'スタジアム、ホテル、駅に。すぐに復帰する3グループ。',
			'Stadiony, hotely, nádraží: tři hlavy, které jsou připravené dřív než vy.',
		),
	},
]

const espressoStory = w(
	'Rated at {watts} W, {kilograms} kg, 58 mm portafilters throughout.',
	'Puissance de {watts} W, {kilograms} kg, porte-filtres de 58 mm.',
	'Potencia de {watts} W, {kilograms} kg, portafiltros de 58 mm.',
	'定格{watts} W、重量{kilograms} kg、ポルタフィルターは58 mmで統一。',
	'Příkon {watts} W, {kilograms} kg, páky 58 mm.',
)

const espresso = (machine: Espresso): SeedProduct => ({
	sku: `MAC-ESP-${machine.code}`,
	productClass: 'machine',
	family: 'espresso-machine',
	categories: ['espresso-machines'],
	texts: {
		name: say(espressoName, { model: machine.model, groups: groupWords[machine.groups] }),
		summary: machine.summary,
		description: together(machine.summary, say(espressoStory, { watts: machine.watts, kilograms: machine.kilograms }), installed),
	},
	art: { kind: 'espresso-machine', groups: machine.groups, tone: machine.tone },
	price: machine.price,
	cost: Math.round(machine.price * 0.68),
	weightGrams: machine.kilograms * 1000,
	leadDays: 6,
	attributes: { groups: machine.groups, watts: machine.watts, portafilter: '58 mm' },
	...(machine.status ? { status: machine.status } : {}),
	...(machine.supersededBy ? { supersededBy: machine.supersededBy } : {}),
	...(machine.notInCanada ? { notInCanada: true } : {}),
})

const rinsed = w(
	'Everything that touches coffee comes apart without tools and goes under the tap.',
	'Tout ce qui touche le café se démonte sans outil et passe sous le robinet.',
	'Todo lo que toca el café se desmonta sin herramientas y se lava bajo el grifo.',
	'コーヒーに触れる部品はすべて工具なしで外し、水洗いできます。',
	'Vše, co přijde do styku s kávou, jde rozebrat bez nářadí a opláchnout.',
)

type Brewer = { code: string; name: Words; summary: Words; price: number; kilograms: number; litres: string; shape: string }

const brewers: readonly Brewer[] = [
	{
		code: 'TID1',
		name: w(
			'Tidewater batch brewer, 1.8 l',
			'Cafetière filtre Tidewater, 1,8 l',
			'Cafetera de filtro Tidewater, 1,8 l',
			'Tidewater バッチブルワー 1.8 L',
			'Překapávač Tidewater, 1,8 l',
		),
		price: 64_900,
		kilograms: 11,
		litres: '1.8',
		shape: 'single',
		summary: w(
			'One button, one jug, the same cup all morning.',
			'Un bouton, une carafe, la même tasse toute la matinée.',
			'Un botón, una jarra y la misma taza toda la mañana.',
			'ボタンひとつ、ジャグひとつ。朝のあいだ変わらない味。',
			'Jedno tlačítko, jedna konvice a celé dopoledne stejný šálek.',
		),
	},
	{
		code: 'TID2',
		name: w(
			'Tidewater twin brewer, 2 × 1.8 l',
			'Cafetière double Tidewater, 2 × 1,8 l',
			'Cafetera doble Tidewater, 2 × 1,8 l',
			'Tidewater ツインブルワー 2×1.8 L',
			'Dvojitý překapávač Tidewater, 2 × 1,8 l',
		),
		price: 109_000,
		kilograms: 19,
		litres: '3.6',
		shape: 'twin',
		summary: w(
			'House on the left, single origin on the right.',
			'Le maison à gauche, l’origine unique à droite.',
			'El de la casa a la izquierda, el de origen a la derecha.',
			'左はハウスブレンド、右はシングルオリジン。',
			'Vlevo domácí směs, vpravo jednodruhová.',
		),
	},
	{
		code: 'HAR1',
		name: w(
			'Harbor airpot brewer, 2.2 l',
			'Cafetière à thermos Harbor, 2,2 l',
			'Cafetera de termo Harbor, 2,2 l',
			'Harbor エアポットブルワー 2.2 L',
			'Termosový překapávač Harbor, 2,2 l',
		),
		price: 48_500,
		kilograms: 9,
		litres: '2.2',
		shape: 'airpot',
		summary: w(
			'Brews straight into the airpot that goes to the meeting.',
			'Infuse directement dans le thermos qui part en réunion.',
			'Prepara directo en el termo que va a la reunión.',
			'会議に持っていくエアポットへ直接抽出します。',
			'Překapává rovnou do termosky, která jde na poradu.',
		),
	},
	{
		code: 'DRI3',
		name: w(
			'Drift pour-over station, three cones',
			'Station d’infusion Drift, trois cônes',
			'Estación de vertido Drift, tres conos',
			'Drift ポアオーバーステーション 3連',
			'Stanice Drift na překapávanou kávu, tři drippery',
		),
		price: 129_500,
		kilograms: 16,
		litres: '0.4',
		shape: 'station',
		summary: w(
			'Three hand-poured cups, without the three hands.',
			'Trois tasses versées comme à la main, sans les trois mains.',
			'Tres tazas como vertidas a mano, sin las tres manos.',
			'三杯のハンドドリップを、人手いらずで。',
			'Tři ručně překapané šálky, jen bez těch tří rukou.',
		),
	},
	{
		code: 'GLA5',
		name: w(
			'Glacier cold brew tower, 5 l',
			'Tour d’infusion à froid Glacier, 5 l',
			'Torre de café en frío Glacier, 5 l',
			'Glacier 水出しタワー 5 L',
			'Věž na studenou kávu Glacier, 5 l',
		),
		price: 57_900,
		kilograms: 8,
		litres: '5',
		shape: 'tower',
		summary: w(
			'Fill it at closing; open the tap in the morning.',
			'Remplissez-la à la fermeture ; ouvrez le robinet au matin.',
			'Llénela al cerrar; abra el grifo por la mañana.',
			'閉店時に仕込み、朝に蛇口を開けるだけ。',
			'Naplňte ji při zavírání a ráno otočte kohoutkem.',
		),
	},
	{
		code: 'GEY8',
		name: w(
			'Geyser hot water tower, 8 l',
			'Distributeur d’eau chaude Geyser, 8 l',
			'Torre de agua caliente Geyser, 8 l',
			'Geyser 給湯タワー 8 L',
			'Výdejník horké vody Geyser, 8 l',
		),
		price: 71_200,
		kilograms: 12,
		litres: '8',
		shape: 'urn',
		summary: w(
			'Tea at 96 °C, pour-over at 93 °C, at two taps.',
			'Thé à 96 °C, filtre à 93 °C, à deux robinets.',
			'Té a 96 °C, filtro a 93 °C, en dos grifos.',
			'紅茶は96 °C、ドリップは93 °C。二つの蛇口で。',
			'Čaj na 96 °C, filtr na 93 °C, ze dvou kohoutků.',
		),
	},
]

const brewer = (one: Brewer): SeedProduct => ({
	sku: `MAC-BRW-${one.code}`,
	productClass: 'machine',
	family: 'brewer',
	categories: ['brewers'],
	texts: { name: one.name, summary: one.summary, description: together(one.summary, rinsed) },
	art: { kind: 'brewer', shape: one.shape },
	price: one.price,
	cost: Math.round(one.price * 0.64),
	weightGrams: one.kilograms * 1000,
	leadDays: 4,
	attributes: { litres: one.litres },
})

const burrsSharp = w(
	'The burrs stay sharp for about 600 kg; a new set goes in with four screws.',
	'Les meules restent affûtées environ 600 kg ; un nouveau jeu se pose avec quatre vis.',
	'Las muelas aguantan unos 600 kg; el juego nuevo se monta con cuatro tornillos.',
	'刃は約600 kgまで切れ味が続き、交換はネジ4本で済みます。',
	'Kameny vydrží zhruba 600 kg; nová sada drží na čtyřech šroubech.',
)

type Grinder = { code: string; name: Words; summary: Words; price: number; kilograms: number; burr: string; use: string }

const grinders: readonly Grinder[] = [
	{
		code: 'KIT64',
		name: w(
			'Kite 64 espresso grinder',
			'Moulin à espresso Kite 64',
			'Molino de espresso Kite 64',
			'Kite 64 エスプレッソグラインダー',
			'Mlýnek na espresso Kite 64',
		),
		price: 79_900,
		kilograms: 9,
		burr: '64 mm',
		use: 'espresso',
		summary: w(
			'Doses by time, purges itself, fits under a shelf.',
			'Dose au temps, se purge seul, tient sous une tablette.',
			'Dosifica por tiempo, se purga solo y cabe bajo un estante.',
			'時間計量と自動パージ。棚の下に収まる高さ。',
			'Dávkuje na čas, sám se vyčistí a vejde se pod polici.',
		),
	},
	{
		code: 'KIT75',
		name: w(
			'Kite 75 espresso grinder',
			'Moulin à espresso Kite 75',
			'Molino de espresso Kite 75',
			'Kite 75 エスプレッソグラインダー',
			'Mlýnek na espresso Kite 75',
		),
		price: 118_000,
		kilograms: 13,
		burr: '75 mm',
		use: 'espresso',
		summary: w(
			'Grinds a double in four seconds and stays cool.',
			'Moud un double en quatre secondes sans chauffer.',
			'Muele un doble en cuatro segundos sin calentarse.',
			'ダブルを4秒で挽き、熱を持ちません。',
			'Dvojitou dávku namele za čtyři vteřiny a nehřeje se.',
		),
	},
	{
		code: 'KIT83',
		name: w('Kite 83 grind-by-weight', 'Moulin pondéral Kite 83', 'Molino por peso Kite 83', 'Kite 83 計量式グラインダー', 'Mlýnek s vážením Kite 83'),
		price: 196_500,
		kilograms: 17,
		burr: '83 mm',
		use: 'espresso',
		summary: w(
			'Weighs every dose to a tenth of a gram while it falls.',
			'Pèse chaque dose au dixième de gramme pendant la chute.',
			'Pesa cada dosis a la décima de gramo mientras cae.',
			'落ちていく粉を0.1 g単位で量ります。',
			'Každou dávku zváží na desetinu gramu, ještě než dopadne.',
		),
	},
	{
		code: 'FIL80',
		name: w(
			'Fieldstone 80 filter grinder',
			'Moulin filtre Fieldstone 80',
			'Molino de filtro Fieldstone 80',
			'Fieldstone 80 フィルター用グラインダー',
			'Filtrový mlýnek Fieldstone 80',
		),
		price: 142_000,
		kilograms: 21,
		burr: '80 mm',
		use: 'filter',
		summary: w(
			'Even filter grounds, one litre’s worth in ten seconds.',
			'Mouture filtre régulière, un litre en dix secondes.',
			'Molienda de filtro uniforme, un litro en diez segundos.',
			'1 L分を10秒で、むらなく挽きます。',
			'Rovnoměrné mletí na filtr, litr za deset vteřin.',
		),
	},
	{
		code: 'FIL98',
		name: w(
			'Fieldstone 98 shop grinder',
			'Moulin de boutique Fieldstone 98',
			'Molino de tienda Fieldstone 98',
			'Fieldstone 98 店舗用グラインダー',
			'Obchodní mlýnek Fieldstone 98',
		),
		price: 239_000,
		kilograms: 32,
		burr: '98 mm',
		use: 'retail',
		summary: w(
			'A kilo in under a minute, straight into the customer’s bag.',
			'Un kilo en moins d’une minute, droit dans le sac du client.',
			'Un kilo en menos de un minuto, directo a la bolsa del cliente.',
			'1 kgを1分以内に、お客様の袋へ直接。',
			'Kilo do minuty rovnou do sáčku zákazníka.',
		),
	},
	{
		code: 'SOL54',
		name: w(
			'Solo 54 single-dose grinder',
			'Moulin monodose Solo 54',
			'Molino monodosis Solo 54',
			'Solo 54 シングルドーズグラインダー',
			'Mlýnek na jednu dávku Solo 54',
		),
		price: 46_900,
		kilograms: 6,
		burr: '54 mm',
		use: 'single dose',
		summary: w(
			'For the guest coffee and the decaf: nothing stays inside.',
			'Pour le café invité et le décaféiné : rien ne reste dedans.',
			'Para el café invitado y el descafeinado: no queda nada dentro.',
			'ゲストビーンズやデカフェに。粉残りがありません。',
			'Na hostující kávu a bezkofeinovou: nic nezůstane uvnitř.',
		),
	},
	{
		code: 'DEC60',
		name: w('Decaf 60 compact grinder', 'Moulin compact Decaf 60', 'Molino compacto Decaf 60', 'Decaf 60 コンパクトグラインダー', 'Kompaktní mlýnek Decaf 60'),
		price: 58_400,
		kilograms: 7,
		burr: '60 mm',
		use: 'espresso',
		summary: w(
			'The second grinder, the width of a hand.',
			'Le deuxième moulin, large comme une main.',
			'El segundo molino, del ancho de una mano.',
			'手のひら幅の、二台目グラインダー。',
			'Druhý mlýnek, široký jako dlaň.',
		),
	},
	{
		code: 'HAN38',
		name: w('Trailhead hand grinder', 'Moulin manuel Trailhead', 'Molino manual Trailhead', 'Trailhead ハンドグラインダー', 'Ruční mlýnek Trailhead'),
		price: 11_900,
		kilograms: 1,
		burr: '38 mm',
		use: 'hand',
		summary: w(
			'Steel burrs and a walnut knob, for tastings away from the bar.',
			'Meules d’acier et pommeau de noyer, pour déguster loin du bar.',
			'Muelas de acero y pomo de nogal, para catas lejos de la barra.',
			'鋼の刃とクルミの取っ手。店の外での試飲に。',
			'Ocelové kameny a ořechová kulička, na ochutnávky mimo bar.',
		),
	},
]

const grinder = (one: Grinder): SeedProduct => ({
	sku: `GRI-${one.code}`,
	productClass: 'machine',
	family: 'grinder',
	categories: ['grinders'],
	texts: { name: one.name, summary: one.summary, description: together(one.summary, burrsSharp) },
	art: { kind: 'grinder', shape: one.use === 'hand' ? 'hand' : one.use },
	price: one.price,
	cost: Math.round(one.price * 0.63),
	weightGrams: one.kilograms * 1000,
	leadDays: 3,
	attributes: { burr: one.burr, use: one.use },
})

export const machines: readonly SeedProduct[] = [...espressoMachines.map(espresso), ...brewers.map(brewer), ...grinders.map(grinder)]
export const espressoSkus = espressoMachines.map(({ code }) => `MAC-ESP-${code}`)
export const grinderSkus = grinders.map(({ code }) => `GRI-${code}`)
