import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { makeOwnKey } from '../../flows/account/make-api-key.ts'
import { openOwnKeys } from '../../flows/account/open-api-keys.ts'
import { revokeOwnKey } from '../../flows/account/revoke-api-key.ts'
import { newApiKey } from '../../platform/api-key.server.ts'
import { buyerScopes } from '../../platform/api-scopes.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { KeyForm, KeyNews, KeyTable, NoKeys } from '../../ui/account/api-keys.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readKeyForm } from '../api/read-key-form.ts'

export const handle = { i18n: ['api', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openOwnKeys(db, shopper, { search: '', before: null, at })
	if (!page) throw notFound()
	return { ...page, scopes: buyerScopes, title: fixedT(locale, 'api')('keys.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `make` answers the key itself, this once; `revoke` ends one. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const shopper = await requireShopper(request, context)
	const { intent, keyId, name, scopes, days } = readKeyForm(await request.formData())
	if (intent === 'revoke') {
		const revoked = await revokeOwnKey(db, shopper, { keyId, at, requestId })
		if (!revoked) throw notFound()
		return revoked.ok
			? data({ kind: 'revoked' as const, name: revoked.name })
			: data({ kind: 'refused' as const, refusals: revoked.refusals, name, scopes }, 422)
	}
	const { key, ...secret } = newApiKey()
	const made = await makeOwnKey(db, shopper, { name, scopes, days, secret, at, requestId })
	if (!made) throw notFound()
	return made.ok ? data({ kind: 'made' as const, name: name.trim(), key }) : data({ kind: 'refused' as const, refusals: made.refusals, name, scopes }, 422)
}

export default function ApiKeys() {
	const { t } = useTranslation('api')
	const { keys, scopes, mayChange } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return (
		<AccountPage>
			<PageHeader title={t('keys.title')} lead={t('keys.leadOwn')} actions={<LinkButton to="/api">{t('keys.reference')}</LinkButton>} />
			<div className="grid gap-12 *:min-w-0">
				<KeyNews answer={answer} />
				{keys.length > 0 ? <KeyTable keys={keys} mayChange={mayChange} showsHolder={false} /> : <NoKeys isSearch={false} mayChange={mayChange} />}
				{mayChange ? <KeyForm scopes={scopes} answer={answer} /> : null}
				{keys.length > 0 && !mayChange ? <p className="text-sm text-ink-soft">{t('keys.onlyOwner')}</p> : null}
			</div>
		</AccountPage>
	)
}
