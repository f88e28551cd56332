import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { openBrowserLanguage } from './platform/i18n.client.ts'

const language = await openBrowserLanguage()

startTransition(() => {
	hydrateRoot(
		document,
		<StrictMode>
			<I18nextProvider i18n={language}>
				<RemixBrowser />
			</I18nextProvider>
		</StrictMode>,
	)
})
