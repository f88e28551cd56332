import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { placeName } from '../format/place-name.ts'
import { Status } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { DateText, DayText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { FileField } from '../parts/file-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { DateField, TextArea, TextField } from '../parts/text-field.tsx'
import { ActsTh, EndButton } from './acts.tsx'
import { useTaxCodeName } from './tax-parts.tsx'

type Certificate = {
	id: number
	accountId: number
	account: string
	accountNumber: string
	jurisdiction: string
	number: string
	taxCodes: readonly string[] | null
	validFrom: string
	expiresOn: string
	state: 'waiting' | 'accepted' | 'refused'
	fileName: string | null
	uploadedAt: Instant | null
	contactName: string | null
	decisionNote: string | null
}

/** `refused`: what was typed to a decision that did not go through. */
type TableProps = { certificates: readonly Certificate[]; today: string; soon: string; refused: Refused | null }
type Refused = { id: number; note: string }

/** What waits is decided, what counts can be ended. */
function Acts({ certificate, today, refused }: { certificate: Certificate; today: string; refused: Refused | null }) {
	const { t } = useTranslation('rates')
	const { id, accountId, state, expiresOn, number } = certificate
	const typed = refused?.id === id ? refused.note : null
	if (state === 'refused' || (state === 'accepted' && expiresOn < today)) return null
	return (
		<Form method="post" className="grid justify-items-end gap-2">
			<input type="hidden" name="accountId" value={accountId} />
			<input type="hidden" name="certificateId" value={id} />
			{state === 'waiting' ? (
				<>
					<Button type="submit" name="intent" value="accept" size="sm" aria-label={t('certificate.acceptOf', { number })}>
						{t('certificate.accept')}
					</Button>
					<Disclosure summary={t('certificate.refuse')} open={typed !== null} className="text-left">
						<div className="grid w-64 max-w-full gap-2">
							<TextArea label={t('certificate.reason')} name="note" rows={2} maxLength={500} defaultValue={typed ?? ''} hint={t('certificate.reasonHint')} />
							<Button type="submit" name="intent" value="refuse" size="sm" variant="danger" aria-label={t('certificate.refuseOf', { number })}>
								{t('certificate.refuse')}
							</Button>
						</div>
					</Disclosure>
				</>
			) : (
				<EndButton>{t('tax.end')}</EndButton>
			)}
		</Form>
	)
}

/** Who is exempt, where, of what and until when; what expires soon stands out. */
export function CertificateTable({ certificates, today, soon, refused }: TableProps) {
	const { t } = useTranslation(['rates', 'merchandising'])
	const stateOf = ({ state, expiresOn, validFrom }: Certificate) =>
		state !== 'accepted' ? state : expiresOn < today ? 'expired' : expiresOn <= soon ? 'soon' : validFrom > today ? 'later' : 'valid'
	const { locale } = useReader()
	const codeName = useTaxCodeName()
	const tones = { waiting: 'warning', refused: 'danger', expired: 'danger', soon: 'warning', later: 'neutral', valid: 'positive' } as const
	return (
		<Table caption={t('certificate.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('merchandising:field.account')}</Th>
					<Th>{t('merchandising:field.jurisdiction')}</Th>
					<Th>{t('merchandising:field.number')}</Th>
					<Th>{t('merchandising:field.taxCodes')}</Th>
					<Th>{t('certificate.days')}</Th>
					<Th>{t('merchandising:status')}</Th>
					<ActsTh />
				</Tr>
			</THead>
			<TBody>
				{certificates.map((one) => (
					<Tr key={`${one.accountId} ${one.id}`}>
						<Th scope="row">
							{one.account}
							<span className="block font-normal text-ink-soft">{one.accountNumber}</span>
						</Th>
						<Td label={t('merchandising:field.jurisdiction')}>
							{placeName(one.jurisdiction, locale)}
							<span className="block text-ink-soft">{one.jurisdiction}</span>
						</Td>
						<Td label={t('merchandising:field.number')}>
							{one.number}
							{one.fileName ? (
								<a href={`/certificates/${one.id}`} download className="block wrap-anywhere text-accent hover:underline">
									{one.fileName}
								</a>
							) : null}
						</Td>
						<Td label={t('merchandising:field.taxCodes')}>{one.taxCodes ? one.taxCodes.map(codeName).join(', ') : t('certificate.everything')}</Td>
						<Td label={t('certificate.days')} className="whitespace-nowrap">
							<DayText day={one.validFrom} /> – <DayText day={one.expiresOn} />
						</Td>
						<Td label={t('merchandising:status')}>
							<Status tone={tones[stateOf(one)]}>{t(`certificate.states.${stateOf(one)}`)}</Status>
							{one.uploadedAt && one.contactName ? (
								<span className="block text-ink-soft">
									{t('certificate.handedInBy', { name: one.contactName })} <DateText instant={one.uploadedAt} />
								</span>
							) : null}
							{one.decisionNote ? <span className="block wrap-anywhere text-ink-soft">{one.decisionNote}</span> : null}
						</Td>
						<Td className="text-right">
							<Acts certificate={one} today={today} refused={refused} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

type CertificateFields = { account: string; jurisdiction: string; number: string; taxCodes: string; validFrom: string | null; expiresOn: string | null }

export function CertificateForm({ fields, today, isBusy }: { fields: CertificateFields | null; today: string; isBusy: boolean }) {
	const { t } = useTranslation(['rates', 'merchandising'])
	return (
		<>
			<div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
				<TextField label={t('merchandising:field.account')} name="account" required defaultValue={fields?.account} hint={t('certificate.accountHint')} />
				<TextField
					label={t('merchandising:field.jurisdiction')}
					name="jurisdiction"
					required
					defaultValue={fields?.jurisdiction}
					hint={t('tax.jurisdictionHint')}
				/>
				<TextField label={t('merchandising:field.number')} name="number" required defaultValue={fields?.number} />
				<TextField label={t('merchandising:field.taxCodes')} name="taxCodes" defaultValue={fields?.taxCodes} hint={t('certificate.codesHint')} />
				<DateField label={t('merchandising:field.validFrom')} name="validFrom" required defaultValue={fields?.validFrom ?? today} />
				<DateField
					label={t('merchandising:field.expiresOn')}
					name="expiresOn"
					required
					defaultValue={fields?.expiresOn ?? ''}
					hint={t('certificate.lastDay')}
				/>
			</div>
			<FileField label={t('certificate.file')} hint={t('certificate.fileHint')} />
			<p>
				<Button type="submit" name="intent" value="record" variant="primary" pending={isBusy}>
					{t('certificate.save')}
				</Button>
			</p>
		</>
	)
}
