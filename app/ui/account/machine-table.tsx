import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../parts/button.tsx'
import { DateText, DayText } from '../parts/date-text.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

type Machine = {
	id: number
	sku: string
	name: string
	slug: string | null
	picture: string | null
	serialNumber: string | null
	installedOn: string | null
	store: { code: string; name: string } | null
	parts: number
	partsOrderedAt: string | Date | null
}

/** The sheet on which parts of a machine are ordered, for the store where it stands. */
export const partsHref = (sku: string, store: string | null) => `/quick-order?${new URLSearchParams({ from: `parts.${sku}`, ...(store ? { store } : {}) })}`

/** What stands in which store, and the one step to its parts. */
export function MachineTable({ machines }: { machines: readonly Machine[] }) {
	const { t } = useTranslation('account')
	return (
		<Table caption={t('machines.title')} stacks className="[&_td]:align-middle">
			<THead>
				<tr>
					<Th>{t('machines.machine')}</Th>
					<Th>{t('machines.store')}</Th>
					<Th>{t('machines.installed')}</Th>
					<Th>{t('machines.partsOrdered')}</Th>
					<Th>
						<span className="sr-only">{t('machines.order')}</span>
					</Th>
				</tr>
			</THead>
			<TBody>
				{machines.map(({ id, sku, name, slug, picture, serialNumber, installedOn, store, parts, partsOrderedAt }) => (
					<Tr key={id}>
						<Th scope="row">
							<div className="flex items-center gap-3">
								{picture ? <img src={picture} alt="" width={48} height={48} loading="lazy" className="drawn size-12 shrink-0 rounded-md bg-sunken" /> : null}
								<div className="min-w-0">
									{slug ? (
										<Link to={`/products/${slug}`} className="font-medium hover:underline">
											{name}
										</Link>
									) : (
										<span className="font-medium">{name}</span>
									)}
									<p className="font-normal text-ink-soft">{serialNumber ? t('machines.serial', { number: serialNumber }) : sku}</p>
								</div>
							</div>
						</Th>
						<Td label={t('machines.store')}>{store?.name ?? '–'}</Td>
						<Td label={t('machines.installed')}>{installedOn ? <DayText day={installedOn} /> : '–'}</Td>
						<Td label={t('machines.partsOrdered')}>{partsOrderedAt ? <DateText instant={partsOrderedAt} /> : t('machines.never')}</Td>
						<Td>
							<div className="flex sm:justify-end">
								{parts > 0 ? (
									<LinkButton to={partsHref(sku, store?.code ?? null)} size="sm" icon="list">
										{t('machines.parts', { count: parts })}
									</LinkButton>
								) : (
									<span className="text-sm text-ink-soft">{t('machines.noParts')}</span>
								)}
							</div>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
