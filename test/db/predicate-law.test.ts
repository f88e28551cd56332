import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holds, type Predicate, type PredicateKind, predicateOps } from '../../app/engine/base/predicate.ts'
import { readPredicate } from '../../app/engine/base/read-predicate.ts'
import { predicateSql } from '../../db/queries/predicate.ts'
import { lawCases } from '../support/laws.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()

/** Few and near each other, so that they meet: cases of several scripts, inner and outer space, nothing, and letters beyond the first plane. */
const words = [
	'',
	' ',
	'\u00a0',
	'a',
	'A',
	' á',
	'Á ',
	'ab',
	'B a',
	'ß',
	'ẞ',
	'ΟΔΟΣ',
	'οδος',
	'οδοσ',
	'İ',
	'i',
	'I',
	'ı',
	'ǅ',
	'ǆ',
	'珈琲',
	'カップ',
	'\uff21',
	'😀',
	'\u{10400}',
	'\u{10428}',
	'%',
	'_',
	"'",
	'\\',
	'10',
	'9',
]
const sizes = ['-1.5', '-0.1', '0', '0.000001', '0.1', '9', '10', '123456789.25']
const days = ['1969-12-31', '2024-02-29', '2026-11-22']
const instants = ['2026-11-22T00:00:00.000Z', '2026-11-22T00:00:00.001Z', '2026-11-22T12:30:00.000Z', '2024-02-29T23:59:59.999Z']
const orNull = <T>(list: readonly T[]) => fc.constantFrom(null, ...list)

const records = fc.record({
	word: orNull(words),
	size: orNull(sizes),
	flag: orNull([true, false]),
	day: orNull(days),
	instant: orNull(instants),
	choices: fc.option(fc.array(fc.constantFrom(...words), { maxLength: 3 })),
})
type Field = keyof (typeof records extends fc.Arbitrary<infer T> ? T : never)

const kinds: Record<Field, PredicateKind> = { word: 'text', size: 'number', flag: 'boolean', day: 'day', instant: 'instant', choices: 'choices' }
const literals: Record<Field, readonly unknown[]> = {
	word: words,
	size: [...sizes, 9, 0.1],
	flag: [true, false],
	day: days,
	instant: [...instants, '2026-11-22'],
	choices: words,
}

const leaf = fc.constantFrom(...(Object.keys(kinds) as Field[])).chain((field) =>
	fc.constantFrom(...predicateOps).chain((op): fc.Arbitrary<unknown> => {
		const literal = fc.constantFrom(...literals[field])
		if (op === 'blank' || op === 'not_blank') return fc.constant({ field, op })
		return fc.record({ field: fc.constant(field), op: fc.constant(op), value: op === 'in' ? fc.array(literal, { maxLength: 3 }) : literal })
	}),
)
const predicates = fc.letrec((part) => ({
	one: fc.oneof(
		{ maxDepth: 3 },
		{ weight: 3, arbitrary: leaf },
		{ weight: 1, arbitrary: part('list') },
		{ weight: 1, arbitrary: fc.record({ not: part('one') }) },
	),
	list: fc.oneof(fc.record({ all: fc.array(part('one'), { maxLength: 3 }) }), fc.record({ any: fc.array(part('one'), { maxLength: 3 }) })),
})).one

const rows = fc.sample(records, { seed: 4, numRuns: 150 }).map((record, id) => ({ id, ...record }))
// A record holds its choices as JSON here: an array of arrays would not pass as one parameter.
const asRecords = () => db`
	select id, word, size, flag, day, instant, case when jsonb_typeof(choices) = 'array' then array(select jsonb_array_elements_text(choices)) end as choices
	from jsonb_to_recordset(${db.json(rows as never)}) as row (id int, word text, size numeric, flag boolean, day date, instant timestamptz, choices jsonb)`
const column = (field: string) => ({ sql: db`${db(field)}`, kind: kinds[field as Field] })

test('law: the database and the engine say the same of each record', async () => {
	let asked = 0
	let split = 0
	await fc.assert(
		fc.asyncProperty(predicates, async (json) => {
			const answer = readPredicate(json, kinds)
			fc.pre(answer.ok)
			const predicate: Predicate = answer.ok ? answer.predicate : { all: [] }
			const found = await db<{ id: number }[]>`select id from (${asRecords()}) as asked where ${predicateSql(db, predicate, column)} order by id`
			const held = rows.filter((row) => holds(predicate, row)).map(({ id }) => id)
			asked += 1
			if (held.length > 0 && held.length < rows.length) split += 1
			expect(found.map(({ id }) => id)).toEqual(held)
		}),
		lawCases(77, 250),
	)
	expect(split / asked).toBeGreaterThan(0.5)
})
