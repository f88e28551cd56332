import { useTranslation } from 'react-i18next'
import { LinkButton } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import type { Store } from './store.ts'

/** A page that is not there and one that is not hers look alike; both lead on. */
export function MissingPage({ store }: { store: Store }) {
	const { t } = useTranslation('storefront')
	return (
		<EmptyState
			heading="h1"
			picture={<img src="/images/nothing-found.svg" alt="" width={480} height={360} />}
			title={t('missing.title')}
			action={<LinkButton to={store.kind === 'guest' ? '/sign-in' : '/'}>{store.kind === 'guest' ? t('shell.signIn') : t('crumbs.home')}</LinkButton>}
		>
			{t('missing.text')}
		</EmptyState>
	)
}
