import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../../app/ui/styles/app.css', import.meta.url), 'utf8')
const tokens = new Map(
	[...css.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
		name ?? '',
		{ light: light ?? '', dark: dark ?? '' },
	]),
)

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5]
		.map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
		.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
	return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
	const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
	return (high + 0.05) / (low + 0.05)
}

const papers = ['ground', 'surface', 'sunken']
const tinted = ['accent', 'positive', 'warning', 'danger']
const text: [string, string][] = [
	...papers.flatMap((paper) => ['ink', 'ink-soft', ...tinted].map((ink): [string, string] => [ink, paper])),
	...tinted.flatMap((tone) => [tone, 'ink', 'ink-soft'].map((ink): [string, string] => [ink, `${tone}-soft`])),
	['accent-ink', 'accent'],
	['accent-ink', 'accent-strong'],
	['ground', 'ink'],
]
const outlines: [string, string][] = papers.flatMap((paper) => ['control', 'accent'].map((line): [string, string] => [line, paper]))

test.each(['light', 'dark'] as const)('every text reads at 4.5:1 and every outline at 3:1, %s', (theme) => {
	const weak = [...text.map((pair) => ({ pair, least: 4.5 })), ...outlines.map((pair) => ({ pair, least: 3 }))].flatMap(({ pair: [front, back], least }) => {
		const [a, b] = [tokens.get(front)?.[theme], tokens.get(back)?.[theme]]
		if (!a || !b) return [`${front} on ${back}: missing`]
		const ratio = contrast(a, b)
		return ratio < least ? [`${front} on ${back}: ${ratio.toFixed(2)}`] : []
	})
	expect(weak).toEqual([])
})
