import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { PersonStanding } from '../../engine/crm/person-fields.ts'
import type { Instant } from '../format/date.ts'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Section } from '../parts/page-header.tsx'
import { usePersonRows } from './person-facts.tsx'
import { PersonInputs, type Told } from './person-inputs.tsx'

export type FaceView = PersonStanding & { id: number; signsIn: string | null; lastActivityAt: Instant | null; sourceCampaign: string | null }
type Props = { face: FaceView; isPersonAccount: boolean; typed: PersonStanding | null; refusals: readonly Told[] | undefined }

/** Who somebody of an account is, what marketing last knew of her, and the form to say it anew. */
export function ContactFace({ face, isPersonAccount, typed, refusals }: Props) {
	const { t } = useTranslation('crm')
	const said = usePersonRows('contact', face)
	const rows = [
		...said,
		...(face.signsIn && face.signsIn !== face.email ? [{ key: 'signsIn', label: t('record.signsIn'), value: face.signsIn }] : []),
		...(face.lastActivityAt ? [{ key: 'last', label: t('field.lastActivity'), value: <DateText instant={face.lastActivityAt} /> }] : []),
		...(face.sourceCampaign ? [{ key: 'source', label: t('field.sourceCampaign'), value: face.sourceCampaign }] : []),
	]
	const hints = { ...(face.signsIn ? { email: t('record.emailHint') } : {}), ...(isPersonAccount ? { street: t('record.streetHint') } : {}) }
	return (
		<Section title={t('record.who')}>
			{rows.length > 0 ? <KeyValueList rows={rows} className="max-w-3xl" /> : <p className="text-sm text-ink-soft">{t('record.nameAlone')}</p>}
			<Disclosure summary={t('edit')} open={typed !== null}>
				<Form method="post" noValidate className="grid max-w-3xl gap-6 pt-2">
					<input type="hidden" name="of" value={face.id} />
					<PersonInputs face="contact" values={{ ...face, ...typed }} refusals={refusals} required={['lastName']} hints={hints} />
					<Button type="submit" name="act" value="person" variant="primary" className="w-fit">
						{t('save')}
					</Button>
				</Form>
			</Disclosure>
		</Section>
	)
}
