import { expect, test } from 'vitest'
import { decideErase, type EraseFacts } from '../../../app/engine/crm/erase.ts'

const mina: EraseFacts = { name: 'Mina Park', openOrders: 0, openWrites: 0 }
const rows: readonly [rule: string, typed: string, facts: Partial<EraseFacts>, codes: string[]][] = [
	['her name', 'Mina Park', {}, []],
	['in other letters and with other spaces', '  mina   PARK ', {}, []],
	['another name', 'Mina Parker', {}, ['ERASE_NAME']],
	['nothing', '', {}, ['ERASE_NAME']],
	['an order on its way', 'Mina Park', { openOrders: 1 }, ['ERASE_ORDERS']],
	['another system that has not answered', 'Mina Park', { openWrites: 2 }, ['ERASE_BUSY']],
	['all of it', 'x', { openOrders: 1, openWrites: 1 }, ['ERASE_NAME', 'ERASE_ORDERS', 'ERASE_BUSY']],
]

test.each(rows)('(B11) forgetting a person: %s', (_, typed, facts, codes) => {
	expect(decideErase(typed, { ...mina, ...facts }).map(({ code }) => code)).toEqual(codes)
})
