import type { SeedProduct } from './product.ts'

const kinds: Readonly<Record<string, string>> = {
	'espresso-machine': 'espressoMachine',
	'knock-box': 'knockBox',
	'takeaway-cup': 'takeawayCup',
	'tea-tin': 'teaTin',
	'filter-papers': 'filterPapers',
	'sugar-sticks': 'sugarSticks',
	'shower-screen': 'screen',
	'water-filter': 'waterFilter',
	cleaning: 'cleaner',
	burr: 'burrs',
}

const tones: Readonly<Record<string, string>> = {
	cream: '#e2d3b6',
	steel: '#aeb6bc',
	ink: '#33363d',
	sage: '#869a78',
	blue: '#41668c',
	brass: '#b8893f',
	walnut: '#6e4d38',
	cherry: '#8b3f3a',
	copper: '#b06a45',
	clear: '#bcd2d2',
	dark: '#4d2f25',
	milk: '#99694a',
	vanilla: '#e3cd93',
	caramel: '#b5793f',
	hazelnut: '#9a6b45',
	maple: '#a4561f',
	cinnamon: '#9c4a2c',
	ginger: '#d3a95a',
	lavender: '#8c7fb0',
	peppermint: '#6fa98d',
	chai: '#a87a4d',
	cane: '#d9c9a0',
}

const bags: Readonly<Record<string, string>> = { '250G': '250 g', '1KG': '1 kg', '5KG': '5 kg' }

/** What `drawProduct` of app/ui/art is told, as it stands in `product.art`. Sizes of one coffee share a label, so they share a seed. */
export function drawingOf({ art, family, sku, texts, attributes }: SeedProduct): Record<string, string | number> {
	const { kind, tone, name, roast, size, groups } = art
	const drawn = kind === 'cup' && sku.endsWith('MUG') ? 'mug' : (kinds[kind] ?? kind)
	const origin = attributes?.['origin']
	return {
		kind: drawn,
		seed: kind === 'bag' || kind === 'tin' ? family : sku,
		name: String(name ?? texts.name.en),
		...(tone && tones[tone] ? { colour: tones[tone] } : {}),
		...(roast ? { roast } : {}),
		...(origin ? { origin } : {}),
		...(size ? { size: bags[size] ?? size } : {}),
		...(groups ? { groups } : {}),
	}
}
