import type { MediaUpload } from '../../flows/merchandising/upload-media.ts'
import { locales } from '../../platform/locale.ts'
import { oneOf, textIn } from '../desk/read-form.ts'

/** The files of a form, and what is said of all of them; a field in which nobody chose is no file. */
export function readMediaUpload(form: FormData): Pick<MediaUpload, 'files' | 'locale' | 'alt' | 'isDrawing'> {
	const files = form.getAll('file').flatMap((file) => (file instanceof File && file.size > 0 ? [file] : []))
	return {
		files: files.map((file) => ({ name: file.name, bytes: file.stream() as unknown as AsyncIterable<Uint8Array> })),
		locale: oneOf(locales, form.get('locale')) ?? '',
		alt: textIn(form, 'alt').slice(0, 500),
		isDrawing: form.has('isDrawing'),
	}
}
