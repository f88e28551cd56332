import type { Unit } from './unit.ts'

export type Row = Record<string, unknown> & { id: string }
type Page = { values: Row[]; nextPageToken: string | null }

/** Ids that stand near each other are asked for in one call, as long as a page can hold all that lies between. */
export function spansOf(ids: readonly string[]): [least: string, most: string][] {
	const sorted = [...new Set(ids.map(Number))].sort((a, b) => a - b)
	const spans: [number, number][] = []
	for (const id of sorted) {
		const last = spans.at(-1)
		if (last && id - last[0] < 1000) last[1] = id
		else spans.push([id, id])
	}
	return spans.map(([least, most]) => [String(least), String(most)])
}

export type Asked = Record<string, string>

/** A page of prospects, with the service's own time. */
export async function pageOfProspects(unit: Unit, asked: Asked): Promise<Page & { at: string }> {
	const { body, at } = await unit.call({ method: 'GET', path: `/api/v5/objects/prospects?${new URLSearchParams(asked)}` })
	return { ...(body as Page), at }
}

/** All pages of what is asked for. */
export async function allProspects(unit: Unit, asked: Asked): Promise<Row[]> {
	const rows: Row[] = []
	let next: Page = await pageOfProspects(unit, { ...asked, limit: '1000' })
	for (;;) {
		rows.push(...next.values)
		if (!next.nextPageToken) return rows
		next = await pageOfProspects(unit, { fields: asked['fields'] ?? 'id', nextPageToken: next.nextPageToken })
	}
}
