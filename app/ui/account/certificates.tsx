import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { placeName } from '../format/place-name.ts'
import { Status, type Tone } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { FileField } from '../parts/file-field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'

export type OwnCertificate = {
	id: number
	jurisdiction: string
	number: string
	validFrom: string
	expiresOn: string
	state: 'waiting' | 'accepted' | 'refused'
	fileName: string | null
	decisionNote: string | null
}

const tones: Record<string, Tone> = { waiting: 'warning', accepted: 'positive', later: 'neutral', expired: 'danger', refused: 'danger' }

/** Where the account is exempt, by which paper, until when, and what the house says to it. */
export function CertificateTable({ certificates, today }: { certificates: readonly OwnCertificate[]; today: string }) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	const standingOf = ({ state, validFrom, expiresOn }: OwnCertificate) =>
		state !== 'accepted' ? state : expiresOn < today ? 'expired' : validFrom > today ? 'later' : state
	return (
		<Table caption={t('certificates.title')} dense stacks>
			<THead>
				<tr>
					<Th>{t('certificates.jurisdiction')}</Th>
					<Th>{t('certificates.number')}</Th>
					<Th>{t('certificates.validTo')}</Th>
					<Th>{t('certificates.file')}</Th>
					<Th>{t('certificates.state')}</Th>
				</tr>
			</THead>
			<TBody>
				{certificates.map((one) => (
					<Tr key={one.id}>
						<Td label={t('certificates.jurisdiction')}>{placeName(one.jurisdiction, locale)}</Td>
						<Td label={t('certificates.number')} className="wrap-anywhere">
							{one.number}
						</Td>
						<Td label={t('certificates.validTo')} className="whitespace-nowrap">
							<DayText day={one.expiresOn} />
						</Td>
						<Td label={t('certificates.file')} className="wrap-anywhere">
							{one.fileName ? (
								<a href={`/certificates/${one.id}`} download className="text-accent hover:underline">
									{one.fileName}
								</a>
							) : (
								'–'
							)}
						</Td>
						<Td label={t('certificates.state')}>
							<Status tone={tones[standingOf(one)] ?? 'neutral'}>{t(`certificates.states.${standingOf(one)}`)}</Status>
							{one.decisionNote ? <span className="block text-ink-soft wrap-anywhere">{one.decisionNote}</span> : null}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

type UploadFields = { jurisdiction: string; number: string; validFrom: string | null; expiresOn: string | null }

export function CertificateUpload({ jurisdictions, today, fields }: { jurisdictions: readonly string[]; today: string; fields: UploadFields | null }) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	return (
		<Form method="post" encType="multipart/form-data" className="grid max-w-3xl gap-5">
			<div className="grid gap-4 sm:grid-cols-2">
				<SelectField
					label={t('certificates.jurisdiction')}
					name="jurisdiction"
					defaultValue={fields?.jurisdiction}
					options={jurisdictions.map((value) => ({ value, label: placeName(value, locale) }))}
					hint={t('certificates.jurisdictionHint')}
				/>
				<TextField label={t('certificates.number')} name="number" required maxLength={60} defaultValue={fields?.number} />
				<DateField label={t('certificates.validFrom')} name="validFrom" required defaultValue={fields?.validFrom ?? today} />
				<DateField label={t('certificates.validTo')} name="expiresOn" required defaultValue={fields?.expiresOn ?? ''} hint={t('certificates.lastDay')} />
			</div>
			<FileField label={t('certificates.file')} hint={t('certificates.fileHint')} required />
			<p>
				<Button type="submit" variant="primary" icon="upload" pending={useNavigation().state === 'submitting'}>
					{t('certificates.send')}
				</Button>
			</p>
		</Form>
	)
}
