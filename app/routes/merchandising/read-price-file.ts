import type { StagedFile } from '../../flows/merchandising/stage-prices.ts'
import { textIn } from '../desk/read-form.ts'
import { commaLocales, dayIn } from './read-price-edits.ts'

/** What was posted to import: a file, else what was pasted. */
export async function readPriceFile(form: FormData, locale: string): Promise<Omit<StagedFile, 'bookId' | 'at' | 'requestId'>> {
	const file = form.get('file')
	const isFile = file instanceof File && file.size > 0
	const percent = textIn(form, 'jumpPercent')
	return {
		sourceName: isFile ? file.name.slice(0, 120) : '',
		source: isFile ? textOf(await file.arrayBuffer()) : textIn(form, 'text'),
		decimalComma: commaLocales.includes(locale),
		beginsOn: dayIn(form, 'beginsOn'),
		isWhole: form.has('isWhole'),
		jumpPercent: /^\d{1,4}$/.test(percent) ? Number(percent) : 20,
	}
}

/** UTF-8, or what spreadsheets on Windows still write. */
function textOf(bytes: ArrayBuffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		return new TextDecoder('windows-1252').decode(bytes)
	}
}

/** What was refused stands in the field again, as far as a field can hold it. */
export function shownSource(source: string): string {
	return source.length <= 200_000 && !source.includes('\0') ? source : ''
}
