import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { addSearchRule } from '../../flows/merchandising/add-search-rule.ts'
import { listMisses, listSearchRules } from '../../flows/merchandising/open-search-room.ts'
import { previewSearch } from '../../flows/merchandising/preview-search.ts'
import { removeSearchRule } from '../../flows/merchandising/remove-search-rule.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { locales } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { MissesTab } from '../../ui/merchandising/search/misses-tab.tsx'
import { PreviewTab } from '../../ui/merchandising/search/preview-tab.tsx'
import { RuleOutcome } from '../../ui/merchandising/search/rule-outcome.tsx'
import { RulesTab } from '../../ui/merchandising/search/rules-tab.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Tabs } from '../../ui/parts/tabs.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'
import { readSearchFilter, readTab, readTypedRule, ruleKind, searchTabs } from './read-search-form.ts'

export const handle = { i18n: ['merchandising', 'storefront'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const tab = readTab(searchParams)
	const kind = ruleKind(tab)
	const filter = { ...readSearchFilter(searchParams), after: idIn(searchParams, 'after'), limit: 50 }
	const asked = {
		account: textIn(searchParams, 'account'),
		query: textIn(searchParams, 'query').slice(0, 200),
		searchLocale: filter.ruleLocale ?? oneOf(locales, locale) ?? 'en',
	}
	return {
		tab,
		filter,
		asked,
		page: kind && (await listSearchRules(db, staff, { kind, ...filter, locale })),
		misses: tab === 'misses' ? await listMisses(db, staff, { ...filter, limit: 200, at }) : [],
		preview: tab === 'preview' ? await previewSearch(db, staff, { ...asked, at }) : null,
		title: fixedT(locale, 'merchandising')('searchRoom.title'),
	}
}

export const meta: MetaFunction<typeof loader> = ({ data: known, matches }) => [{ title: pageTitle(known?.title, matches) }]

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const kind = ruleKind(readTab(form)) ?? 'synonyms'
	if (form.get('intent') === 'remove') {
		const answer = await removeSearchRule(db, staff, { kind, id: idIn(form, 'id') ?? 0, locale, at, requestId })
		return data({ ...answer, kind, typed: null }, { status: answer.ok ? 200 : 422 })
	}
	const typed = readTypedRule(form)
	const answer = await addSearchRule(db, staff, { kind, typed, at, requestId })
	return data({ ...answer, kind, typed: answer.ok ? null : typed }, { status: answer.ok ? 200 : 422 })
}

export default function Search() {
	const { t } = useTranslation('merchandising')
	const { tab, filter, asked, page, misses, preview } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const kind = ruleKind(tab)
	const download = new URLSearchParams({ tab, q: filter.search, lang: filter.ruleLocale ?? '' })
	return (
		<>
			<PageHeader
				title={t('searchRoom.title')}
				lead={t('searchRoom.lead')}
				actions={
					tab === 'preview' ? null : (
						<LinkButton to={`/merchandising/search.csv?${download}`} reloadDocument icon="download">
							{t('searchRoom.csv')}
						</LinkButton>
					)
				}
			/>
			<Tabs
				label={t('searchRoom.title')}
				className="mb-6"
				tabs={searchTabs.map((one) => ({
					href: one === 'synonyms' ? '/merchandising/search' : `/merchandising/search?tab=${one}`,
					label: t(`searchRoom.tab.${one}`),
					current: one === tab,
				}))}
			/>
			<div className="grid gap-6 *:min-w-0">
				{answer ? <RuleOutcome answer={answer} /> : null}
				{kind && page ? <RulesTab key={kind} kind={kind} page={page} filter={filter} typed={answer?.kind === kind ? answer.typed : null} /> : null}
				{tab === 'misses' ? <MissesTab misses={misses} filter={filter} /> : null}
				{preview ? <PreviewTab preview={preview} asked={asked} /> : null}
			</div>
		</>
	)
}
