import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { TextField } from '../parts/text-field.tsx'

/** One person, or a company she works for: the one takes back the other. */
export function AccountKind({ isPerson, typed }: { isPerson: boolean; typed: string | null }) {
	const { t } = useTranslation('desk')
	return (
		<Disclosure summary={t(isPerson ? 'kind.toCompany' : 'kind.toPerson')} open={typed !== null}>
			<Form method="post" noValidate className="grid max-w-xl gap-4">
				<p className="text-sm text-ink-soft">{t(isPerson ? 'kind.toCompanyText' : 'kind.toPersonText')}</p>
				{isPerson ? <TextField label={t('kind.companyName')} name="company" maxLength={120} required defaultValue={typed ?? ''} /> : null}
				<Button type="submit" name="kind" value={isPerson ? 'company' : 'person'} className="w-fit">
					{t(isPerson ? 'kind.makeCompany' : 'kind.makePerson')}
				</Button>
			</Form>
		</Disclosure>
	)
}
