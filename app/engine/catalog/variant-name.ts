/** A size as numbers have it, '250G', is 250 g; every other value stands as it is. */
export const plainValue = (value: string | number): string =>
	String(value).replace(/^(\d+)(K?G)$/, (_size, amount: string, own: string) => `${amount} ${own.toLowerCase()}`)

/** What tells a variant from the others, as people read it: '250 g · whole bean'. What its name says already is left out. */
export function variantWords(name: string, values: readonly (string | number)[], wordOf: (value: string) => string | null): string {
	const said = name.toLowerCase()
	return values
		.map((value) => wordOf(String(value)) ?? plainValue(value))
		.filter((word) => !said.includes(word.toLowerCase()))
		.join(' · ')
}
