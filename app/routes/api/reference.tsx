import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { fixedT } from '../../platform/i18n.server.ts'
import { ApiContents, ApiRoom, ApiRules } from '../../ui/account/api-reference.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { documentIn } from './contract/document.ts'
import { shownTags } from './contract/shown.ts'

export const handle = { i18n: ['api'] }

/** GET /api: the document for people. */
export function loader({ context: { house } }: LoaderFunctionArgs) {
	const { locale, publicUrl } = house
	const example = `curl ${publicUrl}/api/v1/catalog/products?limit=2 \\\n  -H 'Authorization: Bearer kontor_…' \\\n  -H 'Accept-Language: ${locale}'`
	return { tags: shownTags(documentIn(locale, publicUrl)), example, title: fixedT(locale, 'api')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Reference() {
	const { t } = useTranslation('api')
	const { tags, example } = useLoaderData<typeof loader>()
	return (
		<div className="pb-16">
			<PageHeader
				kicker={t('page.kicker')}
				title={t('title')}
				lead={t('lead')}
				actions={
					<LinkButton to="/api/v1/openapi.json" icon="download" reloadDocument>
						{t('page.download')}
					</LinkButton>
				}
			/>
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[12rem_minmax(0,1fr)]">
				<ApiContents tags={tags} />
				<div className="grid gap-12 *:min-w-0">
					<ApiRules example={example} />
					{tags.map((tag) => (
						<ApiRoom key={tag.name} tag={tag} />
					))}
				</div>
			</div>
		</div>
	)
}
