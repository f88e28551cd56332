import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'

/** To see what would change, or to save: always at hand under a long form. */
export function EditBar({ isBusy }: { isBusy: boolean }) {
	const { t } = useTranslation('entitlement')
	return (
		<div className="bottom-0 z-10 flex flex-wrap items-center gap-3 sm:sticky border-t border-ink bg-ground py-3">
			<Button type="submit" name="intent" value="preview" icon="search" pending={isBusy}>
				{t('edit.preview')}
			</Button>
			<Button type="submit" name="intent" value="save" variant="primary" pending={isBusy}>
				{t('edit.save')}
			</Button>
			<p className="text-sm text-ink-soft">{t('edit.hint')}</p>
		</div>
	)
}
