import type { TypedRule } from '../../engine/approval/read-rule.ts'

export type RuleForm = { kind: 'save'; ruleId: number | null; typed: TypedRule } | { kind: 'end' | 'putBack'; ruleId: number }

const fields = ['name', 'step', 'atLeast', 'contactId', 'costCentre', 'categoryId', 'approverContactId', 'beyondBudget'] as const

/** A press on the page of rules: `save`, `save:7`, `end:7`, `putBack:7`. Null: none of them. */
export function readRuleForm(form: FormData): RuleForm | null {
	const [, kind, id] = /^(save|end|putBack)(?::(\d{1,15}))?$/.exec(String(form.get('intent') ?? '')) ?? []
	const ruleId = id === undefined ? null : Number(id)
	if (kind === 'save') {
		const typed = Object.fromEntries(fields.map((name) => [name, String(form.get(name) ?? '').slice(0, 200)])) as TypedRule
		return { kind, ruleId, typed }
	}
	return (kind === 'end' || kind === 'putBack') && ruleId !== null ? { kind, ruleId } : null
}
