export type Fact = string | number | boolean | null

/** Why something was not done. `code` is the i18n key and the API error code; `line` is the line's sequence. */
export type Refusal = { code: string; line?: number; facts: Record<string, Fact> }

/** What a decision answers: the thing itself, or every refusal together (house.md, Kinds of answer). */
export type Result<T> = ({ ok: true } & T) | { ok: false; refusals: Refusal[] }

export function refusal(code: string, facts: Record<string, Fact> = {}, line?: number): Refusal {
	return line === undefined ? { code, facts } : { code, line, facts }
}

export function refused(...refusals: Refusal[]): { ok: false; refusals: Refusal[] } {
	return { ok: false, refusals }
}
