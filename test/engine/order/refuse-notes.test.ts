import { expect, test } from 'vitest'
import { refuseNotes } from '../../../app/engine/order/refuse-notes.ts'

const none = { instructions: null, window: null, costCentre: null }

test.each([
	[none, []],
	[{ instructions: 'x'.repeat(500), window: 'early', costCentre: 'K'.repeat(80) }, []],
	[{ ...none, window: 'evening' }, []],
	[{ ...none, instructions: 'x'.repeat(501) }, ['INSTRUCTIONS_TOO_LONG']],
	[{ ...none, window: 'night' }, ['DELIVERY_HOURS_UNKNOWN']],
	[{ ...none, window: 'Early' }, ['DELIVERY_HOURS_UNKNOWN']],
	[{ instructions: 'x'.repeat(501), window: '', costCentre: 'K'.repeat(81) }, ['INSTRUCTIONS_TOO_LONG', 'DELIVERY_HOURS_UNKNOWN', 'COST_CENTRE_TOO_LONG']],
])('notes of a delivery: %#', (notes, codes) => expect(refuseNotes(notes).map(({ code }) => code)).toEqual(codes))
