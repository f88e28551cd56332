import { Form, useNavigation, useRevalidator } from '@remix-run/react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import { languages } from '../format/languages.ts'
import { useReader } from '../format/locale.tsx'
import { percent } from '../format/number.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { control } from '../parts/field.tsx'
import { ProgressBar } from '../parts/progress-bar.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { useLanguageName } from './use-language-name.ts'

/** Why an upload was refused, in the answer's own head: the files are sent once, however it ends. */
export const refusalsHeader = 'X-Refusals'

function refusalsIn(call: XMLHttpRequest): Refusal[] | null {
	const said = call.getResponseHeader(refusalsHeader)
	return said === null ? null : (JSON.parse(decodeURIComponent(said)) as Refusal[])
}

/** Sends the form and tells how far it is. An answer that nobody foresaw is asked for again as a page, which says what it is. */
function useUpload(onRefused: (refusals: Refusal[] | null) => void) {
	const [share, setShare] = useState<number | null>(null)
	const { revalidate } = useRevalidator()
	const send = (event: FormEvent<HTMLFormElement>) => {
		const form = event.currentTarget
		event.preventDefault()
		const call = new XMLHttpRequest()
		call.upload.onprogress = ({ loaded, total }) => setShare(total > 0 ? loaded / total : 0)
		const endHere = () => {
			setShare(null)
			form.submit()
		}
		call.onerror = endHere
		call.onload = () => {
			const refusals = refusalsIn(call)
			if (call.status >= 400 && !refusals) return endHere()
			setShare(null)
			onRefused(refusals)
			if (refusals) return
			form.reset()
			revalidate()
		}
		call.open('POST', form.action)
		const body = new FormData(form)
		body.set('intent', 'upload')
		setShare(0)
		call.send(body)
	}
	return { share, send }
}

/** Files for a product: chosen or dropped on the field; what they are is found out from what is in them. */
export function MediaUpload({ onRefused }: { onRefused: (refusals: Refusal[] | null) => void }) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	const languageName = useLanguageName()
	const { share, send } = useUpload(onRefused)
	const isBusy = useNavigation().state !== 'idle' || share !== null
	const options = [{ value: '', label: t('part.everyLanguage') }, ...languages.map((value) => ({ value, label: languageName(value) }))]
	return (
		<Form method="post" encType="multipart/form-data" reloadDocument onSubmit={send} className="grid gap-4 border-b border-rule pb-8">
			<input type="hidden" name="intent" value="upload" />
			<div className="grid gap-1.5">
				<label htmlFor="media-files" className="text-sm font-medium">
					{t('media.files')}
				</label>
				<input
					id="media-files"
					type="file"
					name="file"
					multiple
					required
					accept="image/png,image/jpeg,image/webp,image/gif,application/pdf,video/mp4"
					aria-describedby="media-files-hint"
					className={`${control} h-24 max-w-2xl cursor-pointer border-dashed bg-surface px-5 py-7 text-sm read-only:bg-surface hover:border-accent file:mr-3 file:rounded-sm file:border-0 file:bg-sunken file:px-3 file:py-1.5 file:text-sm file:font-medium file:text-ink`}
				/>
				<p id="media-files-hint" className="text-sm text-ink-soft">
					{t('media.hint')}
				</p>
			</div>
			<div className="flex flex-wrap items-end gap-3">
				<TextField label={t('part.alt')} name="alt" size="sm" className="w-72 max-w-full" />
				<SelectField label={t('part.language')} name="locale" size="sm" options={options} className="min-w-48 max-w-full" />
				<Button type="submit" icon="upload" size="sm" pending={isBusy}>
					{t('media.upload')}
				</Button>
			</div>
			<Checkbox name="isDrawing" label={t('media.isDrawing')} />
			{share === null ? null : <ProgressBar label={t('media.sending')} value={share} max={1} note={percent(share, locale)} className="max-w-2xl" />}
		</Form>
	)
}
