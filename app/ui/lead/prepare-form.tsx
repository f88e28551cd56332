import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea } from '../parts/text-field.tsx'

type Props = { groups: readonly { id: number; name: string }[]; typed: { text: string; groupId: number | null; note: string } }

/** Step one of two: what is wanted, and as whom the lead is priced. */
export function PrepareForm({ groups, typed }: Props) {
	const { t } = useTranslation('leads')
	const isPending = useNavigation().state !== 'idle'
	return (
		<Form method="post" noValidate className="grid max-w-3xl gap-6">
			<TextArea
				label={t('prepare.rows')}
				hint={t('prepare.rowsHint')}
				name="text"
				rows={8}
				defaultValue={typed.text}
				inputClassName="font-mono"
				spellCheck={false}
				required
			/>
			<SelectField
				label={t('prepare.group')}
				hint={t('prepare.groupHint')}
				name="groupId"
				defaultValue={typed.groupId ?? ''}
				className="max-w-md"
				options={[{ value: '', label: t('prepare.guest') }, ...groups.map(({ id, name }) => ({ value: String(id), label: name }))]}
			/>
			<TextArea label={t('prepare.note')} name="note" rows={2} maxLength={1000} defaultValue={typed.note} />
			<div>
				<Button type="submit" variant="primary" icon="arrowRight" pending={isPending}>
					{t('prepare.submit')}
				</Button>
			</div>
		</Form>
	)
}
