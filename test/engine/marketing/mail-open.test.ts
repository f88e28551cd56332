import { expect, test } from 'vitest'
import { isMachineOpen } from '../../../app/engine/marketing/mail-open.ts'

const sentAt = new Date('2026-03-02T09:00:00Z')
const after = (seconds: number) => new Date(sentAt.getTime() + seconds * 1000)
const firefox = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Thunderbird/140.3.0'
const read = { sentAt, at: after(3600), userAgent: firefox, takesBytes: true, isAhead: false }

test.each([
	['a reader an hour later', {}, false],
	['a reader ten seconds later', { at: after(10) }, false],
	['Gmail, when its reader opens the mail', { userAgent: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)' }, false],
	['Yahoo, when its reader opens the mail', { userAgent: 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html' }, false],
	['a filter that looks within seconds', { at: after(9) }, true],
	['a filter that looks before the server has taken the mail', { sentAt: null }, true],
	['a clock that stands before the mail', { at: after(-60) }, true],
	['Apple’s mail privacy', { userAgent: 'Mozilla/5.0' }, true],
	[
		'Gmail, ahead of its reader',
		{
			userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0',
		},
		true,
	],
	['who asks for the size alone', { takesBytes: false }, true],
	['who says that it fetches ahead', { isAhead: true }, true],
	['who says nothing', { userAgent: ' ' }, true],
	['a filter by its name', { userAgent: 'BarracudaCentral' }, true],
	['a robot', { userAgent: 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)' }, true],
	['a program', { userAgent: 'python-requests/2.32' }, true],
])('(B14) %s', (_, seen, machine) => {
	expect(isMachineOpen({ ...read, ...seen })).toBe(machine)
})
