import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	branchesOf,
	checkProgramme,
	emptyProgramme,
	inOrder,
	type Programme,
	type ProgrammeStep,
	readProgramme,
	stepKinds,
} from '../../../app/engine/marketing/programme.ts'
import { type Edit, editProgramme, type Place } from '../../../app/engine/marketing/programme-edit.ts'
import { layProgramme } from '../../../app/engine/marketing/programme-layout.ts'
import { aDay } from '../../../app/engine/marketing/programme-time.ts'

const question = { field: 'score', op: 'gte', value: 100 } as const
const steps: ProgrammeStep[] = [
	{ key: 'mail', kind: 'send', sendId: 7, next: 'rest' },
	{ key: 'rest', kind: 'wait', wait: aDay, next: 'hot' },
	{ key: 'hot', kind: 'if', question, yes: 'tag', no: 'out' },
	{ key: 'tag', kind: 'action', actions: [{ kind: 'tag_add', tag: 'Hot' }], next: 'out' },
	{ key: 'out', kind: 'end' },
]
const whole: Programme = { firstKey: 'mail', steps }
const known = { mails: new Set([7]) }
const changed = (key: string, change: object): Programme => ({
	...whole,
	steps: steps.map((step) => (step.key === key ? ({ ...step, ...change } as ProgrammeStep) : step)),
})
const codes = (programme: Programme) => checkProgramme(programme, known).map(({ code, line }) => `${code}@${line ?? ''}`)

describe('(B14) a programme is published when it is whole, else everything that is missing is named with its step', () => {
	test.each<[string, Programme, string[]]>([
		['whole', whole, []],
		['nothing in it', emptyProgramme, ['PROGRAMME_EMPTY@']],
		['a step leads nowhere', changed('rest', { next: null }), ['STEP_LEADS_NOWHERE@2', 'STEP_UNREACHED@3', 'STEP_UNREACHED@4', 'STEP_UNREACHED@5']],
		['a step leads to one that is gone', changed('tag', { next: 'gone' }), ['STEP_LEADS_NOWHERE@4']],
		['no mail', changed('mail', { sendId: null }), ['STEP_MAIL_MISSING@1']],
		['a mail that is not written wholly', changed('mail', { sendId: 8 }), ['STEP_MAIL_MISSING@1']],
		['no question', changed('hot', { question: null }), ['STEP_QUESTION_MISSING@3']],
		['no action', changed('tag', { actions: [] }), ['STEP_DOES_NOTHING@4']],
		['a wait of nothing', changed('rest', { wait: { ...aDay, amount: 0 } }), ['STEP_WAIT_SHORT@2']],
		['a loop through a wait is a way to go', changed('tag', { next: 'rest' }), []],
		['a loop without one is not', changed('tag', { next: 'hot' }), ['STEP_LOOP@3', 'STEP_LOOP@4']],
	])('%s', (_, programme, expected) => expect(codes(programme)).toEqual(expected))

	test('the number of the step stands in what is said, too', () => {
		expect(checkProgramme(changed('tag', { actions: [] }), known)).toMatchObject([{ facts: { step: 4 }, line: 4 }])
	})
	test('a programme is drawn as high as it is long, and a day is one day', () => {
		expect(layProgramme(whole)).toMatchObject({ columns: 1, rows: 5 })
		expect(layProgramme(emptyProgramme)).toMatchObject({ columns: 1, rows: 1 })
		expect(aDay).toEqual({ amount: 1, unit: 'days', at: null, window: 'any' })
	})

	test('what was stored is read again as it was; what does not read is left out', () => {
		expect(readProgramme('mail', JSON.parse(JSON.stringify(steps)))).toEqual(whole)
		expect(readProgramme('x', [{ key: 'a', kind: 'fire' }, null, { key: 'b', kind: 'end' }])).toEqual({ firstKey: null, steps: [{ key: 'b', kind: 'end' }] })
	})
})

const behind = (key: string, branch: 'next' | 'yes' | 'no' = 'next'): Place => ({ after: key, branch })
const way = (programme: Programme) => inOrder(programme).map(({ key }) => key)

describe('edits of a draft', () => {
	test('a step is put between two; a new question gives those of whom it does not hold an end of their own', () => {
		const added = editProgramme(whole, { kind: 'add', place: behind('mail'), step: 'if' })
		expect(way(added)).toEqual(['mail', 's1', 'rest', 'hot', 'tag', 'out', 's2'])
		expect(way(editProgramme(whole, { kind: 'add', place: 'start', step: 'wait' }))[0]).toBe('s1')
	})
	test('what is deleted closes up; the end of a question’s no goes with it', () => {
		expect(way(editProgramme(whole, { kind: 'delete', key: 'rest' }))).toEqual(['mail', 'hot', 'tag', 'out'])
		expect(editProgramme(editProgramme(whole, { kind: 'add', place: behind('mail'), step: 'if' }), { kind: 'delete', key: 's1' })).toEqual(whole)
		expect(way(editProgramme(whole, { kind: 'delete', key: 'mail' }))[0]).toBe('rest')
	})
	test('a step moves to another way, a way leads elsewhere, and what is done is written anew while its ways stay', () => {
		expect(way(editProgramme(whole, { kind: 'move', key: 'mail', place: behind('hot', 'no') }))).toEqual(['rest', 'hot', 'tag', 'out', 'mail'])
		const joined = editProgramme(whole, { kind: 'join', place: behind('tag'), to: 'rest' })
		expect(joined.steps.find(({ key }) => key === 'tag')).toMatchObject({ next: 'rest' })
		expect(editProgramme(whole, { kind: 'change', key: 'mail', body: { kind: 'send', sendId: 9, next: null } }).steps[0]).toEqual({
			key: 'mail',
			kind: 'send',
			sendId: 9,
			next: 'rest',
		})
	})
	test('what names a step or a way that is not there leaves the draft as it is', () => {
		for (const edit of [
			{ kind: 'delete', key: 'x' },
			{ kind: 'add', place: behind('out'), step: 'wait' },
			{ kind: 'move', key: 'tag', place: behind('tag') },
			{ kind: 'join', place: 'start', to: 'x' },
			{ kind: 'change', key: 'out', body: { kind: 'wait', wait: aDay, next: null } },
		] satisfies Edit[])
			expect(editProgramme(whole, edit)).toBe(whole)
	})

	const place = fc.record({ nth: fc.nat(20), branch: fc.constantFrom('next' as const, 'yes' as const, 'no' as const), isStart: fc.boolean() })
	const act = fc.record({ kind: fc.constantFrom('add', 'delete', 'move', 'join'), step: fc.constantFrom(...stepKinds), nth: fc.nat(20), place })
	test('laws: after any edits keys are each there once, every way leads to a step that is there or nowhere, and no two steps are drawn at one place', () => {
		fc.assert(
			fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
				let programme = emptyProgramme
				for (const { kind, step, nth, place: wish } of acts) {
					const keyAt = (n: number) => programme.steps[n % Math.max(1, programme.steps.length)]?.key ?? 's1'
					const to: Place = wish.isStart ? 'start' : { after: keyAt(wish.nth), branch: wish.branch }
					const key = keyAt(nth)
					const edit: Edit =
						kind === 'add'
							? { kind, place: to, step }
							: kind === 'delete'
								? { kind, key }
								: kind === 'move'
									? { kind, key, place: to }
									: { kind: 'join', place: to, to: key }
					programme = editProgramme(programme, edit)
				}
				const keys = programme.steps.map(({ key }) => key)
				expect(new Set(keys).size).toBe(keys.length)
				for (const to of programme.steps.flatMap(branchesOf)) expect(to.to === null || keys.includes(to.to)).toBe(true)
				const { placed } = layProgramme(programme)
				expect(placed.map(({ key }) => key).sort()).toEqual([...keys].sort())
				expect(new Set(placed.map(({ column, row }) => `${column}:${row}`)).size).toBe(placed.length)
			}),
			{ numRuns: 400 },
		)
	})
})

test('a drawing stands from the top down: yes below, no to the right, a way back is marked', () => {
	const drawn = layProgramme(changed('tag', { next: 'rest' }))
	expect(drawn.placed.map(({ key, column, row }) => [key, column, row])).toEqual([
		['mail', 0, 0],
		['rest', 0, 1],
		['hot', 0, 2],
		['tag', 0, 3],
		['out', 1, 3],
	])
	expect(drawn.ways.filter(({ isBack }) => isBack)).toEqual([{ from: 'tag', to: 'rest', branch: 'next', isBack: true }])
})
