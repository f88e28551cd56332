import { expect, test } from 'vitest'
import { readWindow } from '../../../app/engine/order/delivery-window.ts'

test.each([
	['early', 'early'],
	['evening', 'evening'],
	['', null],
	['night', null],
	['Early', null],
])('a delivery for %j is for %s', (text, window) => expect(readWindow(text)).toBe(window))
