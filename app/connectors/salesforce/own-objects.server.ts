import { SideDown } from '../../platform/side-down.ts'
import type { OwnObject } from '../sync/contract.ts'
import { failure } from '../sync/door.server.ts'
import type { Talk } from './talk.server.ts'

/** What we read of `/sobjects/`, which lists all that the connected user is shown. */
type Listed = { name: string; label: string; custom: boolean; customSetting: boolean; deprecatedAndHidden: boolean; queryable: boolean; replicateable: boolean }

/**
 * The org's own objects (`Thing__c`, `shop__Thing__c`), by name: those that can be queried and that its feed of deletes knows. Custom settings, types of metadata
 * (`__mdt`), events (`__e`) and big objects (`__b`) are listed as custom too, and are no records of anybody. One call.
 */
export async function listOwn(talk: Talk): Promise<OwnObject[]> {
	const { body } = await talk.call({ method: 'GET', path: '/sobjects/' })
	const listed = (body as { sobjects?: Listed[] } | null)?.sobjects
	if (!listed) throw new SideDown(failure('UNKNOWN_EXCEPTION', 'this address does not speak as an org does', 200))
	return listed
		.filter((one) => one.custom && one.name.endsWith('__c') && !one.customSetting && !one.deprecatedAndHidden && one.queryable && one.replicateable)
		.map(({ name, label }) => ({ name, label, nameField: 'Name' }))
		.sort((a, b) => (a.name < b.name ? -1 : 1))
}
