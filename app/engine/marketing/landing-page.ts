import { type Refusal, refusal } from '../base/refusal.ts'
import { type Words, wordsIn } from './form.ts'

export const blockKinds = ['text', 'points', 'quote'] as const
export type BlockKind = (typeof blockKinds)[number]

/** A part of a landing page; points and quotes are the lines of its text. */
export type PageBlock = { kind: BlockKind; heading: Words; text: Words }

export type PageDesign = {
	title: Words
	lead: Words
	/** One of the house's drawings; empty: none. */
	picture: string
	blocks: readonly PageBlock[]
}

export const mostBlocks = 20

/** Drawings that may stand on a landing page, by their place under /images. */
export const pagePictures = [
	...['roastery', 'winter-morning', 'category-coffee', 'category-machines', 'category-brewing', 'category-barware', 'category-cups'],
	...['category-syrups', 'category-tea', 'category-sweets', 'category-cleaning', 'category-parts'],
] as const

/** What stands against a page in front of people. Refuses PAGE_TITLE_MISSING, PAGE_BLOCKS_TOO_MANY, PAGE_BLOCK_EMPTY (`line` is its place, from 1). */
export function checkPage({ title, blocks }: PageDesign): Refusal[] {
	return [
		...(wordsIn(title, 'en') === '' ? [refusal('PAGE_TITLE_MISSING')] : []),
		...(blocks.length > mostBlocks ? [refusal('PAGE_BLOCKS_TOO_MANY', { most: mostBlocks })] : []),
		...blocks.flatMap(({ text }, index) => (wordsIn(text, 'en') === '' ? [refusal('PAGE_BLOCK_EMPTY', {}, index + 1)] : [])),
	]
}

export type PageView = { title: string; lead: string; picture: string | null; blocks: { kind: BlockKind; heading: string; lines: string[] }[] }

/** A page as its reader sees it, in one language. */
export function pageView({ title, lead, picture, blocks }: PageDesign, locale: string): PageView {
	const isDrawn = (pagePictures as readonly string[]).includes(picture)
	return {
		...{ title: wordsIn(title, locale), lead: wordsIn(lead, locale), picture: isDrawn ? `/images/${picture}.svg` : null },
		blocks: blocks.map(({ kind, heading, text }) => ({
			...{ kind, heading: wordsIn(heading, locale) },
			lines: wordsIn(text, locale)
				.split('\n')
				.map((line) => line.trim())
				.filter((line) => line !== ''),
		})),
	}
}
