import { Form, useBeforeUnload } from '@remix-run/react'
import { type ClipboardEvent, type FormEvent, type KeyboardEvent, useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { microsOf } from '../../engine/base/money.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { unitPrice } from '../format/money.ts'
import { useUnitName } from '../format/use-unit-name.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { moveInGrid } from './move-in-grid.ts'
import { pasteInGrid } from './paste-in-grid.ts'
import { TierCells } from './tier-cells.tsx'
import { WindowCells } from './window-cells.tsx'

type Entry = {
	id: number
	sku: string
	name: string
	status: string
	unitCode: string
	tierFrom: string
	tierPrice: string
	floorPrice: string | null
	validFrom: Instant | null
	validTo: Instant | null
	/** What the row shows, as the server knows it again. */
	seen: string
}

type Edit = { entryId: number; tiers: readonly { from: string; price: string }[]; window: { from: string | null; to: string | null } | null }

type PriceGridProps = {
	entries: readonly Entry[]
	currency: string
	/** Converted books have no prices of their own. */
	isLocked: boolean
	isBusy: boolean
	/** The last press was refused: what was typed stands here again, and which rows are why. */
	refused: { edits: readonly Edit[]; refusals: readonly Refusal[] } | null
}

/** A book's entries as a sheet: tiers side by side, one save for all. Arrows and Enter move, Esc takes a field back. */
export function PriceGrid({ entries, currency, isLocked, isBusy, refused }: PriceGridProps) {
	const { t } = useTranslation('merchandising')
	const form = useRef<HTMLFormElement>(null)
	const [touched, setTouched] = useState<ReadonlySet<string>>(() => new Set(refused?.edits.map(({ entryId }) => String(entryId))))
	useBeforeUnload(
		useCallback(
			(event) => {
				if (touched.size > 0 && !isBusy) event.preventDefault()
			},
			[touched, isBusy],
		),
	)
	function onInput(event: FormEvent<HTMLFormElement>) {
		const row = (event.target as HTMLElement).closest('tr')?.dataset['entry']
		// Many cells may be filled before the next drawing: each adds to what the one before it said.
		if (row) setTouched((known) => (known.has(row) ? known : new Set([...known, row])))
	}
	function onPaste(event: ClipboardEvent<HTMLFormElement>) {
		if (form.current) pasteInGrid(event, form.current)
	}
	function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
		if (form.current) moveInGrid(event, form.current)
	}
	return (
		<Form ref={form} method="post" onInput={onInput} onKeyDown={onKeyDown} onPaste={onPaste} noValidate>
			<input type="hidden" name="intent" value="save" />
			<Table caption={t('book.grid')} dense>
				<THead>
					<Tr>
						<Th>{t('book.product')}</Th>
						<Th>{t('book.unit')}</Th>
						<Th>{t('book.tiers', { currency })}</Th>
						<Th>{t('book.window')}</Th>
					</Tr>
				</THead>
				<TBody>
					{entries.map((entry) => (
						<EntryRow key={entry.id} entry={entry} currency={currency} isLocked={isLocked} isTouched={touched.has(String(entry.id))} refused={refused} />
					))}
				</TBody>
			</Table>
			{isLocked ? null : (
				<div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-4 border-t border-ink bg-ground py-3">
					<Button type="submit" variant="primary" pending={isBusy}>
						{t('book.save')}
					</Button>
					<p className="text-sm text-ink-soft" aria-live="polite">
						{touched.size > 0 ? t('book.touched', { count: touched.size }) : t('book.keys')}
					</p>
				</div>
			)}
		</Form>
	)
}

type EntryRowProps = { entry: Entry; currency: string; isLocked: boolean; isTouched: boolean; refused: PriceGridProps['refused'] }

function EntryRow({ entry, currency, isLocked, isTouched, refused }: EntryRowProps) {
	const { t } = useTranslation('merchandising')
	const unitName = useUnitName()
	const { locale } = useReader()
	const line = refused?.edits.findIndex(({ entryId }) => entryId === entry.id) ?? -1
	const edit = line >= 0 ? refused?.edits[line] : undefined
	const isWrong = line >= 0 && refused?.refusals.some((refusal) => refusal.line === line)
	const prices = entry.tierPrice.split(',')
	const tiers = edit?.tiers ?? entry.tierFrom.split(',').map((from, tier) => ({ from, price: prices[tier] ?? '' }))
	return (
		<Tr data-entry={entry.id} className={isWrong ? 'bg-danger-soft' : isTouched ? 'bg-accent-soft' : undefined}>
			<Th scope="row">
				<input type="hidden" name="entry" value={entry.id} />
				<input type="hidden" name={`e${entry.id}.seen`} value={entry.seen} />
				{entry.sku} {entry.status === 'active' ? null : <Badge tone="warning">{t(`productStatus.${entry.status}`)}</Badge>}
				<span className="block max-w-72 font-normal text-ink-soft">{entry.name}</span>
			</Th>
			<Td>{unitName(entry.unitCode)}</Td>
			<Td>
				<TierCells id={entry.id} sku={entry.sku} tiers={tiers} currency={currency} isLocked={isLocked} />
				{entry.floorPrice ? (
					<p className="mt-1 text-xs text-ink-soft">{t('book.floor', { price: unitPrice(microsOf(entry.floorPrice), currency, locale) })}</p>
				) : null}
			</Td>
			<Td>
				<WindowCells id={entry.id} sku={entry.sku} from={entry.validFrom} to={entry.validTo} edit={edit?.window} isLocked={isLocked} />
			</Td>
		</Tr>
	)
}
