const textOf = (form: FormData, name: string) => String(form.get(name) ?? '')

/** What is settled about a standing order, as it was typed; the schedule is read where the rule lives. */
export function readStandingWish(form: FormData) {
	const day = textOf(form, 'day')
	const schedule =
		textOf(form, 'rhythm') === 'monthly'
			? { kind: 'monthly', day: day === 'last' ? 'last' : Number(day), startsOn: textOf(form, 'startsOn') }
			: {
					kind: 'weekly',
					weekdays: form.getAll('weekday').map(Number),
					everyWeeks: Number(textOf(form, 'everyWeeks') || '1'),
					startsOn: textOf(form, 'startsOn'),
				}
	return {
		schedule,
		name: textOf(form, 'name'),
		guardrailPercent: textOf(form, 'guardrail'),
		poText: textOf(form, 'poText'),
		poHasDate: textOf(form, 'poRule') !== 'fixed',
	}
}

const idOf = (text: string) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0)

/** Where the goods come from: `cart`, `order.NUMBER`, `list.ID`. Null: from nowhere. */
export function readStandingFrom(said: string, locationId: number | null) {
	const [kind, rest = ''] = [said.split('.')[0], said.slice(said.indexOf('.') + 1)]
	if (said === 'cart') return { kind: 'cart' as const }
	if (kind === 'order' && rest !== '') return { kind: 'order' as const, number: rest }
	return kind === 'list' && idOf(rest) > 0 ? { kind: 'list' as const, listId: idOf(rest), locationId } : null
}

/** One act: `pause`, `resume`, `end`, `skip`, `unskip:<day>`, `release:<run>`, `leave:<run>`, `settings`, `quantities`. Null: none of them. */
export function readStandingAct(form: FormData) {
	const [kind = '', what = ''] = textOf(form, 'intent').split(':')
	if (kind === 'pause' || kind === 'resume' || kind === 'end' || kind === 'skip') return { kind } as const
	if (kind === 'unskip') return /^\d{4}-\d{2}-\d{2}$/.test(what) ? ({ kind, runOn: what } as const) : null
	if (kind === 'release' || kind === 'leave') return { kind, runId: idOf(what) } as const
	if (kind === 'settings') return { kind, wish: readStandingWish(form) } as const
	if (kind !== 'quantities') return null
	const lines = [...form].flatMap(([name, value]) =>
		name.startsWith('quantity:') && typeof value === 'string' ? [{ lineId: idOf(name.slice(9)), quantity: value }] : [],
	)
	return { kind: 'quantities', lines } as const
}
