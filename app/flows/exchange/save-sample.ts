import type { Tx } from '../../../db/client.server.ts'
import { type ExactOutcome, readColumnsOfKinds, readExchangeRowsBy } from '../../../db/queries/exchange.ts'
import { type ExchangeKind, exchangeKinds } from '../../../db/queries/exchange-kinds.ts'
import type { ClaimedRun } from '../../../db/queries/import-room.ts'
import { readCell } from '../../engine/catalog/exchange-cell.ts'
import { type SampledRow, sampledChanges } from '../../engine/catalog/exchange-sample.ts'
import type { ChunkRequest } from '../import/save-chunks.ts'
import type { RowOutcome, SourceRow } from '../import/types.ts'
import type { ExactLine, ExactTarget } from './save-exact-lines.ts'

/** So many new and so many changed rows are shown of a trial. */
const MOST = 8

const sampledOf = (sample: unknown) => (Array.isArray(sample) ? (sample as SampledRow[]) : [])

/** The first rows that are not shown yet, of each sort that is still wanted. */
function wanted<T extends { outcome: string }>(outcomes: readonly T[], sample: readonly SampledRow[]): T[] {
	return (['created', 'updated'] as const).flatMap((sort) => {
		const room = MOST - sample.filter(({ outcome }) => outcome === sort).length
		return outcomes.filter(({ outcome }) => outcome === sort).slice(0, Math.max(0, room))
	})
}

type Tried = { lines: readonly ExactLine[]; outcomes: readonly ExactOutcome[]; sample: unknown }

/** Rows of a tried chunk beside what stands in the house: the sample so far and theirs. One statement, none when it is full. */
export async function sampleExact(tx: Tx, { kind, columns, sellerId }: ExactTarget, { lines, outcomes, sample }: Tried): Promise<SampledRow[]> {
	const shown = sampledOf(sample)
	const byNumber = new Map(lines.map((line) => [line.n, line.cells.map(readCell)]))
	const chosen = wanted(outcomes, shown)
	if (chosen.length === 0) return shown
	const keys = kind.key.map((name) => columns.findIndex(({ column }) => column === name)).filter((place) => place >= 0)
	const keyOf = (cells: readonly (string | null)[]) => keys.map((place) => cells[place] ?? null)
	const words = chosen.flatMap(({ n, outcome }) => (outcome === 'updated' ? [keyOf(byNumber.get(n) ?? [])] : []))
	const held =
		words.length > 0
			? await readExchangeRowsBy(tx, kind, { columns, sellerId, by: kind.key.filter((name) => columns.some(({ column }) => column === name)), words })
			: []
	const before = new Map(held.map((cells) => [JSON.stringify(keyOf(cells)), cells]))
	const names = columns.map(({ name }) => name)
	return [
		...shown,
		...chosen.map(({ n, outcome }): SampledRow => {
			const after = byNumber.get(n) ?? []
			const key = keyOf(after)
			const changes = sampledChanges({ kind: kind.kind, names, keys }, before.get(JSON.stringify(key)) ?? null, after)
			return { row: n, name: key.filter(Boolean).join(' · '), outcome: outcome as SampledRow['outcome'], changes }
		}),
	]
}

/** Where what a mapped row becomes stands: the kinds, the column that names it, and the field that holds the name. */
const traces: Readonly<Record<string, { field: string; in: readonly (readonly [kind: string, column: string])[] }>> = {
	products: {
		field: 'sku',
		in: [
			['products', 'sku'],
			['product-texts', 'product_id'],
			['product-categories', 'product_id'],
			['price-entries', 'product_id'],
			['media', 'product_id'],
		],
	},
	categories: {
		field: 'code',
		in: [
			['categories', 'code'],
			['category-texts', 'category_id'],
		],
	},
	accounts: {
		field: 'number',
		in: [
			['accounts', 'number'],
			['locations', 'account_id'],
		],
	},
	locations: { field: 'account', in: [['locations', 'account_id']] },
	contacts: { field: 'account', in: [['contacts', 'account_id']] },
	'price-books': { field: 'code', in: [['price-books', 'code']] },
	'price-entries': { field: 'sku', in: [['price-entries', 'product_id']] },
	'buyer-groups': { field: 'code', in: [['buyer-groups', 'code']] },
	policies: { field: 'code', in: [['policies', 'code']] },
	prospects: { field: 'email', in: [] },
	'campaign-members': { field: 'email', in: [] },
}

type Seen = Map<string, { kind: ExchangeKind; names: string[]; keys: number[]; rows: (string | null)[][] }>

async function see(tx: Tx, sellerId: number, what: string, names: readonly string[]): Promise<Seen> {
	const seen: Seen = new Map()
	const trace = traces[what]
	if (!trace || names.length === 0) return seen
	const kinds = trace.in.flatMap(([name]) => exchangeKinds.filter(({ kind }) => kind === name))
	const columns = await readColumnsOfKinds(tx, kinds)
	for (const kind of kinds) {
		const own = columns.get(kind.kind) ?? []
		const by = trace.in.find(([name]) => name === kind.kind)?.[1] ?? ''
		const rows = await readExchangeRowsBy(tx, kind, { columns: own, sellerId, by: [by], words: names.map((name) => [name]) })
		const keys = kind.key.map((name) => own.findIndex(({ column }) => column === name)).filter((place) => place >= 0)
		const place = own.findIndex(({ column }) => column === by)
		for (const name of names)
			seen.set(`${name} ${kind.kind}`, { kind, names: own.map((column) => column.name), keys, rows: rows.filter((cells) => cells[place] === name) })
	}
	return seen
}

/** Looks at what the first rows of a tried file become: after they were saved, and again when they are undone. */
export function sampleMapped({ what, sellerEntityId, sample }: ClaimedRun): NonNullable<ChunkRequest['trial']> {
	let shown = sampledOf(sample)
	let chosen: (RowOutcome & { name: string })[] = []
	let after: Seen = new Map()
	const nameOf = (row: SourceRow | undefined) => row?.fields[traces[what]?.field ?? ''] ?? ''
	const choose = (rows: readonly SourceRow[], outcomes: readonly RowOutcome[]) => {
		const byNumber = new Map(rows.map((row) => [row.rowNumber, row]))
		return wanted(outcomes, shown).map((one) => ({ ...one, name: nameOf(byNumber.get(one.rowNumber)) }))
	}
	return {
		look: async (tx, { rows, outcomes, isAfter }) => {
			if (isAfter) {
				chosen = choose(rows, outcomes)
				after = await see(tx, sellerEntityId, what, [...new Set(chosen.map(({ name }) => name).filter(Boolean))])
				return shown
			}
			const before = await see(tx, sellerEntityId, what, [...new Set(chosen.map(({ name }) => name).filter(Boolean))])
			shown = [
				...shown,
				...chosen.map(({ rowNumber, outcome, name }) => ({
					row: rowNumber,
					name,
					outcome: outcome as SampledRow['outcome'],
					changes: changesOf(name, before, after),
				})),
			]
			return shown
		},
	}
}

function changesOf(name: string, before: Seen, after: Seen): SampledRow['changes'] {
	return [...after]
		.filter(([key]) => key.startsWith(`${name} `))
		.flatMap(([key, { kind, names, keys, rows }]) => {
			const keyOf = (cells: readonly (string | null)[]) => JSON.stringify(keys.map((place) => cells[place] ?? null))
			const held = new Map((before.get(key)?.rows ?? []).map((cells) => [keyOf(cells), cells]))
			return rows.flatMap((cells) => sampledChanges({ kind: kind.kind, names, keys }, held.get(keyOf(cells)) ?? null, cells))
		})
		.slice(0, 40)
}
