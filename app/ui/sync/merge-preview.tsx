import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { languageName } from '../format/languages.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { pairHref } from './merge-room.tsx'

type Value = string | boolean | readonly string[] | null
type Head = { id: number; name: string; optedOut: boolean; score: number | null }
export type ShownMergePage = {
	object: string
	winner: Head
	loser: Head
	fields: readonly { name: string; winner: Value; loser: Value; keeps: 'winner' | 'loser'; differs: boolean }[]
	parts: readonly { part: string; count: number }[]
	refusals: readonly unknown[]
}

/** Whose value stays in each field, and what goes along: chosen before anything is done. */
export function MergePreview({ page }: { page: ShownMergePage }) {
	const { t } = useTranslation('merge')
	const { object, winner, loser, fields, parts, refusals } = page
	return (
		<Form method="post" className="grid gap-8">
			<Table caption={t('preview.title')} dense stacks>
				<THead>
					<tr>
						<Th>{t('preview.field')}</Th>
						<Th>{t('preview.winner', { name: winner.name })}</Th>
						<Th>{t('preview.loser', { name: loser.name })}</Th>
					</tr>
				</THead>
				<TBody>
					{fields.map((field) => (
						<Tr key={field.name}>
							<Td className="font-medium">{t(`field.${field.name}`, { defaultValue: field.name })}</Td>
							{(['winner', 'loser'] as const).map((who) => (
								<Td key={who} label={t(`preview.${who}`, { name: page[who].name })} className="wrap-anywhere">
									<FieldChoice field={field} who={who} />
								</Td>
							))}
						</Tr>
					))}
				</TBody>
			</Table>
			{winner.optedOut || loser.optedOut ? <Banner tone="warning">{t('preview.optedOut')}</Banner> : null}
			<GoesAlong parts={parts} />
			<div className="flex flex-wrap gap-3">
				<Button type="submit" variant="primary" disabled={refusals.length > 0}>
					{t('preview.do', { name: winner.name })}
				</Button>
				<LinkButton to={pairHref(object, loser.id, winner.id)}>{t('preview.swap')}</LinkButton>
			</div>
			<p className="text-sm text-ink-soft">{t('preview.undo')}</p>
		</Form>
	)
}

function FieldChoice({ field: { name, winner, loser, keeps, differs }, who }: { field: ShownMergePage['fields'][number]; who: 'winner' | 'loser' }) {
	const { t } = useTranslation('merge')
	const { locale } = useReader()
	const value = who === 'winner' ? winner : loser
	const text = value === null ? <span className="text-ink-soft">{t('empty')}</span> : name === 'locale' ? languageName(String(value), locale) : String(value)
	// A blank is never chosen over a value, so there is nothing to choose.
	if (!differs || winner === null || loser === null) return <span className={keeps === who ? 'font-medium' : 'text-ink-soft'}>{text}</span>
	return (
		<label className="flex min-h-11 items-center gap-2">
			<input type="radio" name={`keep:${name}`} value={who} defaultChecked={keeps === who} className="accent-accent" />
			<span>{text}</span>
		</label>
	)
}

function GoesAlong({ parts }: { parts: ShownMergePage['parts'] }) {
	const { t } = useTranslation('merge')
	const { locale } = useReader()
	return (
		<Section title={t('preview.along')}>
			{parts.length === 0 ? (
				<p className="text-ink-soft">{t('preview.nothingAlong')}</p>
			) : (
				<ul className="grid gap-x-8 sm:grid-cols-2 lg:grid-cols-3">
					{parts.map(({ part, count: many }) => (
						<li key={part} className="flex justify-between gap-4 border-b border-rule py-2 text-sm">
							<span>{t(`part.${part}`, { defaultValue: t('part.other') })}</span>
							<span className="tabular-nums">{count(many, locale)}</span>
						</li>
					))}
				</ul>
			)}
		</Section>
	)
}
