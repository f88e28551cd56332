import type { AccountWish, GroupWish, PolicyWish } from '../../flows/entitlement/read-wish.ts'
import { idIn, idOf, oneOf, textIn } from '../desk/read-form.ts'

const ids = (form: FormData, name: string) => form.getAll(name).flatMap((value) => idOf(value) ?? [])
const text = (form: FormData, name: string) => {
	const value = form.get(name)
	return typeof value === 'string' ? value : ''
}

export const readPolicyForm = (form: FormData): PolicyWish => ({
	...{ name: textIn(form, 'name'), code: textIn(form, 'code'), isActive: form.has('isActive'), isGuest: form.has('isGuest') },
	...{ remove: form.getAll('remove').map(String), grants: text(form, 'grants'), denies: text(form, 'denies') },
	...{ groupIds: ids(form, 'groupIds'), removeAccountIds: ids(form, 'removeAccountIds'), addAccounts: text(form, 'addAccounts') },
})

export const readGroupForm = (form: FormData): GroupWish => ({
	...{ name: textIn(form, 'name'), code: textIn(form, 'code'), policyIds: ids(form, 'policyIds') },
	...{ removeAccountIds: ids(form, 'removeAccountIds'), addAccounts: text(form, 'addAccounts') },
})

export const readAccountForm = (form: FormData): AccountWish => ({
	stopsInheriting: form.has('stopsInheriting'),
	groupIds: ids(form, 'groupIds'),
	policyIds: ids(form, 'policyIds'),
})

/** What was pressed: to see what would change, to save, or to take a change back. */
export const readIntent = (form: FormData) => ({
	intent: oneOf(['preview', 'save', 'undo'], form.get('intent')) ?? 'preview',
	changeId: idIn(form, 'changeId') ?? 0,
})
