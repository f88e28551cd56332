import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'

/** Asks somebody of the account to pay what is ticked by her own card; inside the form of the ledger. */
export function AskToPay({ payers, isBusy }: { payers: readonly { contactId: number; name: string }[]; isBusy: boolean }) {
	const { t } = useTranslation('warehouse')
	if (payers.length === 0) return null
	return (
		<Section title={t('receivables.ask.title')}>
			<div className="grid gap-4">
				<SelectField
					label={t('receivables.ask.to')}
					name="contactId"
					options={payers.map(({ contactId, name }) => ({ value: String(contactId), label: name }))}
				/>
				<Button type="submit" name="intent" value="ask" icon="mail" formNoValidate pending={isBusy}>
					{t('receivables.ask.send')}
				</Button>
				<p className="text-sm text-ink-soft">{t('receivables.ask.hint')}</p>
			</div>
		</Section>
	)
}
