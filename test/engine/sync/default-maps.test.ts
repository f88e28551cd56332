import { expect, test } from 'vitest'
import { houseMaps } from '../../../app/engine/sync/default-maps.ts'

const behaviours = (object: string) =>
	Object.fromEntries(
		houseMaps
			.find(({ crmObject }) => crmObject === object)
			?.fields.map(({ crmField, maField, behaviour, blank }) => [`${crmField} ${maField}`, `${behaviour} ${blank}`]) ?? [],
	)

const person = {
	...{
		'email email': 'most_recent fill',
		'has_opted_out opted_out': 'most_recent fill',
		'first_name first_name': 'most_recent fill',
		'last_name last_name': 'most_recent fill',
		'phone phone': 'most_recent fill',
		'title title': 'most_recent fill',
		'locale locale': 'most_recent fill',
	},
	...{
		'street street': 'most_recent fill',
		'city city': 'most_recent fill',
		'region region': 'most_recent fill',
		'postal_code postal_code': 'most_recent fill',
		'country country': 'most_recent fill',
	},
	...{ 'company company': 'crm_to_ma fill', 'owner_user_id assigned_user_id': 'crm_to_ma fill' },
	...{
		'score score': 'ma_to_crm fill',
		'grade grade': 'ma_to_crm fill',
		'last_activity_at last_activity_at': 'ma_to_crm fill',
		'source_campaign source_campaign': 'ma_to_crm fill',
	},
}

test('(B5) by default sales owns owner and company, marketing score, grade, last activity and campaign, and both the rest; nothing is cleared', () => {
	expect(behaviours('contact')).toEqual(person)
})

test('(B5) of a lead sales has the last word on status and rating, and marketing may fill them', () => {
	expect(behaviours('lead')).toEqual({ ...person, 'status lead_status': 'use_crm fill', 'rating rating': 'use_crm fill' })
})

test('only a lead is made for a prospect, and only behind the gate', () => {
	expect(houseMaps.map(({ crmObject, createsCrm, createsMa }) => `${crmObject} ${createsCrm} ${createsMa}`)).toEqual([
		'campaign never never',
		'contact never never',
		'lead gate never',
	])
})
