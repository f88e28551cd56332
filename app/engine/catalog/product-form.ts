import { priceAlias } from './import-headers.ts'
import { MOST_AXES } from './import-product.ts'

/** A product as a file with Salesforce's headers can say it; `axes` by name and value, `prices` by book. */
export type FormProduct = {
	sku: string
	name: string
	description: string | null
	summary: string | null
	family: string | null
	productClass: string
	status: string
	unitCode: string
	taxCode: string
	weightGrams: number
	externalKey: string | null
	parent: string | null
	components: string | null
	axes: [name: string, value: string][]
	attributes: Record<string, string>
	/** Names from the top, separated by slashes; the primary one first. */
	categories: string[]
	pictures: string[]
	documents: string[]
	alt: string | null
	prices: Record<string, string>
	policies: string[]
}
/** How wide the file has to be: the most of each numbered column, and what is used at all. */
export type FormShape = {
	axes: number
	categories: number
	pictures: number
	documents: number
	policies: number
	attributes: string[]
	books: { code: string; currency: string }[]
	/** Of the columns that say only what differs from the usual. */
	used: string[]
}
export type FormColumn = { header: string; cell: (product: FormProduct) => string }

const aliases: Readonly<Record<string, string>> = { SALE: 'sale', LIST: 'original' }

/** Under which alias a price header names this book (import-headers.ts); null: no header leads to it. */
export function aliasOf({ code, currency }: { code: string; currency: string }, ownCurrency: string): string | null {
	const suffix = currency === ownCurrency ? '' : `-${currency}`
	if (!code.endsWith(suffix)) return null
	const own = suffix ? code.slice(0, -suffix.length) : code
	const alias = aliases[own] ?? own.toLowerCase()
	if (aliases[own]) return alias
	return priceAlias(alias).toUpperCase() === own && !Object.values(aliases).includes(alias) ? alias : null
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const numbered = (count: number, header: string, of: (product: FormProduct) => readonly string[]): FormColumn[] =>
	upTo(count).map((index) => ({ header: `${header} ${index + 1}`, cell: (product) => of(product)[index] ?? '' }))

const yesNo = ({ status }: FormProduct) => (status === 'active' ? 'TRUE' : 'FALSE')
const plain: readonly FormColumn[] = [
	{ header: 'Product Family', cell: ({ family }) => family ?? '' },
	{ header: 'Summary', cell: ({ summary }) => summary ?? '' },
	{ header: 'Status', cell: ({ status }) => status },
	{ header: 'Class', cell: ({ productClass }) => productClass },
	{ header: 'Unit', cell: ({ unitCode }) => unitCode },
	{ header: 'Tax Code', cell: ({ taxCode }) => taxCode },
	{ header: 'Weight Grams', cell: ({ weightGrams }) => String(weightGrams) },
	{ header: 'External Key', cell: ({ externalKey }) => externalKey ?? '' },
	{ header: 'Variation Parent (StockKeepingUnit)', cell: ({ parent }) => parent ?? '' },
	{ header: 'Components', cell: ({ components }) => components ?? '' },
]

/** The columns of a product file in Salesforce's form: those that its products need, under headers that the import knows by themselves. */
export function formColumns(shape: FormShape, ownCurrency: string): FormColumn[] {
	const books = shape.books.flatMap((book) => {
		const alias = aliasOf(book, ownCurrency)
		return alias === null ? [] : [{ header: `Price (${alias}) ${book.currency}`, cell: ({ prices }: FormProduct) => prices[book.code] ?? '' }]
	})
	const axes = upTo(Math.min(shape.axes, MOST_AXES)).flatMap((index): FormColumn[] => [
		{ header: `Variation Attribute Name ${index + 1}`, cell: ({ axes: own }) => own[index]?.[0] ?? '' },
		{ header: `Variation Attribute Value ${index + 1}`, cell: ({ axes: own }) => own[index]?.[1] ?? '' },
	])
	const attributes = shape.attributes
		.filter((name) => /^[^.]{1,40}$/.test(name) && name === name.toLowerCase().trim())
		.map((name): FormColumn => ({ header: `Attribute: ${name}`, cell: ({ attributes: own, axes: chosen }) => own[name] ?? further(chosen, name) }))
	return [
		{ header: 'Product Name', cell: ({ name }) => name },
		{ header: 'Product Description', cell: ({ description }) => description ?? '' },
		{ header: 'SKU', cell: ({ sku }) => sku },
		{ header: 'Product isActive', cell: yesNo },
		...plain.filter(({ header }) => shape.used.includes(header)),
		...axes,
		...attributes,
		...numbered(shape.categories, 'Category', ({ categories }) => categories),
		...books,
		...numbered(shape.pictures, 'Media Standard URL', ({ pictures }) => pictures),
		...(shape.pictures + shape.documents > 0 ? [{ header: 'Media Standard AltText 1', cell: ({ alt }: FormProduct) => alt ?? '' }] : []),
		...numbered(shape.documents, 'Media Attachment URL', ({ documents }) => documents),
		...numbered(shape.policies, 'Entitlement', ({ policies }) => policies),
	]
}

/** What is beyond the fifth axis stands as an attribute. */
const further = (axes: FormProduct['axes'], name: string) => axes.slice(MOST_AXES).find(([axis]) => axis === name)?.[1] ?? ''

/** A cell that a spreadsheet would take for a formula has an apostrophe before it, and so has one that looks so already. */
export const shielded = (text: string) => (/^'*[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text)

/** The cell as it was before `shielded`. */
export const unshielded = (text: string) => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text)
