/** The words of W5 in each language: what a product is, how it is, where it is from. A name is one of each, a maker's name and a size. */
export const searchWords: Record<string, { nouns: string[]; qualities: string[]; places: string[]; name: string }> = {
	en: {
		nouns:
			'beans grinder kettle portafilter tamper pitcher basket gasket filter scale dripper carafe brewer boiler steamer knockbox thermometer cleaner syrup spoon saucer tumbler canister roaster dispenser funnel strainer cartridge manifold coupling'.split(
				' ',
			),
		qualities:
			'precision copper insulated compact commercial ceramic washed organic balanced tempered brushed stackable heatproof portable adjustable weighted polished vintage signature seasonal'.split(
				' ',
			),
		places:
			'guatemala ethiopia colombia sumatra kenya brazil honduras rwanda mexico panama burundi yemen java peru jamaica vietnam tanzania uganda nicaragua ecuador'.split(
				' ',
			),
		name: 'q n p m s',
	},
	'fr-CA': {
		nouns:
			'grains moulin bouilloire porte-filtre tasseur pichet panier joint filtre balance goutteur carafe cafetière chaudière vaporisateur bac thermomètre nettoyant sirop cuillère soucoupe gobelet boîte torréfacteur distributeur entonnoir passoire cartouche collecteur raccord'.split(
				' ',
			),
		qualities:
			'précise cuivrée isolée compacte commerciale céramique lavée biologique équilibrée trempée brossée empilable résistante portative réglable lestée polie ancienne signature saisonnière'.split(
				' ',
			),
		places:
			'guatemala éthiopie colombie sumatra kénya brésil honduras rwanda mexique panama burundi yémen java pérou jamaïque viêtnam tanzanie ouganda nicaragua équateur'.split(
				' ',
			),
		name: 'n q p m s',
	},
	es: {
		nouns:
			'granos molino hervidor portafiltro prensador jarra cesta junta filtro báscula gotero garrafa cafetera caldera vaporizador cajón termómetro limpiador jarabe cuchara platillo vaso bote tostador dispensador embudo colador cartucho colector acople'.split(
				' ',
			),
		qualities:
			'precisa cobriza aislada compacta comercial cerámica lavada orgánica equilibrada templada cepillada apilable resistente portátil ajustable lastrada pulida antigua distintiva estacional'.split(
				' ',
			),
		places:
			'guatemala etiopía colombia sumatra kenia brasil honduras ruanda méxico panamá burundi yemen java perú jamaica vietnam tanzania uganda nicaragua ecuador'.split(
				' ',
			),
		name: 'n q p m s',
	},
	ja: {
		nouns:
			'コーヒー豆 グラインダー ケトル ポルタフィルター タンパー ピッチャー バスケット ガスケット フィルター スケール ドリッパー カラフェ ブリューワー ボイラー スチーマー ノックボックス サーモメーター クリーナー シロップ スプーン ソーサー タンブラー キャニスター ロースター ディスペンサー ファンネル ストレーナー カートリッジ マニホールド カップリング'.split(
				' ',
			),
		qualities:
			'プレシジョン カッパー 断熱 コンパクト 業務用 セラミック ウォッシュド オーガニック バランス テンパード ブラッシュド スタッカブル 耐熱 ポータブル アジャスタブル ウェイト ポリッシュ ヴィンテージ シグネチャー シーズナル'.split(
				' ',
			),
		places:
			'グアテマラ エチオピア コロンビア スマトラ ケニア ブラジル ホンジュラス ルワンダ メキシコ パナマ ブルンジ イエメン ジャワ ペルー ジャマイカ ベトナム タンザニア ウガンダ ニカラグア エクアドル'.split(
				' ',
			),
		name: 'p q n m s',
	},
	cs: {
		nouns:
			'zrna mlýnek konvice páka pěchovadlo džbánek košík těsnění filtr váha překapávač karafa kávovar kotel napařovač odklepávač teploměr čistič sirup lžička podšálek sklenice dóza pražička dávkovač trychtýř sítko kartuše rozdělovač spojka'.split(
				' ',
			),
		qualities:
			'přesná měděná izolovaná kompaktní komerční keramická praná organická vyvážená tvrzená kartáčovaná stohovatelná žáruvzdorná přenosná nastavitelná zatížená leštěná starobylá podpisová sezónní'.split(
				' ',
			),
		places:
			'guatemala etiopie kolumbie sumatra keňa brazílie honduras rwanda mexiko panama burundi jemen jáva peru jamajka vietnam tanzanie uganda nikaragua ekvádor'.split(
				' ',
			),
		name: 'q n p m s',
	},
}
