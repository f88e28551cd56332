import type postgres from 'postgres'
import type { Comparison, Predicate, PredicateKind, PredicateLiteral } from '../../app/engine/base/predicate.ts'
import type { Sql } from '../client.server.ts'

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** A field of the record at hand in SQL. `sql` is of its kind's type: text, numeric (or any integer), boolean, date, timestamptz, text[]. */
export type PredicateColumn = { sql: Fragment; kind: PredicateKind }

/** What JavaScript's trim takes off. */
const space = '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'

/**
 * The predicate as a condition that is never null, for a `where`. Says what `holds` says of the same record
 * (engine/base/predicate.ts), which test/db/predicate-law.test.ts holds. The predicate was read against its fields
 * (readPredicate), so each literal has its field's kind; `column` throws for a field that it does not know.
 */
export function predicateSql(sql: Sql, predicate: Predicate, column: (field: string) => PredicateColumn): Fragment {
	if ('field' in predicate) return comparison(sql, predicate, column(predicate.field))
	if ('not' in predicate) return sql`(not ${predicateSql(sql, predicate.not, column)})`
	const parts = ('all' in predicate ? predicate.all : predicate.any).map((one) => predicateSql(sql, one, column))
	if (parts.length === 0) return 'all' in predicate ? sql`true` : sql`false`
	return sql`(${parts.reduce((left, right) => ('all' in predicate ? sql`${left} and ${right}` : sql`${left} or ${right}`))})`
}

function comparison(sql: Sql, { op, value }: Comparison, { sql: column, kind }: PredicateColumn): Fragment {
	if (op === 'blank') return blank(sql, column, kind)
	if (op === 'not_blank') return sql`(not ${blank(sql, column, kind)})`
	if (value === undefined) throw new Error(`${op} has nothing to compare with`)
	const asked = op === 'ne' ? 'eq' : op
	const one = (each: Fragment, ofKind: PredicateKind) => compared(sql, asked, { column: each, kind: ofKind, value })
	const found =
		kind === 'choices'
			? sql`exists (select 1 from unnest(${column}) as one (choice) where ${filled(sql, sql`choice`)} and ${one(sql`choice`, 'text')})`
			: kind === 'text'
				? sql`(${filled(sql, column)} and ${one(column, kind)})`
				: one(column, kind)
	return op === 'ne' ? sql`(not coalesce(${found}, false))` : sql`coalesce(${found}, false)`
}

const filled = (sql: Sql, text: Fragment) => sql`btrim(${text}, ${space}) <> ''`

function blank(sql: Sql, column: Fragment, kind: PredicateKind): Fragment {
	if (kind === 'text') return sql`(coalesce(btrim(${column}, ${space}), '') = '')`
	if (kind === 'choices') return sql`(not exists (select 1 from unnest(${column}) as one (choice) where ${filled(sql, sql`choice`)}))`
	return sql`(${column} is null)`
}

/** Null only where the column is. */
function compared(sql: Sql, op: Comparison['op'], { column, kind, value }: { column: Fragment; kind: PredicateKind; value: PredicateLiteral }): Fragment {
	const left = worded(sql, column, kind)
	if (typeof value === 'object')
		return sql`${left} = any(array(select ${worded(sql, typed(sql, sql`literal`, kind), kind)} from unnest(${value.map(String)}::text[]) as one (literal)))`
	const right = worded(sql, typed(sql, sql`${String(value)}::text`, kind), kind)
	if (op === 'contains') return sql`strpos(${left}, ${right}) > 0`
	if (op === 'starts') return sql`starts_with(${left}, ${right})`
	if (op === 'eq' || op === 'in') return sql`${left} = ${right}`
	if (op === 'lt') return sql`${left} < ${right}`
	if (op === 'lte') return sql`${left} <= ${right}`
	return op === 'gt' ? sql`${left} > ${right}` : sql`${left} >= ${right}`
}

function typed(sql: Sql, literal: Fragment, kind: PredicateKind): Fragment {
	if (kind === 'number') return sql`${literal}::numeric`
	if (kind === 'boolean') return sql`${literal}::boolean`
	if (kind === 'day') return sql`${literal}::date`
	return kind === 'instant' ? sql`${literal}::timestamptz` : literal
}

/** Text folds by the letter's own pair, whatever the database's collation; instants are compared by the millisecond, as JavaScript reads them. */
function worded(sql: Sql, value: Fragment, kind: PredicateKind): Fragment {
	if (kind === 'instant') return sql`date_trunc('milliseconds', ${value})`
	return kind === 'text' || kind === 'choices' ? sql`lower(btrim(${value}, ${space}) collate "pg_c_utf8")` : value
}
