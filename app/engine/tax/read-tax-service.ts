import { type Refusal, type Result, refusal } from '../base/refusal.ts'

/** Who says a seller's tax, as a form has it; `codes` one a line: ours, then the service's. */
export type TaxSourceFields = { source: string; companyCode: string; onFailure: string; codes: string; pricesIncludeTax: boolean }

export type TaxSource = {
	/** Null: the seller's own table. */
	service: 'avatax' | null
	companyCode: string | null
	onFailure: 'refuse' | 'table'
	codes: Record<string, string>
	pricesIncludeTax: boolean
}

const MOST_CODES = 200

/** The setting from what was typed, or every refusal by field: FIELD_INVALID, TAX_CODE_LINE for a line that is not two words. At most 200 codes. */
export function readTaxSource({ source, companyCode, onFailure, codes, pricesIncludeTax }: TaxSourceFields): Result<{ setting: TaxSource }> {
	const isOutside = source === 'avatax'
	const lines = codes
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line !== '')
	const pairs = lines.map((line) => ({ line, match: /^([a-z][a-z0-9_-]{0,29})\s+([A-Za-z0-9_.-]{1,25})$/.exec(line) }))
	const refusals: Refusal[] = [
		...(isOutside || source === 'table' ? [] : [refusal('FIELD_INVALID', { key: 'taxSource', given: source.slice(0, 80) })]),
		...(!isOutside || /^[A-Za-z0-9 _-]{1,25}$/.test(companyCode) ? [] : [refusal('FIELD_INVALID', { key: 'companyCode', given: companyCode.slice(0, 80) })]),
		...(lines.length > MOST_CODES ? [refusal('FIELD_INVALID', { key: 'taxCodes', given: (lines[MOST_CODES] ?? '').slice(0, 80) })] : []),
		...pairs.flatMap(({ line, match }) => (match ? [] : [refusal('TAX_CODE_LINE', { given: line.slice(0, 80) })])),
	]
	if (refusals.length > 0) return { ok: false, refusals }
	const setting: TaxSource = {
		service: isOutside ? 'avatax' : null,
		companyCode: companyCode || null,
		onFailure: onFailure === 'table' ? 'table' : 'refuse',
		codes: Object.fromEntries(pairs.flatMap(({ match }) => (match ? [[match[1] ?? '', match[2] ?? '']] : []))),
		pricesIncludeTax,
	}
	return { ok: true, setting }
}
