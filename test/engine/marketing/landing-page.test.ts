import { expect, test } from 'vitest'
import { checkPage, mostBlocks, type PageDesign, pageView } from '../../../app/engine/marketing/landing-page.ts'

const block = (text: string) => ({ kind: 'points' as const, heading: {}, text: { en: text, cs: 'Ranní káva\n\n  Večerní káva ' } })
const page: PageDesign = { title: { en: 'Winter', cs: 'Zima' }, lead: { en: 'Warm' }, picture: 'roastery', blocks: [block('Morning\nEvening')] }
const codes = (design: PageDesign) => checkPage(design).map(({ code, line }) => [code, line ?? null])

test('a page needs a title, text in each part, and an end', () => {
	expect(codes(page)).toEqual([])
	expect(codes({ ...page, title: {}, blocks: [block('x'), { ...block(''), text: {} }] })).toEqual([
		['PAGE_TITLE_MISSING', null],
		['PAGE_BLOCK_EMPTY', 2],
	])
	expect(codes({ ...page, blocks: Array.from({ length: mostBlocks + 1 }, () => block('x')) })).toEqual([['PAGE_BLOCKS_TOO_MANY', null]])
})

test('its reader sees it in her language, line by line, with a drawing of the house or none', () => {
	expect(pageView(page, 'cs')).toMatchObject({
		title: 'Zima',
		lead: 'Warm',
		picture: '/images/roastery.svg',
		blocks: [{ lines: ['Ranní káva', 'Večerní káva'] }],
	})
	expect(pageView({ ...page, picture: '../secret' }, 'en').picture).toBeNull()
})
