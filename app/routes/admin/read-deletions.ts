import type { DeletionQuery } from '../../flows/deletion/open-deletion.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

export const deletionObjects = ['contact', 'lead', 'prospect', 'opportunity'] as const
export const deletionStates = ['asked', 'open', 'let', 'undone'] as const

const words = (search: URLSearchParams, name: string) => textIn(search, name).replaceAll('\0', '').slice(0, 300) || null

export const readDeletionsQuery = (search: URLSearchParams, limit = 40) => ({
	...{ text: words(search, 'q'), object: oneOf(deletionObjects, search.get('object')), state: oneOf(deletionStates, search.get('state')) },
	...{ after: idIn(search, 'after'), limit },
})

export const readDeletedQuery = (search: URLSearchParams, limit = 50): DeletionQuery => ({
	...{ text: words(search, 'q'), object: oneOf(deletionObjects, search.get('object')), after: words(search, 'after'), limit },
})
