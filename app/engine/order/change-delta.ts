import type { Day } from '../base/calendar.ts'
import type { Currency } from '../base/money.ts'

export type Both<T> = { before: T; after: T }

/** A line of the document before or after; unit prices as decimals in text, null on request. */
export type DeltaLine = {
	sequence: number
	kind: 'goods' | 'gift' | 'fee'
	sku: string | null
	name: string
	unit: string
	quantity: string
	unitPrice: string | null
	/** The tier that its price has, from how many on; null: none, or several prices. */
	tierFrom: string | null
	netMinor: number
	/** Names of what was taken off. */
	promotions: readonly string[]
}
export type DeltaGroup = {
	key: string
	sequence: number
	place: string | null
	requestedOn: Day | null
	confirmedOn: Day | null
	netMinor: number
	shippingMinor: number
	taxMinor: number
	dueMinor: number
}
export type DeltaDocument = {
	lines: readonly DeltaLine[]
	groups: readonly DeltaGroup[]
	goodsMinor: number
	discountMinor: number
	shippingMinor: number
	taxMinor: number
	totalMinor: number
	creditMinor: number
	termsDays: number
}

type Change = 'added' | 'removed' | 'changed'
export type LineDelta = { change: Change; sequence: number; kind: DeltaLine['kind']; sku: string | null; name: string; unit: string } & {
	[Fact in 'quantity' | 'unitPrice' | 'tierFrom' | 'netMinor' | 'promotions']: Both<DeltaLine[Fact] | null>
}
export type GroupDelta = { change: Change; key: string } & {
	[Fact in 'place' | 'requestedOn' | 'confirmedOn' | 'shippingMinor' | 'taxMinor' | 'dueMinor']: Both<DeltaGroup[Fact] | null>
}
export type ChangeDelta = {
	currency: Currency
	lines: LineDelta[]
	groups: GroupDelta[]
	/** Lines that cost more apiece than before: what a smaller quantity no longer earns (section 7). */
	dearer: number[]
	sums: { [Fact in 'goodsMinor' | 'discountMinor' | 'shippingMinor' | 'taxMinor' | 'totalMinor' | 'creditMinor' | 'termsDays']: Both<number> }
}

const LINE_FACTS = ['quantity', 'unitPrice', 'tierFrom', 'netMinor', 'promotions'] as const
const GROUP_FACTS = ['place', 'requestedOn', 'confirmedOn', 'shippingMinor', 'taxMinor', 'dueMinor'] as const

function factsOf<T extends object, F extends keyof T>(facts: readonly F[], was: T | undefined, is: T | undefined) {
	return Object.fromEntries(facts.map((fact) => [fact, { before: was?.[fact] ?? null, after: is?.[fact] ?? null }])) as { [Fact in F]: Both<T[Fact] | null> }
}

const changeOf = (was: unknown, is: unknown): Change => (was === undefined ? 'added' : is === undefined ? 'removed' : 'changed')
const differs = (both: Both<unknown>) => JSON.stringify(both.before) !== JSON.stringify(both.after)

function pairs<T>(before: readonly T[], after: readonly T[], keyOf: (one: T) => string): [string, T | undefined, T | undefined][] {
	const old = new Map(before.map((one) => [keyOf(one), one]))
	const now = new Map(after.map((one) => [keyOf(one), one]))
	return [...new Set([...old.keys(), ...now.keys()])].map((key) => [key, old.get(key), now.get(key)])
}

/** Goods stay themselves by their sequence; gifts and fees, which are written anew, by what they are. */
const lineKey = ({ kind, sequence, sku, name }: DeltaLine) => (kind === 'goods' ? `goods ${sequence}` : `${kind} ${sku ?? name}`)

/**
 * What a change does to an order, for those who are to consent (commerce-engine.md section 9): only what differs. Laws: a
 * document against itself has no lines and no deliveries; turned round, before is after and added is removed; the
 * differences of the deliveries sum to that of the total.
 */
export function changeDelta(before: DeltaDocument, after: DeltaDocument, currency: Currency): ChangeDelta {
	const lines = pairs(before.lines, after.lines, lineKey).flatMap(([, was, is]): LineDelta[] => {
		const one = is ?? was
		const facts = factsOf(LINE_FACTS, was, is)
		if (!one || !LINE_FACTS.some((fact) => differs(facts[fact]))) return []
		const { sequence, kind, sku, name, unit } = one
		return [{ change: changeOf(was, is), sequence, kind, sku, name, unit, ...facts }]
	})
	const groups = pairs(before.groups, after.groups, ({ key }) => key).flatMap(([key, was, is]): GroupDelta[] => {
		const facts = factsOf(GROUP_FACTS, was, is)
		return GROUP_FACTS.some((fact) => differs(facts[fact])) ? [{ change: changeOf(was, is), key, ...facts }] : []
	})
	const sumOf = (fact: keyof ChangeDelta['sums']): Both<number> => ({ before: before[fact], after: after[fact] })
	return {
		currency,
		lines,
		groups,
		dearer: lines.filter(isDearer).map(({ sequence }) => sequence),
		sums: {
			goodsMinor: sumOf('goodsMinor'),
			discountMinor: sumOf('discountMinor'),
			shippingMinor: sumOf('shippingMinor'),
			taxMinor: sumOf('taxMinor'),
			totalMinor: sumOf('totalMinor'),
			creditMinor: sumOf('creditMinor'),
			termsDays: sumOf('termsDays'),
		},
	}
}

/** Decimals of six digits compare as whole numbers of the last one. */
const digits = (price: string) => {
	const [whole = '0', fraction = ''] = price.split('.')
	return BigInt(whole + fraction.padEnd(6, '0').slice(0, 6))
}

function isDearer({ change, unitPrice: { before, after } }: LineDelta): boolean {
	return change === 'changed' && before !== null && after !== null && digits(after) > digits(before)
}
