import { expect, test } from 'vitest'
import { carriers, trackingPage } from '../../../app/engine/order/tracking-page.ts'

test('each carrier that the packing form proposes has a page for its parcels, however people write its name', () => {
	for (const carrier of carriers) expect(trackingPage(carrier, '1Z999'), carrier).toContain('1Z999')
	expect(trackingPage('Fed Ex Ground', '77')).toBe('https://www.fedex.com/fedextrack/?trknbr=77')
	expect(trackingPage('Postes Canada', '77')).toContain('canadapost')
})

test('a number is one word of the address, and a carrier that nobody knows has no page', () => {
	expect(trackingPage('UPS', ' 1Z 9&a=b ')).toBe('https://www.ups.com/track?tracknum=1Z%209%26a%3Db')
	expect([trackingPage('Own van', '7'), trackingPage('Supsala', '7'), trackingPage(null, '7'), trackingPage('UPS', null)]).toEqual([null, null, null, null])
})
