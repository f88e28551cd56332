import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnreadRow } from '../../engine/cart/read-typed-rows.ts'
import { Button } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { Icon } from '../parts/icon.tsx'
import { Refusals } from '../parts/refusals.tsx'
import { TextArea } from '../parts/text-field.tsx'

/** `onText` takes the rows that can be read and answers with the others. */
type PasteProps = { unread: readonly UnreadRow[]; text: string; onText: (text: string) => readonly UnreadRow[] }

/** A file dropped or chosen, or text pasted: its rows go to the end of the sheet. Without scripts the form carries both. */
export function PasteRows({ unread, text, onText }: PasteProps) {
	const { t } = useTranslation('checkout')
	const [isOver, setOver] = useState(false)
	const [pasted, setPasted] = useState(text)
	const read = (file: File | undefined) => file?.text().then(onText)
	const drop = (event: DragEvent) => {
		event.preventDefault()
		setOver(false)
		read(event.dataTransfer.files[0])
	}
	return (
		<div className="grid gap-4">
			<Refusals
				title={t('quick.unread', { count: unread.length })}
				refusals={unread.slice(0, 20).map((one) => ({ key: String(one.row), where: t('add.row', { row: one.row }), message: one.text }))}
			/>
			{/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a way beside the button inside, never the only one */}
			<div
				onDragOver={(event) => {
					event.preventDefault()
					setOver(true)
				}}
				onDragLeave={() => setOver(false)}
				onDrop={drop}
				className={cn(
					'flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg border border-dashed px-4 py-3',
					isOver ? 'border-accent bg-accent-soft' : 'border-control',
				)}
			>
				<label className="inline-flex cursor-pointer items-center gap-2 text-sm font-medium text-accent focus-within:outline-2 focus-within:outline-accent">
					<Icon name="upload" />
					<span className="underline underline-offset-3">{t('quick.file')}</span>
					<input
						type="file"
						name="file"
						accept=".csv,.tsv,.txt,text/csv,text/plain"
						className="sr-only"
						onChange={(event) => {
							const [file] = event.currentTarget.files ?? []
							read(file)
							event.currentTarget.value = ''
						}}
					/>
				</label>
				<span className="text-sm text-ink-soft">{t('quick.drop')}</span>
				<a href="/templates/quick-order.csv" download className="ml-auto inline-flex items-center gap-2 text-sm text-accent underline underline-offset-3">
					<Icon name="download" className="size-4" />
					{t('quick.template')}
				</a>
			</div>
			<Disclosure summary={t('quick.paste')} open={text !== ''}>
				<div className="grid max-w-2xl gap-3">
					<TextArea
						label={t('quick.pasteLabel')}
						hint={t('quick.pasteHint')}
						name="text"
						rows={6}
						value={pasted}
						onChange={(event) => setPasted(event.currentTarget.value)}
						placeholder={'COF-HOU-1KG\t6\nACC-TMP-58\t2'}
						inputClassName="tabular-nums"
					/>
					<Button
						type="submit"
						name="intent"
						value="check"
						className="w-fit"
						icon="list"
						onClick={(event) => {
							event.preventDefault()
							// What could not be read stays, to be put right.
							setPasted(
								onText(pasted)
									.map((row) => row.text)
									.join('\n'),
							)
						}}
					>
						{t('quick.pasteSubmit')}
					</Button>
				</div>
			</Disclosure>
		</div>
	)
}
