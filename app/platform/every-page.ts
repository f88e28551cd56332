/** A page of a list and the place where the next one begins; null: this was the last. */
export type PageAfter<Row, After> = { rows: readonly Row[]; next: After | null }

/**
 * Every row of a list, a page at a time, to the very last (decision 0479): a file is sent as it is read, and no more than a page of it is kept. `open` answers the
 * page after a place. The list has to be in an order that its rows do not change (their numbers): else who moves meanwhile is there twice or not at all.
 */
export async function* everyPage<Row, After>(open: (after: After | null) => Promise<PageAfter<Row, After>>): AsyncGenerator<readonly Row[]> {
	let after: After | null = null
	do {
		const page: PageAfter<Row, After> = await open(after)
		if (page.rows.length > 0) yield page.rows
		after = page.next
	} while (after !== null)
}

/** The same of a list whose rows follow each other by their number: `list` answers the next `limit` rows after one. */
export const everyById = <Row extends { id: number }>(limit: number, list: (after: number | null) => Promise<readonly Row[]>): AsyncGenerator<readonly Row[]> =>
	everyPage(async (after: number | null) => {
		const rows = await list(after)
		return { rows, next: (rows.length === limit && rows.at(-1)?.id) || null }
	})
