import type { TypedDeputy } from '../../engine/approval/deputies.ts'

const fields = ['contactId', 'deputyContactId', 'fromOn', 'untilOn'] as const

export type DeputyForm = { kind: 'name'; typed: TypedDeputy } | { kind: 'end' | 'putBack'; deputyId: number }

/** A press on the page of deputies: `name`, `end:7`, `putBack:7`. Null: none of them. */
export function readDeputyForm(form: FormData): DeputyForm | null {
	const intent = String(form.get('intent') ?? '')
	if (intent === 'name')
		return { kind: 'name', typed: Object.fromEntries(fields.map((name) => [name, String(form.get(name) ?? '').slice(0, 40)])) as TypedDeputy }
	const [, kind, id] = /^(end|putBack):(\d{1,15})$/.exec(intent) ?? []
	return kind === 'end' || kind === 'putBack' ? { kind, deputyId: Number(id) } : null
}
