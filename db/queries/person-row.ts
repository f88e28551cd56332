import type { PersonField } from '../../app/engine/crm/person-fields.ts'
import type { Sql } from '../client.server.ts'

type Said = Partial<Record<PersonField, string>>

/** A person is written to the columns of her fields' names, in whichever table she stands. */
export const columnOf = (name: string) => name.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)

/** What was said of her by column: an empty text is nothing, but for `filled`, which are never null. */
export const personRow = (said: Said, filled: readonly PersonField[]): Record<string, string | null> =>
	Object.fromEntries(Object.entries(said).map(([name, value]) => [columnOf(name), value === '' && !filled.includes(name as PersonField) ? null : value]))

/** What an update sets: what was said, and nothing else. postgres.js reads what it is by the word before it, so it stands in the statement itself. */
export const personSet = (sql: Sql, row: Readonly<Record<string, string | null>>) =>
	Object.keys(row).length === 0 ? sql`locale = locale` : sql(row, ...Object.keys(row))

const address = ['street', 'city', 'region', 'postal_code', 'country']
/** The columns of her address, of the table or its short name before them. */
export const addressColumns = (sql: Sql, of?: string) => sql`${sql(address.map((column) => (of ? `${of}.${column}` : column)))}`
