import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { control } from '../parts/field.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'

/** A file, and what it holds if one likes to say it; it is tried before anything is written. */
export function BringIn({ kinds, typed, hint }: { kinds: readonly string[]; typed: string | null; hint?: string }) {
	const { t } = useTranslation('exchange')
	const isBusy = useNavigation().formMethod === 'POST'
	const options = kinds.map((value) => ({ value, label: t(`kind.${value}`) })).sort((a, b) => a.label.localeCompare(b.label))
	return (
		<Section title={t('in.title')}>
			<Form method="post" encType="multipart/form-data" className="grid gap-5">
				<div className="grid gap-5 lg:grid-cols-[3fr_2fr]">
					<div className="grid content-start gap-1.5">
						<label htmlFor="import-file" className="text-sm font-medium">
							{t('in.file')}
						</label>
						{/* The browser's own field takes what is dropped on it, with and without scripts. */}
						<input
							id="import-file"
							type="file"
							name="file"
							required
							accept=".csv,.tsv,.txt,.gz,text/csv"
							aria-describedby="import-file-hint"
							className={`${control} h-28 cursor-pointer border-dashed bg-surface px-5 py-9 text-sm read-only:bg-surface hover:border-accent file:mr-3 file:rounded-sm file:border-0 file:bg-sunken file:px-3 file:py-1.5 file:text-sm file:font-medium file:text-ink`}
						/>
						<p id="import-file-hint" className="text-sm text-ink-soft">
							{t('in.fileHint')}
						</p>
					</div>
					<SelectField
						label={t('in.kind')}
						name="kind"
						defaultValue={typed ?? ''}
						key={typed}
						hint={hint ?? t('in.kindHint')}
						options={[{ value: '', label: t('in.guess') }, ...options]}
						className="content-start"
					/>
				</div>
				<p className="flex flex-wrap items-center gap-x-4 gap-y-2">
					<Button type="submit" variant="primary" icon="upload" pending={isBusy}>
						{t('in.try')}
					</Button>
					<span className="text-sm text-ink-soft">{t('in.nothingYet')}</span>
				</p>
			</Form>
		</Section>
	)
}
