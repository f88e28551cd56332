import { useFetcher } from '@remix-run/react'
import { type FormEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { objectFieldOf } from '../../engine/marketing/object-field.ts'
import { askedCustom, customFieldOf } from '../../engine/marketing/segment.ts'
import { wordsIn } from '../crm/words.tsx'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { countryName } from '../format/place-name.ts'
import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { activityName } from '../people/person-view.ts'
import { type AskRoom, choicesOf, groupedFields, kindOf, objectFieldName, objectOffers, suggestionsOf } from './asked-field.ts'
import { emptyRow, mostRows, type QuestionRow, type QuestionView } from './read-automation-form.ts'

const opsOf: Readonly<Record<string, readonly string[]>> = {
	text: ['eq', 'ne', 'contains', 'starts', 'in', 'blank', 'not_blank'],
	number: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'blank', 'not_blank'],
	boolean: ['eq'],
	instant: ['lt', 'gte', 'blank', 'not_blank'],
	day: ['eq', 'lt', 'gte', 'blank', 'not_blank'],
	choices: ['eq', 'ne', 'in', 'blank', 'not_blank'],
}
/** Whom a question holds for: rows that all or any must hold, and how many people that is now. Without scripts two empty rows stand ready. */
export function QuestionEditor({ view, room }: { view: QuestionView; room: AskRoom }) {
	const { t } = useTranslation('automation')
	const [rows, setRows] = useState<readonly QuestionRow[]>([...view.rows, emptyRow])
	const counted = useFetcher<{ count: number | null }>()
	const { locale } = useReader()
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
	const box = useRef<HTMLFieldSetElement>(null)
	const ask = () => {
		const form = box.current?.form
		if (!form) return
		const asked = new URLSearchParams(
			[...new FormData(form)].flatMap(([name, value]) =>
				/^(join|(field|op|value|days|named)-\d+)$/.test(name) && typeof value === 'string' ? [[name, value]] : [],
			),
		)
		counted.load(`/marketing/count?${asked}`)
	}
	const onChange = (_event: FormEvent) => {
		clearTimeout(timer.current)
		timer.current = setTimeout(ask, 400)
	}
	const change = (place: number, row: QuestionRow) => setRows(rows.map((one, n) => (n === place ? row : one)))
	const found = counted.data?.count
	return (
		<fieldset ref={box} onChange={onChange} className="@container grid gap-4">
			<legend className="sr-only">{t('question.title')}</legend>
			<SelectField
				label={t('question.join')}
				name="join"
				defaultValue={view.join}
				className="w-full max-w-xs"
				options={(['all', 'any'] as const).map((value) => ({ value, label: t(`question.${value}`) }))}
			/>
			<ol className="grid gap-3">
				{rows.map((row, place) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; rows are only added at the end or emptied.
					<Row key={place} row={row} place={place} room={room} onRow={(next) => change(place, next)} />
				))}
			</ol>
			<div className="flex flex-wrap items-center gap-4">
				{rows.length < mostRows ? (
					<Button size="sm" icon="plus" onClick={() => setRows([...rows, emptyRow])}>
						{t('question.more')}
					</Button>
				) : null}
				<output className="text-sm text-ink-soft tabular-nums" aria-live="polite">
					{found === undefined || found === null ? t('question.willCount') : t('question.people', { count: found, shown: count(found, locale) })}
				</output>
			</div>
		</fieldset>
	)
}

type RowProps = { row: QuestionRow; place: number; room: AskRoom; onRow: (row: QuestionRow) => void }

function Row({ row, place, room, onRow }: RowProps) {
	const { t } = useTranslation(['automation', 'people'])
	const [{ t: tPeople }, { t: tCrm }] = [useTranslation('people'), useTranslation('crm')]
	const { locale } = useReader()
	const kind = kindOf(row.field)
	// A field that is in use no more stays in the question that asks for it.
	const own = [...new Set([...room.defs.map(askedCustom), ...(customFieldOf(row.field) ? [row.field] : [])])]
	const wordOf = (field: string, code: string) => {
		if (field === 'country') return countryName(code, locale)
		return field === 'leadStatus' || field === 'rating' ? tCrm(`${field}.${code}`) : t(`code.${field}.${code}`)
	}
	const usual = opsOf[kind] ?? opsOf['text'] ?? []
	const offered = choicesOf(row.field, room, wordOf)
	// Somebody may ask for several of them, or for a part of a word; that is typed.
	const choices = offered && !isTyped(row, usual) ? offered : null
	const ops = offered ? [...chosen, ...usual.filter((op) => op === 'in' || op === row.op).filter((op) => !chosen.includes(op))] : usual
	const suggestions = suggestionsOf(row.field, room, wordOf)
	const listId = useId()
	const ownName = (field: string) => wordsIn(room.defs.find((def) => askedCustom(def) === field)?.labels ?? {}, locale) || field
	const words = {
		rowName: t('question.rowName'),
		howMany: (object: string) => t('question.howMany', { object }),
		of: (object: string, field: string) => t('question.ofObject', { object, field }),
	}
	const object = objectFieldOf(row.field)
	const isLost = object !== null && !room.objects.some(({ code }) => code === object.object)
	const nameOf = (field: string) =>
		objectFieldName(field, room.objects, { words, locale }) ??
		(customFieldOf(field)
			? ownName(field)
			: field.startsWith('did:')
				? t('question.did', { what: activityName(tPeople, field.slice(4)) })
				: t(`field.${field}`))
	const isTime = kind === 'instant' || kind === 'day'
	const asksDays = row.field.startsWith('did:')
	const asksName = object !== null && object.field !== 'name'
	// What nothing stands beside goes to the edge.
	const whole = asksDays || asksName ? undefined : '@3xl:col-span-2'
	const label = (part: string) => t(`question.${part}`)
	return (
		<li className="grid gap-2 border-b border-rule pb-3 @lg:grid-cols-2 @lg:items-end @3xl:grid-cols-[minmax(0,16rem)_minmax(0,11rem)_minmax(0,1fr)_auto] @5xl:grid-cols-[minmax(0,22rem)_minmax(0,11rem)_minmax(0,1fr)_auto]">
			<SelectField
				label={label('field')}
				name={`field-${place}`}
				value={row.field}
				onChange={({ target }) => onRow({ ...emptyRow, field: target.value })}
				options={[{ value: '', label: t('question.nothing') }]}
			>
				{groupedFields(own).map(([group, fields]) => (
					<optgroup key={group} label={t(`group.${group}`)}>
						{fields.map((value) => (
							<option key={value} value={value}>
								{nameOf(value)}
							</option>
						))}
					</optgroup>
				))}
				{room.objects.map((object) => (
					<optgroup key={object.code} label={wordsIn(object.labels, locale)}>
						{objectOffers(object, row.field).map((value) => (
							<option key={value} value={value}>
								{nameOf(value)}
							</option>
						))}
					</optgroup>
				))}
				{isLost ? <option value={row.field}>{nameOf(row.field)}</option> : null}
			</SelectField>
			<SelectField
				label={label('op')}
				name={`op-${place}`}
				value={ops.includes(row.op) ? row.op : (ops[0] ?? 'eq')}
				onChange={({ target }) => onRow({ ...row, op: target.value })}
				options={ops.map((value) => ({ value, label: t(isTime && (value === 'lt' || value === 'gte') ? `opDay.${value}` : `op.${value}`) }))}
			/>
			{row.op === 'blank' || row.op === 'not_blank' ? (
				<input type="hidden" name={`value-${place}`} value="" />
			) : choices || kind === 'boolean' ? (
				<SelectField
					label={label('value')}
					name={`value-${place}`}
					value={row.value}
					onChange={({ target }) => onRow({ ...row, value: target.value })}
					className={whole}
					options={
						choices
							? [{ value: '', label: '–' }, ...choices.map(({ id, name }) => ({ value: String(id), label: name }))]
							: booleans.map((value) => ({ value, label: t(`question.${value}`) }))
					}
				/>
			) : (
				<TextField
					label={label('value')}
					name={`value-${place}`}
					value={row.value}
					onChange={({ target }) => onRow({ ...row, value: target.value })}
					className={whole}
					type={isTime ? 'date' : 'text'}
					inputMode={kind === 'number' ? 'decimal' : undefined}
					autoComplete="off"
					maxLength={400}
					list={suggestions.length > 0 ? listId : undefined}
				/>
			)}
			{suggestions.length > 0 ? (
				<datalist id={listId}>
					{suggestions.map(({ id, name }) => (
						<option key={id} value={id} label={name} />
					))}
				</datalist>
			) : null}
			<Besides row={row} place={place} onRow={onRow} asksDays={asksDays} asksName={asksName} />
		</li>
	)
}

/** What stands beside a condition: within how many days it was done, or of which name a thing must be. */
function Besides({ row, place, onRow, asksDays, asksName }: Pick<RowProps, 'row' | 'place' | 'onRow'> & { asksDays: boolean; asksName: boolean }) {
	const { t } = useTranslation('automation')
	return (
		<>
			{asksDays ? (
				<TextField
					label={t('question.days')}
					name={`days-${place}`}
					value={row.days}
					onChange={({ target }) => onRow({ ...row, days: target.value })}
					inputMode="numeric"
					autoComplete="off"
					className="w-full sm:w-28"
				/>
			) : null}
			{asksName ? (
				<TextField
					label={t('question.named')}
					name={`named-${place}`}
					value={row.named}
					onChange={({ target }) => onRow({ ...row, named: target.value })}
					autoComplete="off"
					maxLength={120}
					className="w-full sm:w-44"
				/>
			) : null}
		</>
	)
}

const booleans = ['true', 'false'] as const

const chosen = ['eq', 'ne', 'blank', 'not_blank']

const isTyped = ({ op }: QuestionRow, usual: readonly string[]) => usual.includes(op) && !chosen.includes(op)
