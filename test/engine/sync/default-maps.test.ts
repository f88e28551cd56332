import { expect, test } from 'vitest'
import { houseMaps } from '../../../app/engine/sync/default-maps.ts'

const contact = Object.fromEntries(
	houseMaps.find(({ crmObject }) => crmObject === 'contact')?.fields.map(({ crmField, behaviour, blank }) => [crmField, `${behaviour} ${blank}`]) ?? [],
)

test('by default sales owns owner and company, marketing score and grade, and both the rest; nothing is cleared', () => {
	expect(contact).toEqual({
		...{
			email: 'most_recent fill',
			has_opted_out: 'most_recent fill',
			first_name: 'most_recent fill',
			last_name: 'most_recent fill',
			phone: 'most_recent fill',
			title: 'most_recent fill',
		},
		...{ locale: 'most_recent fill', company: 'crm_to_ma fill', owner_user_id: 'crm_to_ma fill', score: 'ma_to_crm fill', grade: 'ma_to_crm fill' },
	})
})

test('only a lead is made for a prospect, and only behind the gate', () => {
	expect(houseMaps.map(({ crmObject, createsCrm, createsMa }) => `${crmObject} ${createsCrm} ${createsMa}`)).toEqual([
		'campaign never never',
		'contact never never',
		'lead gate never',
	])
})
