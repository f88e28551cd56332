import { together, w } from '../words.ts'
import type { SeedProduct } from './product.ts'

const bundled = w(
	'The set ships from one warehouse; each piece keeps its own warranty and may be returned by itself.',
	'L’ensemble part d’un seul entrepôt ; chaque pièce garde sa garantie et peut être retournée seule.',
	'El conjunto sale de un solo almacén; cada pieza conserva su garantía y puede devolverse por separado.',
	'一つの倉庫から出荷します。保証と返品は1点ごとに承ります。',
	'Sada odchází z jednoho skladu; každý kus má vlastní záruku a lze ho vrátit samostatně.',
)

const barista = w(
	'Everything a new barista needs on the first morning.',
	'Tout ce qu’il faut à un nouveau barista le premier matin.',
	'Todo lo que un barista nuevo necesita la primera mañana.',
	'新人バリスタの最初の朝に必要なものがそろいます。',
	'Vše, co nový barista potřebuje první ráno.',
)
const filterBar = w(
	'A pour-over corner, ready by lunch.',
	'Un coin filtre, prêt pour midi.',
	'Un rincón de filtro, listo al mediodía.',
	'昼までに始められるハンドドリップコーナー。',
	'Koutek na překapávanou kávu, hotový do oběda.',
)
const saturday = w(
	'What runs out on a Saturday, in one box.',
	'Ce qui manque le samedi, en une seule boîte.',
	'Lo que se acaba el sábado, en una sola caja.',
	'土曜日に切れがちな消耗品をひと箱に。',
	'Co v sobotu dochází, v jedné krabici.',
)

const piece = { unit: 'each', categories: ['sets'], kind: 'bundle', family: 'set', weightGrams: 0 } as const

export const sets: readonly SeedProduct[] = [
	{
		...piece,
		sku: 'SET-BARISTA',
		productClass: 'accessory',
		texts: {
			name: w('First-morning barista set', 'Ensemble du premier matin', 'Conjunto del primer día', 'はじめてのバリスタセット', 'Sada pro první ráno'),
			summary: barista,
			description: together(barista, bundled),
		},
		art: { kind: 'tamper', tone: 'walnut' },
		price: 11_900,
		cost: 6_600,
		weightGrams: 1_730,
		components: [
			{ sku: 'ACC-TMP-58', quantity: 1 },
			{ sku: 'ACC-PIT-600', quantity: 2 },
			{ sku: 'ACC-KNO-S', quantity: 1 },
			{ sku: 'ACC-BRU-G', quantity: 1 },
			{ sku: 'ACC-TOW-4', quantity: 1 },
		],
		choices: [
			{
				code: 'tamper',
				names: w('Your tamper', 'Votre tasseur', 'Su prensador', 'タンパーを選ぶ', 'Váš pěchovač'),
				usual: 'ACC-TMP-58',
				others: [
					{ sku: 'ACC-TMP-58F', usd: '-18.00', cad: '-25.00' },
					{ sku: 'ACC-TMP-53', usd: '-20.00', cad: '-28.00' },
				],
			},
		],
	},
	{
		...piece,
		sku: 'SET-FILTER',
		productClass: 'accessory',
		texts: {
			name: w('Pour-over corner set', 'Ensemble coin filtre', 'Conjunto rincón de filtro', 'ハンドドリップコーナーセット', 'Sada koutek na filtr'),
			summary: filterBar,
			description: together(filterBar, bundled),
		},
		art: { kind: 'dripper', tone: 'cream' },
		price: 21_900,
		cost: 12_400,
		weightGrams: 3_400,
		components: [
			{ sku: 'ACC-DRI-2', quantity: 2 },
			{ sku: 'ACC-SER-700', quantity: 2 },
			{ sku: 'ACC-KET-E', quantity: 1 },
			{ sku: 'CON-FIL-02', quantity: 4 },
		],
		choices: [
			{
				code: 'kettle',
				names: w('Your kettle', 'Votre bouilloire', 'Su hervidor', 'ケトルを選ぶ', 'Vaše konvice'),
				usual: 'ACC-KET-E',
				others: [{ sku: 'ACC-KET-S', usd: '-60.00', cad: '-83.00' }],
			},
		],
	},
	{
		...piece,
		sku: 'SET-SATURDAY',
		productClass: 'consumable',
		texts: {
			name: w('Saturday supplies set', 'Ensemble provisions du samedi', 'Conjunto provisiones del sábado', '土曜日の消耗品セット', 'Sada zásob na sobotu'),
			summary: saturday,
			description: together(saturday, bundled),
		},
		art: { kind: 'takeaway-cup', tone: 'cream' },
		price: 14_900,
		cost: 9_300,
		weightGrams: 15_700,
		components: [
			{ sku: 'CON-TOG-12', quantity: 1 },
			{ sku: 'CON-LID-90', quantity: 1 },
			{ sku: 'CON-SYR-VAN', quantity: 2 },
			{ sku: 'CON-SYR-CAR', quantity: 2 },
			{ sku: 'CON-SUG-WHT', quantity: 1 },
		],
	},
]
