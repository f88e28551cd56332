import { setImmediate as breathe } from 'node:timers/promises'
import type { SheetBlock, SheetColumn, SheetRow } from '../../engine/content/sheet.ts'
import { ink, type Page } from './pen.server.ts'

const LINE = 12
const GAP = 14

type Of<Kind extends SheetBlock['kind']> = Extract<SheetBlock, { kind: Kind }>

/** Sets one block below what stands already. */
export async function setBlock(page: Page, block: SheetBlock): Promise<void> {
	if (block.kind === 'parties') setParties(page, block)
	else if (block.kind === 'facts') setFacts(page, block)
	else if (block.kind === 'table') await setTable(page, block)
	else if (block.kind === 'sums') setSums(page, block)
	else setNote(page, block)
}

function setParties(page: Page, { parties }: Of<'parties'>): void {
	const { pen, left, width } = page
	const column = width / Math.max(3, parties.length)
	const set = parties.map(({ label, name, lines }) => ({
		label,
		names: pen.wrap(name, column - GAP, { face: 'strong' }),
		lines: lines.flatMap((line) => pen.wrap(line, column - GAP)),
	}))
	const height = Math.max(...set.map(({ names, lines }) => names.length + lines.length)) * LINE + LINE + 2 * GAP
	page.reserve(height)
	const top = page.y + GAP + 8
	for (const [index, { label, names, lines }] of set.entries()) {
		const x = left + index * column
		pen.set(label, x, top, { size: 7.5, colour: ink.soft })
		for (const [line, name] of names.entries()) pen.set(name, x, top + 3 + (line + 1) * LINE, { face: 'strong' })
		for (const [line, text] of lines.entries()) pen.set(text, x, top + 3 + (names.length + line + 1) * LINE)
	}
	page.y += height
}

const ACROSS = 4

/** Names over values, four across. */
function setFacts(page: Page, { facts }: Of<'facts'>): void {
	const { pen, left, width } = page
	const column = width / ACROSS
	for (let first = 0; first < facts.length; first += ACROSS) {
		const row = facts.slice(first, first + ACROSS).map(({ name, value }) => ({ name, lines: pen.wrap(value, column - GAP) }))
		const height = 26 + Math.max(...row.map(({ lines }) => lines.length)) * LINE
		page.reserve(height)
		pen.rule(left, page.y, width)
		for (const [index, { name, lines }] of row.entries()) {
			const x = left + index * column
			pen.set(name, x, page.y + 13, { size: 7.5, colour: ink.soft })
			for (const [line, text] of lines.entries()) pen.set(text, x, page.y + 26 + line * LINE)
		}
		page.y += height
	}
	page.y += GAP / 2
}

type Placed = SheetColumn & { x: number; wide: number }

function placeColumns(columns: readonly SheetColumn[], left: number, width: number): Placed[] {
	const fixed = columns.reduce((sum, column) => sum + (column.width ?? 0), 0)
	const shares = columns.reduce((sum, column) => sum + (column.width === undefined ? (column.share ?? 1) : 0), 0)
	let x = left
	return columns.map((column) => {
		const wide = column.width ?? ((width - fixed) * (column.share ?? 1)) / shares
		const placed = { ...column, x, wide }
		x += wide
		return placed
	})
}

const PAD = 8
/** As many rows as go to the next page with their head. */
const TOGETHER = 5

/** Hundreds of rows take a second to set: others are let through between them. */
const AT_ONCE = 40

async function setTable(page: Page, { title, columns, rows }: Of<'table'>): Promise<void> {
	const { pen, left, width } = page
	const placed = placeColumns(columns, left, width)
	// A short table stays whole; a long one begins where its head and a row have room.
	page.reserve((title ? 70 : 46) + Math.min(rows.length, TOGETHER) * 20)
	if (title) {
		page.y += GAP + 8
		pen.set(title, left, page.y, { face: 'strong', size: 9 })
		page.y += 6
	}
	setHeadRow(page, placed)
	for (const [index, row] of rows.entries()) {
		if (index % AT_ONCE === AT_ONCE - 1) await breathe()
		setRow(page, placed, row)
	}
	page.y += GAP / 2
}

function setHeadRow(page: Page, placed: readonly Placed[]): void {
	const { pen } = page
	const heads = placed.map((column) => pen.wrap(column.head, column.wide - PAD, { size: 7.5 }))
	const deep = Math.max(...heads.map((lines) => lines.length))
	for (const [index, column] of placed.entries()) {
		for (const [line, text] of (heads[index] ?? []).entries()) {
			const y = page.y + 13 + (deep - (heads[index]?.length ?? 0) + line) * 9
			if (column.figures) pen.set(text, column.x + column.wide, y, { align: 'right', size: 7.5, colour: ink.soft })
			else pen.set(text, column.x, y, { size: 7.5, colour: ink.soft })
		}
	}
	page.y += 10 + deep * 9
	pen.rule(page.left, page.y, page.width, ink.text)
}

function setRow(page: Page, placed: readonly Placed[], row: SheetRow): void {
	const { pen } = page
	const face = row.strong ? 'strong' : 'text'
	const cells = placed.map((column, index) => {
		const text = row.cells[index] ?? ''
		return column.figures ? [text] : pen.wrap(text, column.wide - PAD, { face })
	})
	const under = (row.under ?? []).flatMap((text) => pen.wrap(text, (placed[0]?.wide ?? 0) - PAD, { size: 7.5 }))
	const height = Math.max((cells[0]?.length ?? 1) * 11 + under.length * 10, ...cells.map((lines) => lines.length * 11)) + 7
	if (page.reserve(height)) setHeadRow(page, placed)
	for (const [index, column] of placed.entries()) {
		for (const [line, text] of (cells[index] ?? []).entries()) {
			if (column.figures) pen.set(text, column.x + column.wide, page.y + 13, { align: 'right', face })
			else pen.set(text, column.x, page.y + 13 + line * 11, { face })
		}
	}
	for (const [line, text] of under.entries())
		pen.set(text, placed[0]?.x ?? page.left, page.y + 13 + (cells[0]?.length ?? 1) * 11 + line * 10 - 0.5, { size: 7.5, colour: ink.soft })
	page.y += height
	pen.rule(page.left, page.y, page.width)
}

const SUMS = 230

/** Kept together, at the right: a total alone on a page says nothing. */
function setSums(page: Page, { sums }: Of<'sums'>): void {
	const { pen, left, width } = page
	const right = left + width
	const names = sums.map(({ name, strong }) => pen.wrap(name, SUMS - 90, { face: strong ? 'strong' : 'text' }))
	page.reserve(names.reduce((height, lines) => height + 7 + lines.length * 11, 0) + 2 * GAP)
	for (const [index, { value, strong }] of sums.entries()) {
		const style = { face: strong ? ('strong' as const) : ('text' as const), ...(strong ? { size: 9.5 } : {}) }
		if (strong) pen.rule(right - SUMS, page.y + 4, SUMS, ink.text)
		for (const [line, text] of (names[index] ?? []).entries()) pen.set(text, right - SUMS, page.y + 16 + line * 11, style)
		pen.set(value, right, page.y + 16, { ...style, align: 'right' })
		page.y += 7 + (names[index]?.length ?? 1) * 11
	}
	page.y += GAP
}

function setNote(page: Page, { title, lines }: Of<'note'>): void {
	const { pen, left, width } = page
	const set = lines.flatMap((line) => pen.wrap(line, width * 0.9))
	page.reserve(34 + set.length * LINE)
	page.y += GAP + 6
	pen.set(title, left, page.y, { face: 'strong', size: 9 })
	for (const [line, text] of set.entries()) pen.set(text, left, page.y + 14 + line * LINE)
	page.y += 8 + set.length * LINE
}
