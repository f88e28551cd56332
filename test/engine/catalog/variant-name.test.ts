import { expect, test } from 'vitest'
import { variantWords } from '../../../app/engine/catalog/variant-name.ts'

const czech = (value: string) => ({ ink: 'inkoust', bulk: 'volně' })[value] ?? null

test('sizes as numbers have them are read as sizes, known values in the language, others as they stand', () => {
	expect(variantWords('Winterlight', ['250G', 'bulk', 'Red'], czech)).toBe('250 g · volně · Red')
	expect(variantWords('Winterlight', ['5KG'], czech)).toBe('5 kg')
	expect(variantWords('Winterlight', [], czech)).toBe('')
})

test('what the name says already is not said twice, whatever its capitals', () => {
	expect(variantWords('Winterlight 250 g, Red', ['250G', 'red', 'ink'], czech)).toBe('inkoust')
	expect(variantWords('Winterlight red', ['Red', 'Blue'], czech)).toBe('Blue')
})
