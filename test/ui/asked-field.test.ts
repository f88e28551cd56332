import { expect, test } from 'vitest'
import { choicesOf, groupedFields, suggestionsOf } from '../../app/ui/automation/asked-field.ts'
import { questionFields } from '../../app/ui/automation/read-automation-form.ts'

const room = { tags: [{ id: 1, name: 'barista' }], lists: [{ id: 7, name: 'Cafés' }], campaigns: [], crmCampaigns: [], defs: [], objects: [] }
const wordOf = (field: string, code: string) => `${field} ${code}`

test('every field that may be asked stands in one group, and those of the house with the person', () => {
	const grouped = groupedFields(['custom.cups:number'])
	const all = grouped.flatMap(([, fields]) => fields)
	expect(all.toSorted()).toEqual([...questionFields, 'custom.cups:number'].toSorted())
	expect(grouped.every(([, fields]) => fields.length > 0)).toBe(true)
	expect(grouped.find(([, fields]) => fields.includes('custom.cups:number'))?.[0]).toBe('person')
})

test('a field that is one of a few codes is chosen by their names, the best grade first', () => {
	expect(choicesOf('opportunityState', room, wordOf)?.map(({ id, name }) => [id, name])).toContainEqual(['lost', 'opportunityState lost'])
	expect(choicesOf('grade', room, wordOf)?.[0]?.id).toBe('A+')
	expect(choicesOf('list', room, wordOf)).toEqual([{ id: 7, name: 'Cafés' }])
	expect(choicesOf('firstName', room, wordOf)).toBeNull()
})

test('what another system may name too is offered and can be typed', () => {
	expect(choicesOf('opportunityStage', room, wordOf)).toBeNull()
	expect(suggestionsOf('opportunityStage', room, wordOf).map(({ id }) => id)).toContain('negotiation')
	expect(suggestionsOf('leadStatus', room, wordOf).map(({ id }) => id)).toContain('recycle')
	expect(suggestionsOf('rating', room, wordOf).map(({ id }) => id)).toEqual(['hot', 'warm', 'cold'])
	expect(suggestionsOf('tag', room, wordOf)).toEqual([{ id: 'barista', name: 'barista' }])
	expect(suggestionsOf('firstName', room, wordOf)).toEqual([])
})
