import { type Refusal, refusal } from '../base/refusal.ts'

type Texts = Record<string, string>
/** A choice as it is written; `names` by language as JSON. */
export type ChoiceWrite = { code: string; names: string; minimum: number; maximum: number }
type OptionFields = { choice?: string; isUsual?: 'true' | 'false'; differences?: string }

const MOST = 99
const count = (text: string | undefined) => (/^\d{1,2}$/.test(text ?? '') ? Number(text) : null)
const nameOf = (choice: Texts, index: number) => choice['name.en'] || String(index + 1)
const named = (choice: Texts) =>
	Object.entries(choice).flatMap(([key, text]): [string, string][] => (key.startsWith('name.') && text ? [[key.slice(5), text]] : []))

/** The choices that are meant to stay: what is taken away, or was never named, is none. */
export const keptChoices = (choices: readonly Texts[]) => choices.filter((choice) => !choice['remove'] && named(choice).length > 0)

/**
 * What a row inside a bundle says of its choice: whether it is usual, and how much dearer the bundle is with it by currency
 * (decision 315). A row that always comes says nothing of the kind.
 */
export function judgeOption(row: Texts, line: number, choices: readonly Texts[]): { fields: OptionFields } | { refusals: Refusal[] } {
	const differences = Object.entries(row).flatMap(([key, text]): [string, string][] => (key.startsWith('difference.') && text ? [[key.slice(11), text]] : []))
	const wrong = differences.find(([currency, text]) => !/^[A-Z]{3}$/.test(currency) || !/^-?\d{1,9}(\.\d{1,6})?$/.test(text))
	if (wrong) return { refusals: [refusal('FIELD_INVALID', { key: 'difference', given: wrong[1] }, line)] }
	const choice = row['choice'] ?? ''
	if (choice === '') return row['usual'] || differences.length > 0 ? { refusals: [refusal('BUNDLE_ROW_NO_CHOICE', {}, line)] } : { fields: {} }
	if (!choices.some(({ code }) => code === choice)) return { refusals: [refusal('BUNDLE_ROW_CHOICE_GONE', {}, line)] }
	return { fields: { choice, isUsual: row['usual'] ? 'true' : 'false', differences: JSON.stringify(Object.fromEntries(differences)) } }
}

function judgeChoice(choice: Texts, index: number, rows: readonly Texts[]): Refusal[] {
	const said = { choice: nameOf(choice, index) }
	if (!choice['name.en']) return [refusal('BUNDLE_CHOICE_UNNAMED', said)]
	const [minimum, maximum] = [count(choice['minimum']), count(choice['maximum'])]
	if (minimum === null || maximum === null || maximum < Math.max(minimum, 1) || maximum > MOST) return [refusal('BUNDLE_CHOICE_COUNT', said)]
	const options = rows.filter((row) => row['choice'] === choice['code'])
	if (options.length < Math.max(minimum, 1)) return [refusal('BUNDLE_CHOICE_SHORT', { ...said, minimum: Math.max(minimum, 1), count: options.length })]
	// Lists, stock and a line without a word begin with what is usual: it must be a choice that can be ordered.
	const usual = options.filter((row) => row['usual']).length
	return usual < minimum || usual > maximum ? [refusal('BUNDLE_CHOICE_USUAL', { ...said, minimum, maximum, count: usual })] : []
}

/** The choices of a bundle as they may be written, or everything that is wrong with them. */
export function judgeChoices(choices: readonly Texts[], rows: readonly Texts[], kind: string): { choices: ChoiceWrite[] } | { refusals: Refusal[] } {
	if (choices.length === 0) return { choices: [] }
	if (kind !== 'bundle') return { refusals: [refusal('BUNDLE_CHOICE_OF_BUNDLE')] }
	const codes = choices.map(({ code = '' }) => code)
	const bad = codes.find((code, index) => !/^[\p{L}\d_.-]{1,40}$/u.test(code) || codes.indexOf(code) !== index)
	const refusals = [
		...(bad === undefined ? [] : [refusal('FIELD_INVALID', { key: 'choice', given: bad.slice(0, 40) })]),
		...choices.flatMap((choice, index) => judgeChoice(choice, index, rows)),
	]
	if (refusals.length > 0) return { refusals }
	return {
		choices: choices.map((choice) => ({
			...{ code: choice['code'] ?? '', names: JSON.stringify(Object.fromEntries(named(choice))) },
			...{ minimum: count(choice['minimum']) ?? 1, maximum: count(choice['maximum']) ?? 1 },
		})),
	}
}
