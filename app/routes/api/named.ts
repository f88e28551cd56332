/** Those fields alone, so that what the house adds to a row is not told before the contract says it. */
export function named<Row extends object, Name extends keyof Row>(row: Row, ...names: readonly Name[]): Pick<Row, Name> {
	return Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<Row, Name>
}
