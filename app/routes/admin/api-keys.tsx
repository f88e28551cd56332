import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { makeHouseKey } from '../../flows/account/make-api-key.ts'
import { openAllKeys } from '../../flows/account/open-api-keys.ts'
import { revokeAnyKey } from '../../flows/account/revoke-api-key.ts'
import { newApiKey } from '../../platform/api-key.server.ts'
import { houseScopes } from '../../platform/api-scopes.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { KeyForm, KeyNews, KeyTable, NoKeys } from '../../ui/account/api-keys.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readKeyForm } from '../api/read-key-form.ts'
import { idIn, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['api'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const { searchParams } = new URL(request.url)
	const filter = { search: textIn(searchParams, 'q'), before: idIn(searchParams, 'after') }
	return { ...(await openAllKeys(db, staff, { ...filter, at })), filter, scopes: houseScopes, title: fixedT(locale, 'api')('keys.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `make` answers a key of the house, this once; `revoke` ends any key. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const { intent, keyId, name, scopes, days } = readKeyForm(await request.formData())
	if (intent === 'revoke') {
		const revoked = await revokeAnyKey(db, staff, { keyId, at, requestId })
		if (!revoked?.ok) throw notFound()
		return data({ kind: 'revoked' as const, name: revoked.name })
	}
	const { key, ...secret } = newApiKey()
	const made = await makeHouseKey(db, staff, { name, scopes, days, secret, at, requestId })
	return made.ok ? data({ kind: 'made' as const, name: name.trim(), key }) : data({ kind: 'refused' as const, refusals: made.refusals, name, scopes }, 422)
}

export default function ApiKeys() {
	const { t } = useTranslation('api')
	const { keys, scopes, filter, olderBefore } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isSearch = filter.search !== ''
	return (
		<>
			<PageHeader title={t('keys.title')} lead={t('keys.leadHouse')} actions={<LinkButton to="/api">{t('keys.reference')}</LinkButton>} />
			<div className="mb-8 empty:hidden">
				<KeyNews answer={answer} />
			</div>
			{keys.length > 0 || isSearch ? (
				<ListFilters submit={t('keys.show')}>
					<ListSearch label={t('keys.search')} value={filter.search} />
				</ListFilters>
			) : null}
			<ListBody
				empty={keys.length === 0 ? <NoKeys isSearch={isSearch} /> : null}
				words={{ pages: t('keys.pages'), first: t('keys.first'), next: t('keys.older') }}
				after={filter.before}
				nextAfter={olderBefore}
			>
				<KeyTable keys={keys} mayChange showsHolder />
			</ListBody>
			<div className="mt-12">
				<KeyForm scopes={scopes} answer={answer} />
			</div>
		</>
	)
}
