import { grouped, say, together, type Words, w } from '../words.ts'
import type { SeedProduct } from './product.ts'

const notes = {
	cocoa: w('cocoa', 'cacao', 'cacao', 'カカオ', 'kakao'),
	orange: w('orange', 'orange', 'naranja', 'オレンジ', 'pomeranč'),
	caramel: w('caramel', 'caramel', 'caramelo', 'キャラメル', 'karamel'),
	jasmine: w('jasmine', 'jasmin', 'jazmín', 'ジャスミン', 'jasmín'),
	bergamot: w('bergamot', 'bergamote', 'bergamota', 'ベルガモット', 'bergamot'),
	apricot: w('apricot', 'abricot', 'albaricoque', 'アプリコット', 'meruňka'),
	blueberry: w('blueberry', 'bleuet', 'arándano', 'ブルーベリー', 'borůvka'),
	strawberry: w('strawberry', 'fraise', 'fresa', 'ストロベリー', 'jahoda'),
	blackcurrant: w('blackcurrant', 'cassis', 'grosella negra', 'カシス', 'černý rybíz'),
	grapefruit: w('grapefruit', 'pamplemousse', 'pomelo', 'グレープフルーツ', 'grapefruit'),
	brownSugar: w('brown sugar', 'cassonade', 'azúcar moreno', '黒糖', 'hnědý cukr'),
	redApple: w('red apple', 'pomme rouge', 'manzana roja', '赤りんご', 'červené jablko'),
	hazelnut: w('hazelnut', 'noisette', 'avellana', 'ヘーゼルナッツ', 'lískový ořech'),
	milkChocolate: w('milk chocolate', 'chocolat au lait', 'chocolate con leche', 'ミルクチョコレート', 'mléčná čokoláda'),
	darkChocolate: w('dark chocolate', 'chocolat noir', 'chocolate negro', 'ダークチョコレート', 'hořká čokoláda'),
	almond: w('almond', 'amande', 'almendra', 'アーモンド', 'mandle'),
	honey: w('honey', 'miel', 'miel', 'はちみつ', 'med'),
	peach: w('peach', 'pêche', 'melocotón', 'ピーチ', 'broskev'),
	cedar: w('cedar', 'cèdre', 'cedro', 'シダー', 'cedr'),
	spice: w('warm spice', 'épices douces', 'especias cálidas', 'スパイス', 'hřejivé koření'),
	vanilla: w('vanilla', 'vanille', 'vainilla', 'バニラ', 'vanilka'),
	plum: w('plum', 'prune', 'ciruela', 'プラム', 'švestka'),
	cherry: w('cherry', 'cerise', 'cereza', 'チェリー', 'třešeň'),
	toffee: w('toffee', 'tire au beurre', 'tofe', 'トフィー', 'toffee karamel'),
	lemon: w('lemon', 'citron', 'limón', 'レモン', 'citron'),
	walnut: w('walnut', 'noix', 'nuez', 'くるみ', 'vlašský ořech'),
	molasses: w('molasses', 'mélasse', 'melaza', '糖蜜', 'melasa'),
	nougat: w('nougat', 'nougat', 'turrón', 'ヌガー', 'nugát'),
} as const
type Note = keyof typeof notes

const roasts = {
	light: w('Light roast', 'Torréfaction pâle', 'Tueste claro', '浅煎り', 'Světlé pražení'),
	medium: w('Medium roast', 'Torréfaction mi-brune', 'Tueste medio', '中煎り', 'Střední pražení'),
	dark: w('Dark roast', 'Torréfaction foncée', 'Tueste oscuro', '深煎り', 'Tmavé pražení'),
} as const
type Roast = keyof typeof roasts

const processes = {
	washed: w('washed', 'lavé', 'lavado', '水洗式', 'praná metoda'),
	natural: w('natural', 'nature', 'natural', 'ナチュラル', 'suchá metoda'),
	honey: w('honey process', 'procédé miel', 'proceso honey', 'ハニー製法', 'metoda honey'),
	pulped: w('pulped natural', 'dépulpé nature', 'despulpado natural', 'パルプドナチュラル', 'metoda pulped natural'),
	wetHulled: w('wet-hulled', 'décortiqué humide', 'trillado húmedo', 'スマトラ式', 'mokrá loupaná metoda'),
} as const
type Process = keyof typeof processes

const inCountry = {
	guatemala: w('in Guatemala', 'au Guatemala', 'en Guatemala', 'グアテマラ', 'v Guatemale'),
	ethiopia: w('in Ethiopia', 'en Éthiopie', 'en Etiopía', 'エチオピア', 'v Etiopii'),
	kenya: w('in Kenya', 'au Kenya', 'en Kenia', 'ケニア', 'v Keni'),
	colombia: w('in Colombia', 'en Colombie', 'en Colombia', 'コロンビア', 'v Kolumbii'),
	brazil: w('in Brazil', 'au Brésil', 'en Brasil', 'ブラジル', 'v Brazílii'),
	costaRica: w('in Costa Rica', 'au Costa Rica', 'en Costa Rica', 'コスタリカ', 'v Kostarice'),
	sumatra: w('on Sumatra', 'à Sumatra', 'en Sumatra', 'スマトラ島', 'na Sumatře'),
	honduras: w('in Honduras', 'au Honduras', 'en Honduras', 'ホンジュラス', 'v Hondurasu'),
	mexico: w('in Mexico', 'au Mexique', 'en México', 'メキシコ', 'v Mexiku'),
	rwanda: w('in Rwanda', 'au Rwanda', 'en Ruanda', 'ルワンダ', 've Rwandě'),
} as const
type Country = keyof typeof inCountry

type Origin = {
	code: string
	place: Words
	country: Country
	metres: number
	process: Process
	roast: Roast
	notes: readonly [Note, Note, Note]
	price: number
}

const origins: readonly Origin[] = [
	{
		code: 'HUE',
		place: w('Huehuetenango', 'Huehuetenango', 'Huehuetenango', 'ウエウエテナンゴ', 'Huehuetenango'),
		country: 'guatemala',
		metres: 1750,
		process: 'washed',
		roast: 'medium',
		notes: ['cocoa', 'orange', 'caramel'],
		price: 2450,
	},
	{
		code: 'ANT',
		place: w('Antigua', 'Antigua', 'Antigua', 'アンティグア', 'Antigua'),
		country: 'guatemala',
		metres: 1550,
		process: 'washed',
		roast: 'medium',
		notes: ['milkChocolate', 'almond', 'redApple'],
		price: 2390,
	},
	{
		code: 'YIR',
		place: w('Yirgacheffe', 'Yirgacheffe', 'Yirgacheffe', 'イルガチェフェ', 'Yirgacheffe'),
		country: 'ethiopia',
		metres: 1950,
		process: 'washed',
		roast: 'light',
		notes: ['jasmine', 'bergamot', 'apricot'],
		price: 2780,
	},
	{
		code: 'SID',
		place: w('Sidama', 'Sidama', 'Sidama', 'シダマ', 'Sidama'),
		country: 'ethiopia',
		metres: 1900,
		process: 'natural',
		roast: 'light',
		notes: ['blueberry', 'strawberry', 'cocoa'],
		price: 2690,
	},
	{
		code: 'NYE',
		place: w('Nyeri AA', 'Nyeri AA', 'Nyeri AA', 'ニエリ AA', 'Nyeri AA'),
		country: 'kenya',
		metres: 1800,
		process: 'washed',
		roast: 'light',
		notes: ['blackcurrant', 'grapefruit', 'brownSugar'],
		price: 3190,
	},
	{
		code: 'HUI',
		place: w('Huila', 'Huila', 'Huila', 'ウイラ', 'Huila'),
		country: 'colombia',
		metres: 1700,
		process: 'washed',
		roast: 'medium',
		notes: ['caramel', 'redApple', 'cocoa'],
		price: 2320,
	},
	{
		code: 'NAR',
		place: w('Nariño', 'Nariño', 'Nariño', 'ナリーニョ', 'Nariño'),
		country: 'colombia',
		metres: 2050,
		process: 'washed',
		roast: 'light',
		notes: ['peach', 'lemon', 'honey'],
		price: 2590,
	},
	{
		code: 'CER',
		place: w('Cerrado', 'Cerrado', 'Cerrado', 'セラード', 'Cerrado'),
		country: 'brazil',
		metres: 1050,
		process: 'natural',
		roast: 'medium',
		notes: ['hazelnut', 'milkChocolate', 'nougat'],
		price: 2090,
	},
	{
		code: 'SUL',
		place: w('Sul de Minas', 'Sul de Minas', 'Sul de Minas', 'スル・デ・ミナス', 'Sul de Minas'),
		country: 'brazil',
		metres: 1150,
		process: 'pulped',
		roast: 'dark',
		notes: ['darkChocolate', 'walnut', 'molasses'],
		price: 2050,
	},
	{
		code: 'TAR',
		place: w('Tarrazú', 'Tarrazú', 'Tarrazú', 'タラス', 'Tarrazú'),
		country: 'costaRica',
		metres: 1700,
		process: 'honey',
		roast: 'medium',
		notes: ['honey', 'peach', 'almond'],
		price: 2720,
	},
	{
		code: 'MAN',
		place: w('Mandheling', 'Mandheling', 'Mandheling', 'マンデリン', 'Mandheling'),
		country: 'sumatra',
		metres: 1300,
		process: 'wetHulled',
		roast: 'dark',
		notes: ['cedar', 'darkChocolate', 'spice'],
		price: 2480,
	},
	{
		code: 'MAR',
		place: w('Marcala', 'Marcala', 'Marcala', 'マルカラ', 'Marcala'),
		country: 'honduras',
		metres: 1500,
		process: 'washed',
		roast: 'medium',
		notes: ['toffee', 'plum', 'cocoa'],
		price: 2240,
	},
	{
		code: 'CHI',
		place: w('Chiapas', 'Chiapas', 'Chiapas', 'チアパス', 'Chiapas'),
		country: 'mexico',
		metres: 1400,
		process: 'washed',
		roast: 'dark',
		notes: ['caramel', 'darkChocolate', 'walnut'],
		price: 2190,
	},
	{
		code: 'NYA',
		place: w('Nyamasheke', 'Nyamasheke', 'Nyamasheke', 'ニャマシェケ', 'Nyamasheke'),
		country: 'rwanda',
		metres: 1850,
		process: 'washed',
		roast: 'light',
		notes: ['cherry', 'orange', 'vanilla'],
		price: 2650,
	},
]

type Blend = {
	code: string
	name: Words
	story: Words
	roast: Roast
	notes: readonly [Note, Note, Note]
	price: number
	sizes: readonly Size[]
	category: 'blends' | 'decaf'
}
type Size = '250G' | '1KG' | '5KG'

const blends: readonly Blend[] = [
	{
		code: 'NEW',
		name: w('Winterlight', 'Lumière d’hiver', 'Luz de invierno', 'ウィンターライト', 'Zimní světlo'),
		story: w(
			'Our new roast: Ethiopian fruit over a Guatemalan base, made for short days and long mornings.',
			'Notre nouvelle torréfaction : le fruit de l’Éthiopie sur une base guatémaltèque, pour les jours courts et les longs matins.',
			'Nuestro nuevo tueste: fruta etíope sobre una base guatemalteca, para días cortos y mañanas largas.',
			'新しい焙煎です。グアテマラの土台にエチオピアの果実味を重ね、日の短い季節のゆっくりした朝のために仕上げました。',
			'Naše nové pražení: etiopské ovoce na guatemalském základu, pro krátké dny a dlouhá rána.',
		),
		roast: 'medium',
		notes: ['cherry', 'caramel', 'cocoa'],
		price: 2000,
		sizes: ['1KG', '250G'],
		category: 'blends',
	},
	{
		code: 'HOU',
		name: w('Capricorn House', 'Maison Capricorn', 'Casa Capricorn', 'カプリコーン・ハウス', 'Capricorn domácí'),
		story: w(
			'The blend we drink ourselves, every day since we opened.',
			'Le mélange que nous buvons nous-mêmes depuis le premier jour.',
			'La mezcla que bebemos nosotros desde el primer día.',
			'開業以来、私たち自身が毎日飲んでいるブレンドです。',
			'Směs, kterou sami pijeme každý den od otevření.',
		),
		roast: 'medium',
		notes: ['milkChocolate', 'hazelnut', 'caramel'],
		price: 1850,
		sizes: ['1KG', '250G', '5KG'],
		category: 'blends',
	},
	{
		code: 'MER',
		name: w('Meridian Espresso', 'Espresso Méridien', 'Espresso Meridiano', 'メリディアン・エスプレッソ', 'Espresso Meridián'),
		story: w(
			'Sweet and forgiving, with a crema that holds through a rush.',
			'Doux et indulgent, avec une crème qui tient en pleine affluence.',
			'Dulce y agradecido, con una crema que aguanta la hora punta.',
			'甘く扱いやすく、忙しい時間にもクレマがしっかり残ります。',
			'Sladké a shovívavé, s crémou, která vydrží i špičku.',
		),
		roast: 'medium',
		notes: ['darkChocolate', 'cherry', 'toffee'],
		price: 2150,
		sizes: ['1KG', '250G', '5KG'],
		category: 'blends',
	},
	{
		code: 'STO',
		name: w('Stockyard', 'Les Abattoirs', 'Corral Viejo', 'ストックヤード', 'Dobytčí trh'),
		story: w(
			'Dark, round and plain-spoken: the diner cup at its best.',
			'Foncé, rond et franc : la tasse de casse-croûte à son meilleur.',
			'Oscuro, redondo y franco: la taza de cafetería en su mejor versión.',
			'深く丸みのある、飾らない味。ダイナーの一杯の理想形です。',
			'Tmavá, kulatá a přímá: poctivý hrnek z bistra.',
		),
		roast: 'dark',
		notes: ['darkChocolate', 'molasses', 'walnut'],
		price: 1790,
		sizes: ['1KG', '250G', '5KG'],
		category: 'blends',
	},
	{
		code: 'LAK',
		name: w(
			'Great Lakes Breakfast',
			'Déjeuner des Grands Lacs',
			'Desayuno de los Grandes Lagos',
			'グレートレイクス・ブレックファスト',
			'Snídaně u Velkých jezer',
		),
		story: w(
			'Bright enough to wake a dining room, soft enough for the second cup.',
			'Assez vif pour réveiller une salle, assez doux pour une deuxième tasse.',
			'Vivo para despertar a un comedor y suave para la segunda taza.',
			'目の覚める明るさと、二杯目も飲みたくなるやわらかさ。',
			'Dost svěží, aby probudila jídelnu, a dost jemná na druhý šálek.',
		),
		roast: 'light',
		notes: ['orange', 'honey', 'almond'],
		price: 1920,
		sizes: ['1KG', '250G', '5KG'],
		category: 'blends',
	},
	{
		code: 'PRA',
		name: w('Prairie Filter', 'Filtre des Prairies', 'Filtro de la Pradera', 'プレーリー・フィルター', 'Prérijní filtr'),
		story: w(
			'Built for batch brewers and big urns; it stays sweet for an hour.',
			'Pensé pour les grands percolateurs ; il reste doux pendant une heure.',
			'Pensado para cafeteras de gran volumen; sigue dulce una hora.',
			'大容量抽出のためのブレンド。1時間たっても甘さが続きます。',
			'Stvořená pro velké překapávače; hodinu zůstane sladká.',
		),
		roast: 'medium',
		notes: ['caramel', 'redApple', 'nougat'],
		price: 1690,
		sizes: ['1KG', '250G', '5KG'],
		category: 'blends',
	},
	{
		code: 'MID',
		name: w('Midnight Shift', 'Quart de nuit', 'Turno de noche', 'ミッドナイト・シフト', 'Noční směna'),
		story: w(
			'For hospitals, kitchens and everyone who starts when others stop.',
			'Pour les hôpitaux, les cuisines et ceux qui commencent quand les autres finissent.',
			'Para hospitales, cocinas y quienes empiezan cuando otros acaban.',
			'病院や厨房、みんなが帰る頃に働き始めるすべての人へ。',
			'Pro nemocnice, kuchyně a všechny, kdo začínají, když jiní končí.',
		),
		roast: 'dark',
		notes: ['cocoa', 'cedar', 'spice'],
		price: 1750,
		sizes: ['1KG', '250G', '5KG'],
		category: 'blends',
	},
	{
		code: 'HAR',
		name: w('Harvest Table', 'Table des récoltes', 'Mesa de la cosecha', 'ハーベスト・テーブル', 'Žňový stůl'),
		story: w(
			'A restaurant blend that stands up to dessert and never argues with it.',
			'Un mélange de restaurant qui accompagne le dessert sans le couvrir.',
			'Una mezcla de restaurante que acompaña al postre sin taparlo.',
			'デザートに負けず、主張しすぎない、レストラン向けのブレンド。',
			'Restaurační směs, která dezert podpoří a nepřehluší.',
		),
		roast: 'medium',
		notes: ['plum', 'vanilla', 'hazelnut'],
		price: 2080,
		sizes: ['1KG', '250G', '5KG'],
		category: 'blends',
	},
	{
		code: 'COL',
		name: w('Cold Front', 'Front froid', 'Frente frío', 'コールドフロント', 'Studená fronta'),
		story: w(
			'Ground coarse and steeped overnight, it pours like iced chocolate.',
			'Moulu gros et infusé toute la nuit, il se verse comme un chocolat glacé.',
			'Molido grueso e infusionado toda la noche, cae como chocolate helado.',
			'粗挽きで一晩浸せば、アイスチョコレートのような口あたりに。',
			'Nahrubo namletá a přes noc louhovaná teče jako ledová čokoláda.',
		),
		roast: 'dark',
		notes: ['milkChocolate', 'molasses', 'cherry'],
		price: 1890,
		sizes: ['1KG', '250G', '5KG'],
		category: 'blends',
	},
	{
		code: 'DHO',
		name: w('House Decaf', 'Maison Décaféiné', 'Casa Descafeinado', 'ハウス・デカフェ', 'Domácí bez kofeinu'),
		story: w(
			'Water-processed, so that the evening cup tastes like the morning one.',
			'Décaféiné à l’eau, pour que la tasse du soir vaille celle du matin.',
			'Descafeinado con agua, para que la taza de la noche sepa como la de la mañana.',
			'水だけでカフェインを除き、夜の一杯も朝と同じ味わいに。',
			'Zbavená kofeinu vodou, aby večerní šálek chutnal jako ranní.',
		),
		roast: 'medium',
		notes: ['caramel', 'almond', 'cocoa'],
		price: 2190,
		sizes: ['1KG', '250G'],
		category: 'decaf',
	},
	{
		code: 'DES',
		name: w('Espresso Decaf', 'Espresso Décaféiné', 'Espresso Descafeinado', 'エスプレッソ・デカフェ', 'Espresso bez kofeinu'),
		story: w(
			'A decaf that keeps its crema and its manners.',
			'Un décaféiné qui garde sa crème et ses bonnes manières.',
			'Un descafeinado que conserva la crema y las buenas maneras.',
			'クレマも品のよさもそのままのデカフェ。',
			'Bez kofeinu, ale s crémou i dobrým vychováním.',
		),
		roast: 'dark',
		notes: ['darkChocolate', 'toffee', 'hazelnut'],
		price: 2340,
		sizes: ['1KG', '250G'],
		category: 'decaf',
	},
	{
		code: 'DCA',
		name: w(
			'Sugarcane Decaf Colombia',
			'Décaféiné Colombie à la canne',
			'Descafeinado Colombia con caña',
			'コロンビア・シュガーケーン・デカフェ',
			'Kolumbie bez kofeinu z třtiny',
		),
		story: w(
			'Decaffeinated with sugar cane where it grew, which leaves the fruit alone.',
			'Décaféiné à la canne à sucre sur place, ce qui préserve le fruit.',
			'Descafeinado con caña de azúcar en origen, lo que respeta la fruta.',
			'産地でサトウキビ由来の製法によりカフェインを除き、果実味を残しました。',
			'Kofein odebrán pomocí cukrové třtiny přímo v zemi původu; ovoce zůstává.',
		),
		roast: 'medium',
		notes: ['redApple', 'honey', 'caramel'],
		price: 2520,
		sizes: ['1KG', '250G'],
		category: 'decaf',
	},
]

const sizes = {
	'250G': {
		label: w('250 g', '250 g', '250 g', '250 g', '250 g'),
		weightGrams: 270,
		share: (price: number) => Math.round((price * 0.3) / 5) * 5,
		story: w(
			'The 250 g bag has a valve and a zip, and looks well on a shelf.',
			'Le sac de 250 g a une valve et une fermeture, et il a belle allure sur une tablette.',
			'La bolsa de 250 g lleva válvula y cierre, y luce bien en el estante.',
			'250 g入りはバルブとジッパー付きで、店頭にもよく映えます。',
			'Sáček 250 g má ventil i zip a v regálu vypadá dobře.',
		),
	},
	'1KG': {
		label: w('1 kg', '1 kg', '1 kg', '1 kg', '1 kg'),
		weightGrams: 1040,
		share: (price: number) => price,
		story: w(
			'The 1 kg bag fills a hopper and leaves a little for the shelf behind the bar.',
			'Le sac de 1 kg remplit une trémie et laisse une petite réserve derrière le bar.',
			'La bolsa de 1 kg llena una tolva y deja algo de reserva tras la barra.',
			'1 kg入りはホッパーを満たし、少し予備も残る使いやすい量です。',
			'Kilový sáček naplní násypku a ještě zbude zásoba za bar.',
		),
	},
	'5KG': {
		label: w('5 kg', '5 kg', '5 kg', '5 kg', '5 kg'),
		weightGrams: 5150,
		share: (price: number) => Math.round((price * 4.7) / 50) * 50,
		story: w(
			'The 5 kg sack is for bars that go through one before noon.',
			'Le sac de 5 kg est pour les bars qui en vident un avant midi.',
			'El saco de 5 kg es para barras que acaban uno antes del mediodía.',
			'5 kg入りは、午前中に使い切る繁盛店のために。',
			'Pětikilový pytel je pro bary, které ho vyprázdní do poledne.',
		),
	},
} as const

const coffeeName = w(
	'{name} whole beans, {size}',
	'Café en grains {name}, {size}',
	'Café en grano {name}, {size}',
	'{name} コーヒー豆 {size}',
	'Zrnková káva {name}, {size}',
)
const originSummary = w(
	'{roast}, {process}: {a}, {b}, {c}.',
	'{roast}, {process} : {a}, {b}, {c}.',
	'{roast}, {process}: {a}, {b}, {c}.',
	'{roast}・{process}。{a}、{b}、{c}の風味。',
	'{roast}, {process}: {a}, {b}, {c}.',
)
const originStory = w(
	'Smallholders around {place} {country} grow this coffee at about {metres} m; we buy it from the same cooperative every year.',
	'Région d’origine : {place}, {country}. De petits producteurs y cultivent ce café à environ {metres} m, et nous l’achetons chaque année à la même coopérative.',
	'Pequeños productores de la zona de {place}, {country}, cultivan este café a unos {metres} m; lo compramos cada año a la misma cooperativa.',
	'{country}・{place}周辺、標高約{metres} mの小規模農家が育てた豆を、毎年同じ協同組合から買い付けています。',
	'Oblast {place} {country}: drobní pěstitelé tu sklízejí kávu ve výšce kolem {metres} m a každý rok ji kupujeme od stejného družstva.',
)
const blendSummary = w(
	'{roast}: {a}, {b}, {c}.',
	'{roast} : {a}, {b}, {c}.',
	'{roast}: {a}, {b}, {c}.',
	'{roast}。{a}、{b}、{c}の風味。',
	'{roast}: {a}, {b}, {c}.',
)

const noteWords = ([a, b, c]: readonly [Note, Note, Note]) => ({ a: notes[a], b: notes[b], c: notes[c] })

function originCoffee(origin: Origin, size: '250G' | '1KG'): SeedProduct {
	const { label, story, share, weightGrams } = sizes[size]
	const words = { ...noteWords(origin.notes), roast: roasts[origin.roast], process: processes[origin.process] }
	const price = share(origin.price)
	return {
		sku: `COF-${origin.code}-${size}`,
		productClass: 'coffee',
		family: `coffee-${origin.code.toLowerCase()}`,
		categories: ['single-origin'],
		texts: {
			name: say(coffeeName, { name: origin.place, size: label }),
			summary: say(originSummary, words),
			description: together(say(originStory, { place: origin.place, country: inCountry[origin.country], metres: grouped(origin.metres) }), story),
		},
		art: { kind: 'bag', name: origin.place.en, roast: origin.roast, size },
		price,
		cost: Math.round(price * 0.56),
		weightGrams,
		attributes: { roast: origin.roast, process: origin.process, origin: origin.country, size, altitude: origin.metres },
		...(size === '250G'
			? { cases: { unit: 'case-12', pieces: 12, perMille: 950 } as const }
			: { cases: { unit: 'case-6', pieces: 6, perMille: 970 } as const }),
	}
}

function blendCoffee(blend: Blend, size: Size): SeedProduct {
	const { label, story, share, weightGrams } = sizes[size]
	const price = share(blend.price)
	return {
		sku: `COF-${blend.code}-${size}`,
		productClass: 'coffee',
		family: `coffee-${blend.code.toLowerCase()}`,
		categories: [blend.category],
		texts: {
			name: say(coffeeName, { name: blend.name, size: label }),
			summary: say(blendSummary, { ...noteWords(blend.notes), roast: roasts[blend.roast] }),
			description: together(blend.story, story),
		},
		art: { kind: 'bag', name: blend.name.en, roast: blend.roast, size },
		price,
		cost: Math.round(price * 0.52),
		weightGrams,
		attributes: { roast: blend.roast, size, ...(blend.category === 'decaf' ? { caffeine: 'decaf' } : {}) },
		...(size === '250G' ? { cases: { unit: 'case-12', pieces: 12, perMille: 950 } as const } : {}),
		// The Montreal buyer sees the new roast before Canada has its price: the publish gate's story.
		...(blend.code === 'NEW' ? { notInCanada: true } : {}),
	}
}

const bulkName = w('{name} in bulk', '{name} en vrac', '{name} a granel', '{name} 量り売り', '{name} na váhu')
const bulkStory = w(
	'Sold by the kilogram, from 10 kg in half-kilogram steps, in steel tins that we collect with the next delivery.',
	'Vendu au kilogramme, dès 10 kg et par demi-kilo, dans des contenants d’acier repris à la livraison suivante.',
	'Se vende por kilos, desde 10 kg y de medio en medio kilo, en latas de acero que recogemos en la siguiente entrega.',
	'10 kgから0.5 kg単位の量り売り。スチール缶は次回の配送時に回収します。',
	'Prodává se na kilogramy, od 10 kg po půl kilu, v ocelových nádobách, které vyzvedneme při další dodávce.',
)

function bulkCoffee(blend: Blend): SeedProduct {
	const price = Math.round(blend.price * 0.92)
	return {
		sku: `COF-${blend.code}-BULK`,
		productClass: 'coffee',
		family: `coffee-${blend.code.toLowerCase()}`,
		categories: ['bulk-coffee', 'blends'],
		texts: {
			name: say(bulkName, { name: blend.name }),
			summary: say(blendSummary, { ...noteWords(blend.notes), roast: roasts[blend.roast] }),
			description: together(blend.story, bulkStory),
		},
		art: { kind: 'tin', name: blend.name.en, roast: blend.roast },
		price,
		cost: Math.round(price * 0.54),
		weightGrams: 1000,
		unit: 'kg',
		minimum: '10',
		increment: '0.5',
		attributes: { roast: blend.roast, size: 'bulk' },
		notInCanada: true,
	}
}

export const coffees: readonly SeedProduct[] = [
	...blends.flatMap((blend) => blend.sizes.map((size) => blendCoffee(blend, size))),
	...origins.flatMap((origin) => (['1KG', '250G'] as const).map((size) => originCoffee(origin, size))),
	...blends.filter(({ code }) => code === 'HOU' || code === 'PRA').map(bulkCoffee),
]
