import type { Tx } from '../client.server.ts'
import { sellerId } from './company.ts'
import { fill } from './fill.ts'
import { locales, type Words, w } from './words.ts'

type Category = { code: string; parent?: string; name: Words; description: Words }

export const categories: readonly Category[] = [
	{
		code: 'coffee',
		name: w('Coffee', 'Café', 'Café', 'コーヒー', 'Káva'),
		description: w(
			'Roasted in Chicago every weekday, shipped the day it cools.',
			'Torréfié à Chicago chaque jour de semaine, expédié le jour même.',
			'Tostado en Chicago todos los días laborables y enviado el mismo día.',
			'平日は毎日シカゴで焙煎し、その日のうちに出荷します。',
			'Pražíme v Chicagu každý všední den a týž den odesíláme.',
		),
	},
	{
		code: 'single-origin',
		parent: 'coffee',
		name: w('Single origin', 'Origine unique', 'Origen único', 'シングルオリジン', 'Jednodruhová káva'),
		description: w(
			'One farm region at a time, roasted so that you can taste where you are.',
			'Une région à la fois, torréfiée pour que l’on goûte le terroir.',
			'Una región cada vez, tostada para que se note de dónde viene.',
			'ひとつの産地の個性がそのまま伝わる焙煎です。',
			'Vždy jedna oblast, pražená tak, aby bylo poznat, odkud pochází.',
		),
	},
	{
		code: 'blends',
		parent: 'coffee',
		name: w('Blends', 'Mélanges', 'Mezclas', 'ブレンド', 'Směsi'),
		description: w(
			'Recipes that taste the same in February and in July.',
			'Des recettes au goût constant, en février comme en juillet.',
			'Recetas que saben igual en febrero que en julio.',
			'2月も7月も変わらない味わいのレシピです。',
			'Receptury, které chutnají stejně v únoru i v červenci.',
		),
	},
	{
		code: 'decaf',
		parent: 'coffee',
		name: w('Decaf', 'Décaféiné', 'Descafeinado', 'デカフェ', 'Bezkofeinová káva'),
		description: w(
			'Decaffeinated with water or sugar cane, never an afterthought.',
			'Décaféiné à l’eau ou à la canne à sucre, avec le même soin.',
			'Descafeinado con agua o caña de azúcar, con el mismo cuidado.',
			'水またはサトウキビ由来の製法で丁寧にカフェインを除きました。',
			'Bez kofeinu díky vodě nebo cukrové třtině, se stejnou péčí.',
		),
	},
	{
		code: 'bulk-coffee',
		parent: 'coffee',
		name: w('Bulk by weight', 'En vrac au poids', 'A granel por peso', '量り売り', 'Volně na váhu'),
		description: w(
			'Coffee by the kilogram in returnable tins.',
			'Du café au kilogramme, en contenants consignés.',
			'Café por kilos en latas retornables.',
			'回収式の缶でお届けする量り売りのコーヒーです。',
			'Káva na kilogramy ve vratných nádobách.',
		),
	},
	{
		code: 'machines',
		name: w('Machines', 'Machines', 'Máquinas', 'マシン', 'Stroje'),
		description: w(
			'Espresso machines and brewers for bars, kitchens and lobbies.',
			'Machines à espresso et cafetières pour bars, cuisines et halls.',
			'Máquinas de espresso y cafeteras para barras, cocinas y recepciones.',
			'バー、厨房、ロビーのためのエスプレッソマシンと抽出機。',
			'Kávovary a překapávače do barů, kuchyní i recepcí.',
		),
	},
	{
		code: 'espresso-machines',
		parent: 'machines',
		name: w('Espresso machines', 'Machines à espresso', 'Máquinas de espresso', 'エスプレッソマシン', 'Pákové kávovary'),
		description: w(
			'One to three groups, installed and calibrated by our own technicians.',
			'De un à trois groupes, installées et réglées par nos techniciens.',
			'De uno a tres grupos, instaladas y calibradas por nuestros técnicos.',
			'1〜3グループ。専任技術者が設置と調整を行います。',
			'Jedna až tři hlavy; instalují a seřizují naši technici.',
		),
	},
	{
		code: 'brewers',
		parent: 'machines',
		name: w('Brewers', 'Cafetières', 'Cafeteras', 'コーヒーブルワー', 'Překapávače'),
		description: w(
			'Batch, airpot and cold brew for the busy hour.',
			'Filtre, thermos et infusion à froid pour l’heure de pointe.',
			'Filtro, termo y café en frío para la hora punta.',
			'混み合う時間帯を支えるバッチ、エアポット、水出し。',
			'Dávkové, termosové i studené překapávání do špičky.',
		),
	},
	{
		code: 'grinders',
		name: w('Grinders', 'Moulins', 'Molinos', 'グラインダー', 'Mlýnky'),
		description: w(
			'For espresso, filter and the retail shelf.',
			'Pour l’espresso, le filtre et la vente au détail.',
			'Para espresso, filtro y venta al público.',
			'エスプレッソ、フィルター、店頭販売用まで。',
			'Na espresso, filtr i pro prodej.',
		),
	},
	{
		code: 'accessories',
		name: w('Accessories', 'Accessoires', 'Accesorios', 'アクセサリー', 'Příslušenství'),
		description: w(
			'The small tools that make a shift go well.',
			'Les petits outils qui font les bons quarts de travail.',
			'Las pequeñas herramientas que hacen bueno un turno.',
			'気持ちのよいシフトを支える小さな道具たち。',
			'Drobné nástroje, se kterými směna běží.',
		),
	},
	{
		code: 'espresso-accessories',
		parent: 'accessories',
		name: w('For the espresso bar', 'Pour le bar à espresso', 'Para la barra de espresso', 'エスプレッソバー用', 'K espresso baru'),
		description: w(
			'Tampers, pitchers, portafilters, knock boxes and brushes.',
			'Tasseurs, pichets, porte-filtres, bacs à marc et brosses.',
			'Prensadores, jarras, portafiltros, cajas de posos y cepillos.',
			'タンパー、ピッチャー、ポルタフィルター、ノックボックス、ブラシ。',
			'Pěchovadla, konvičky, páky, odklepávače a štětce.',
		),
	},
	{
		code: 'brewing-accessories',
		parent: 'accessories',
		name: w('For filter coffee', 'Pour le café filtre', 'Para café de filtro', 'フィルターコーヒー用', 'K filtrované kávě'),
		description: w(
			'Drippers, servers, kettles and scales.',
			'Cônes, carafes, bouilloires et balances.',
			'Conos, jarras de servicio, hervidores y básculas.',
			'ドリッパー、サーバー、ケトル、スケール。',
			'Drippery, servírovací konvice, varné konvice a váhy.',
		),
	},
	{
		code: 'parts',
		name: w('Spare parts', 'Pièces de rechange', 'Repuestos', '交換部品', 'Náhradní díly'),
		description: w(
			'What wears out, in stock before it does.',
			'Ce qui s’use, en stock avant que cela ne lâche.',
			'Lo que se gasta, en existencia antes de que falle.',
			'消耗する部品を、壊れる前にお届けします。',
			'Co se opotřebovává, máme skladem dřív, než doslouží.',
		),
	},
	{
		code: 'machine-parts',
		parent: 'parts',
		name: w('Machine parts', 'Pièces pour machines', 'Repuestos para máquinas', 'マシン用部品', 'Díly ke kávovarům'),
		description: w(
			'Gaskets, shower screens, valves, hoses and water filters.',
			'Joints, douchettes, soupapes, boyaux et filtres à eau.',
			'Juntas, duchas, válvulas, mangueras y filtros de agua.',
			'ガスケット、シャワースクリーン、バルブ、ホース、浄水フィルター。',
			'Těsnění, sprchy, ventily, hadice a vodní filtry.',
		),
	},
	{
		code: 'grinder-parts',
		parent: 'parts',
		name: w('Grinder parts', 'Pièces pour moulins', 'Repuestos para molinos', 'グラインダー用部品', 'Díly k mlýnkům'),
		description: w(
			'Burr sets, matched to each grinder.',
			'Jeux de meules, assortis à chaque moulin.',
			'Juegos de muelas para cada molino.',
			'各グラインダーに合わせた刃セット。',
			'Sady kamenů ke každému mlýnku.',
		),
	},
	{
		code: 'consumables',
		name: w('Consumables', 'Consommables', 'Consumibles', '消耗品', 'Spotřební zboží'),
		description: w(
			'Everything that runs out on a Saturday.',
			'Tout ce qui vient à manquer un samedi.',
			'Todo lo que se acaba un sábado.',
			'土曜日になくなりがちなものをひととおり。',
			'Všechno, co v sobotu dojde.',
		),
	},
	{
		code: 'cups',
		parent: 'consumables',
		name: w('Cups and lids', 'Tasses, gobelets et couvercles', 'Tazas, vasos y tapas', 'カップとフタ', 'Šálky, kelímky a víčka'),
		description: w(
			'Porcelain for here, paper for the road.',
			'La porcelaine pour ici, le papier pour la route.',
			'Porcelana para aquí, papel para llevar.',
			'店内用の磁器と、お持ち帰り用の紙カップ。',
			'Porcelán na místě, papír s sebou.',
		),
	},
	{
		code: 'filters',
		parent: 'consumables',
		name: w('Filters', 'Filtres', 'Filtros', 'フィルター', 'Filtry'),
		description: w(
			'Paper and cloth in every size that we brew with.',
			'Papier et tissu, dans tous les formats que nous utilisons.',
			'Papel y tela en todos los tamaños que usamos.',
			'当社が使うすべてのサイズの紙と布。',
			'Papír i látka ve všech velikostech, které sami používáme.',
		),
	},
	{
		code: 'syrups',
		parent: 'consumables',
		name: w('Syrups', 'Sirops', 'Siropes', 'シロップ', 'Sirupy'),
		description: w(
			'Cane sugar, real flavour, no colouring.',
			'Sucre de canne, vraies saveurs, sans colorant.',
			'Azúcar de caña, sabor auténtico, sin colorantes.',
			'きび砂糖と本物の香り。着色料は使いません。',
			'Třtinový cukr, poctivá chuť, žádná barviva.',
		),
	},
	{
		code: 'cleaning',
		parent: 'consumables',
		name: w('Cleaning', 'Nettoyage', 'Limpieza', '洗浄用品', 'Čištění'),
		description: w(
			'For machines, grinders and milk lines.',
			'Pour machines, moulins et circuits de lait.',
			'Para máquinas, molinos y circuitos de leche.',
			'マシン、グラインダー、ミルクラインのために。',
			'Pro kávovary, mlýnky a mléčné cesty.',
		),
	},
	{
		code: 'pantry',
		parent: 'consumables',
		name: w('Tea, chocolate and treats', 'Thé, chocolat et gourmandises', 'Té, chocolate y dulces', '紅茶・チョコレート・お菓子', 'Čaj, čokoláda a sladkosti'),
		description: w(
			'For the guest who does not drink coffee, and for the saucer of the one who does.',
			'Pour qui ne boit pas de café, et pour la soucoupe de qui en boit.',
			'Para quien no toma café y para el platillo de quien sí.',
			'コーヒーを飲まない方にも、ソーサーの添え物にも。',
			'Pro hosty, kteří kávu nepijí, i na podšálek těm, kdo ano.',
		),
	},
	{
		code: 'sets',
		name: w('Sets', 'Ensembles', 'Conjuntos', 'セット', 'Sady'),
		description: w(
			'Put together by our trainers, cheaper than the pieces.',
			'Composés par nos formateurs, moins chers que les pièces.',
			'Reunidos por nuestros formadores, más baratos que por separado.',
			'トレーナーが選んだお得な組み合わせ。',
			'Sestavili je naši školitelé a vyjdou levněji než po kusech.',
		),
	},
]

/** Each category shows one of its products. */
const pictured: Readonly<Record<string, string>> = {
	coffee: 'cof-hou-1kg',
	'single-origin': 'cof-yir-1kg',
	blends: 'cof-new-1kg',
	decaf: 'cof-dho-1kg',
	'bulk-coffee': 'cof-hou-bulk',
	machines: 'mac-esp-cap2',
	'espresso-machines': 'mac-esp-cap3',
	brewers: 'mac-brw-tid1',
	grinders: 'gri-kit75',
	accessories: 'acc-pit-600',
	'espresso-accessories': 'acc-tmp-58',
	'brewing-accessories': 'acc-dri-2',
	parts: 'prt-val-stm',
	'machine-parts': 'prt-gas-58s',
	'grinder-parts': 'prt-bur-64',
	consumables: 'con-tog-12',
	cups: 'con-cup-cap',
	filters: 'con-fil-02',
	syrups: 'con-syr-van',
	cleaning: 'con-cle-pow',
	pantry: 'con-tea-ear',
	sets: 'set-barista',
}

export const categoryId = (code: string): number => {
	const index = categories.findIndex((category) => category.code === code)
	if (index < 0) throw new Error(`No category ${code}`)
	return index + 1
}

export async function seedCategories(tx: Tx): Promise<void> {
	await fill(
		tx,
		'category',
		categories.map(({ code, parent }, index) => ({
			id: index + 1,
			sellerEntityId: sellerId,
			parentId: parent ? categoryId(parent) : null,
			code,
			slug: code,
			position: index + 1,
			picture: `/images/products/${pictured[code]}.svg`,
		})),
	)
	await fill(
		tx,
		'category_text',
		categories.flatMap(({ name, description }, index) =>
			locales.map((locale) => ({ categoryId: index + 1, locale, name: name[locale], description: description[locale] })),
		),
	)
}
