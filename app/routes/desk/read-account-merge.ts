import { idIn, textIn } from './read-form.ts'

const words = (search: URLSearchParams, name: string) => textIn(search, name).replaceAll('\0', '').slice(0, 300) || null

export const readTwinQuery = (search: URLSearchParams, limit = 20) => ({ text: words(search, 'q'), after: words(search, 'after'), limit })
export const readAccountMergesQuery = (search: URLSearchParams, limit = 40) => ({ text: words(search, 'q'), after: idIn(search, 'after'), limit })
