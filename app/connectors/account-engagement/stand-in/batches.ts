import type { Answer } from './prospects.ts'
import { fieldOf, living, readGiven, type State, save, UnitError } from './unit-state.ts'

const most = 50

/** Version 4: up to fifty prospects a call, by their old names; always 200, with a sentence for each that is wrong. */
export function answerBatch(state: State, text: string): Answer {
	const form = new URLSearchParams(text)
	const { prospects } = JSON.parse(form.get('prospects') ?? '{}') as { prospects?: Record<string, unknown>[] }
	if (!Array.isArray(prospects)) return failed(71, 'Input needs to be valid JSON or XML')
	if (prospects.length > most) return failed(106, `The batch has more than ${most} prospects`)
	const errors: Record<string, string> = {}
	prospects.forEach(({ id, ...given }, at) => {
		const wrong = update(state, Number(id), given)
		if (wrong) errors[String(at)] = wrong
	})
	const answer = { '@attributes': { stat: 'ok', version: 1 } }
	return { status: 200, body: Object.keys(errors).length > 0 ? { ...answer, errors } : answer }
}

export const failed = (code: number, err: string): Answer => ({ status: 200, body: { '@attributes': { stat: 'fail', version: 1, err_code: code }, err } })

function update(state: State, id: number, given: Record<string, unknown>): string | null {
	try {
		living(state, id)
		const values = Object.entries(given).map(([name, value]) => [newName(state, name), value] as const)
		save(state, id, readGiven(state, Object.fromEntries(values)))
		return null
	} catch (error) {
		if (!(error instanceof UnitError)) throw error
		return error.message.replace(/'(\w+)'/, (_, name: string) => `'${oldName(name)}'`)
	}
}

function newName(state: State, name: string): string {
	if (fieldOf(state, `${name}__c`)) return `${name}__c`
	return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

const oldName = (name: string) => name.replace(/__c$/, '').replace(/[A-Z]/g, (letter) => (name.endsWith('__c') ? letter : `_${letter.toLowerCase()}`))
