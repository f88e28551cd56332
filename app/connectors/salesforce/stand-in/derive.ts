import { defaults } from './defaults.ts'
import type { Values } from './org.ts'

const stages: Record<string, { chance: string; isClosed: boolean; isWon: boolean }> = {
	Prospecting: { chance: '10', isClosed: false, isWon: false },
	Qualification: { chance: '20', isClosed: false, isWon: false },
	'Proposal/Price Quote': { chance: '65', isClosed: false, isWon: false },
	'Negotiation/Review': { chance: '80', isClosed: false, isWon: false },
	'Closed Won': { chance: '100', isClosed: true, isWon: true },
	'Closed Lost': { chance: '0', isClosed: true, isWon: false },
}

/** What the org fills in by itself; `said` is what was just written. A stage brings its own chance, unless another is said with it. */
export function derive(object: string, given: Values, { said, isNew }: { said: Readonly<Values>; isNew: boolean }): Values {
	const values = isNew ? { ...defaults[object], ...given } : given
	if (object === 'Contact' || object === 'Lead') return { ...values, Name: [values['FirstName'], values['LastName']].filter(Boolean).join(' ') }
	if (object === 'Task') return { ...values, IsClosed: values['Status'] === 'Completed' }
	if (object === 'Case') return { ...values, IsClosed: values['Status'] === 'Closed' }
	const stage = object === 'Opportunity' ? stages[String(values['StageName'])] : undefined
	if (!stage) return values
	const stays = said['StageName'] === undefined ? given['Probability'] : null
	return { ...values, Probability: said['Probability'] ?? stays ?? stage.chance, IsClosed: stage.isClosed, IsWon: stage.isWon }
}
