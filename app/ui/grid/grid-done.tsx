import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'

type Change = { id: number; state: string; total: number; done: number }

/** Said after a change, with the way back beside it. */
export function GridDone({ done, changes }: { done: string | null; changes: readonly Change[] }) {
	const { t } = useTranslation('grid')
	const change = changes.find(({ id }) => String(id) === done)
	if (!change) return null
	const more = (
		<Link to={`/merchandising/products/changes/${change.id}`} className="underline">
			{t('done.see')}
		</Link>
	)
	if (change.state !== 'applied')
		return (
			<Banner live tone="info" title={t(`state.${change.state}`)}>
				{more}
			</Banner>
		)
	return (
		<Banner live tone="positive" title={t('done.saved', { count: change.total })} action={<UndoChange changeId={change.id} />}>
			{more}
		</Banner>
	)
}

export function UndoChange({ changeId }: { changeId: number }) {
	const { t } = useTranslation('grid')
	return (
		<Form method="post" action={`/merchandising/products/changes/${changeId}`}>
			<Button type="submit" name="intent" value="undo" size="sm" icon="undo">
				{t('done.undo')}
			</Button>
		</Form>
	)
}
