import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { createProgramme } from '../../flows/marketing/change-programme.ts'
import { openProgrammes } from '../../flows/marketing/open-programmes.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { wordIn } from '../../ui/people/read-people-form.ts'
import { ProgrammeList } from '../../ui/programme/programme-list.tsx'
import { readProgrammeFilter } from '../../ui/programme/read-filters.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['programmes'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readProgrammeFilter(new URL(request.url).searchParams)
	const mayWrite = staff.roles.some((role) => role === 'marketer' || role === 'administrator')
	return { ...(await openProgrammes(db, staff, filter)), filter, mayWrite, title: fixedT(locale, 'programmes')('list.title') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const made = await createProgramme(db, staff, { name: wordIn(await request.formData(), 'name'), requestId, at })
	if (!made.ok) return data({ refusals: made.refusals }, { status: 422 })
	return redirect(withLocale(`/marketing/programmes/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function Programmes() {
	const { t } = useTranslation('programmes')
	const { programmes, next, filter, mayWrite } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('list.title')}
				lead={t('list.lead')}
				actions={
					programmes.length > 0 ? (
						<LinkButton to={href({}, '/marketing/programmes.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<ProgrammeList programmes={programmes} next={next} filter={filter} mayWrite={mayWrite} />
		</>
	)
}
