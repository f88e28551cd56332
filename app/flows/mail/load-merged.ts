import type { TFunction } from 'i18next'
import { type HangingRow, readHanging } from '../../../db/queries/custom.ts'
import type { CustomValue } from '../../engine/crm/custom-fields.ts'
import { mergeText, objectsOf } from '../../engine/marketing/merge-text.ts'
import { mapSendText, type SendText } from '../../engine/marketing/send-content.ts'
import type { MailDesk } from './types.ts'

type Reader = { prospectId: number; firstName: string | null; lastName: string | null; company: string | null }

/** A send's words as they are said to one reader; one statement where they tell of what hangs off her, else none. */
export async function loadMerged({ db, format }: MailDesk, reader: Reader, text: SendText, { t, locale }: { t: TFunction; locale: string }): Promise<SendText> {
	const objects = objectsOf(Object.values(text))
	const hanging = objects.length > 0 ? await readHanging(db, reader.prospectId, objects) : []
	const said = (value: CustomValue, type: string): string => {
		if (typeof value === 'boolean') return t(value ? 'merge.yes' : 'merge.no')
		if (typeof value !== 'string') return value.join(', ')
		if (type === 'date') return format.day(value, locale)
		return type === 'number' ? format.decimal(value, locale) : value
	}
	const rowOf = ({ name, custom, types }: HangingRow) => ({
		// What is in use no more is said no more.
		...Object.fromEntries(Object.entries(custom).flatMap(([field, value]) => (types?.[field] ? [[field, said(value, types[field])]] : []))),
		name,
	})
	const rows = Object.fromEntries([...Map.groupBy(hanging, ({ object }) => object)].map(([object, all]) => [object, all.map(rowOf)]))
	const person = { firstName: reader.firstName ?? '', lastName: reader.lastName ?? '', company: reader.company ?? '' }
	return mapSendText(text, (part) => mergeText(part, { person, rows }, (more) => t('merge.more', { count: more })))
}
