import { Form, Link, useNavigation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Status, type Tone } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextField } from '../parts/text-field.tsx'
import { useMay } from '../shell/roles.tsx'

export type AssetFilterView = { text: string | null; status: string | null; campaignId: number | null; after: number | null }
type Asset = { id: number; name: string; status: string; campaignName: string }
export type Column<T> = { key: string; numeric?: boolean; of: (row: T) => ReactNode }

export const statusTones: Readonly<Record<string, Tone>> = { draft: 'neutral', published: 'positive', archived: 'warning' }

type AssetListProps<T> = {
	/** The word of its room in the texts: `forms`, `pages`, `files`, `redirects`. */
	kind: string
	rows: readonly T[]
	next: number | null
	filter: AssetFilterView
	statuses: readonly string[]
	columns: readonly Column<T>[]
}

/** The assets of one kind, the newest first: name, where it is seen, its campaign, and figures of its kind. */
export function AssetList<T extends Asset>({ kind, rows, next, filter, statuses, columns }: AssetListProps<T>) {
	const { t } = useTranslation('capture')
	const isFiltered = Boolean(filter.text || filter.status || filter.campaignId)
	const empty = (
		<EmptyState
			picture={<img src={isFiltered ? '/images/nothing-found.svg' : '/images/winter-morning.svg'} alt="" width={480} height={360} />}
			title={t(isFiltered ? 'none.title' : `${kind}.empty.title`)}
		>
			{t(isFiltered ? 'none.text' : `${kind}.empty.text`)}
		</EmptyState>
	)
	return (
		<>
			{rows.length > 0 || isFiltered ? (
				<ListFilters submit={t('show')}>
					<ListSearch label={t('search')} value={filter.text ?? ''} />
					<ListChoice
						label={t('status.label')}
						name="status"
						value={filter.status}
						any={t('status.any')}
						options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
					/>
				</ListFilters>
			) : null}
			<ListBody
				empty={rows.length === 0 ? empty : null}
				words={{ pages: t('listPages'), first: t('first'), next: t('next') }}
				after={filter.after}
				nextAfter={next}
			>
				<Table caption={t(`${kind}.title`)} dense stacks>
					<THead>
						<tr>
							<Th>{t('column.name')}</Th>
							<Th>{t('column.campaign')}</Th>
							<Th>{t('status.label')}</Th>
							{columns.map(({ key, numeric }) => (
								<Th key={key} numeric={numeric ?? false}>
									{t(`column.${key}`)}
								</Th>
							))}
						</tr>
					</THead>
					<TBody>
						{rows.map((row) => (
							<Tr key={row.id} className="hover:bg-sunken">
								<Td>
									<Link to={`/marketing/${kind}/${row.id}`} prefetch="intent" className="font-medium text-accent hover:underline">
										{row.name}
									</Link>
								</Td>
								<Td label={t('column.campaign')}>{row.campaignName}</Td>
								<Td label={t('status.label')}>
									<Status tone={statusTones[row.status] ?? 'neutral'}>{t(`status.${row.status}`)}</Status>
								</Td>
								{columns.map(({ key, numeric, of }) => (
									<Td key={key} label={t(`column.${key}`)} numeric={numeric ?? false}>
										{of(row)}
									</Td>
								))}
							</Tr>
						))}
					</TBody>
				</Table>
			</ListBody>
		</>
	)
}

type NewAssetProps = { label: string; submit: string; name?: string; isFile?: boolean; children?: ReactNode }

/** A new asset begins with its name, and what cannot be said later; a marketer makes it. */
export function NewAsset({ label, submit, name = '', isFile = false, children }: NewAssetProps) {
	const isPending = useNavigation().state === 'submitting'
	if (!useMay('marketer')) return null
	return (
		<Form method="post" {...(isFile ? { encType: 'multipart/form-data' } : {})} className="mt-10 grid max-w-2xl gap-4 border-t border-rule pt-5">
			<div className="flex flex-wrap items-end gap-3">
				<TextField label={label} name="name" required maxLength={120} defaultValue={name} className="min-w-0 flex-1 basis-64" autoComplete="off" />
				{children}
				<Button type="submit" name="intent" value="create" variant="primary" icon="plus" pending={isPending}>
					{submit}
				</Button>
			</div>
		</Form>
	)
}
