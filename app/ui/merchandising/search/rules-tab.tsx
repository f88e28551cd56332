import { Form, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../parts/badge.tsx'
import { IconButton } from '../../parts/button.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ListBody } from '../../parts/list-page.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../parts/table.tsx'
import { useLanguageName } from '../use-language-name.ts'
import { RuleForm } from './rule-form.tsx'
import { SearchFilters } from './search-filters.tsx'
import type { RuleKind, SearchRule, TypedRule } from './search-rule.ts'

type RulesTabProps = {
	kind: RuleKind
	page: { rules: readonly SearchRule[]; nextAfter: number | null; categories: readonly { code: string; name: string }[] }
	filter: { search: string; ruleLocale: string | null; after: number | null }
	typed: TypedRule | null
}

/** Rules of one kind: a new one above, those that stand below, each with a way to take it out. */
export function RulesTab({ kind, page, filter, typed }: RulesTabProps) {
	const { t } = useTranslation('merchandising')
	const [params] = useSearchParams()
	const { rules, nextAfter, categories } = page
	const isFiltered = filter.search !== '' || filter.ruleLocale !== null
	return (
		<>
			<p className="max-w-prose text-sm text-ink-soft">{t(`searchRoom.about.${kind}`)}</p>
			<RuleForm kind={kind} typed={typed} newest={rules[0]?.id ?? 0} term={params.get('term') ?? ''} language={filter.ruleLocale} categories={categories} />
			{rules.length > 0 || isFiltered || filter.after !== null ? <SearchFilters tab={kind} filter={filter} /> : null}
			<ListBody
				words={{ pages: t('pages'), first: t('firstPage'), next: t('nextPage') }}
				after={filter.after}
				nextAfter={nextAfter}
				empty={
					rules.length > 0 ? null : (
						<EmptyState title={t(isFiltered ? 'searchRoom.noneLeft' : `searchRoom.none.${kind}`)}>{t(`searchRoom.example.${kind}`)}</EmptyState>
					)
				}
			>
				<RuleTable kind={kind} rules={rules} />
			</ListBody>
		</>
	)
}

function RuleTable({ kind, rules }: { kind: RuleKind; rules: readonly SearchRule[] }) {
	const { t } = useTranslation('merchandising')
	const languageName = useLanguageName()
	return (
		<Table caption={t(`searchRoom.tab.${kind}`)} dense stacks>
			<THead>
				<Tr>
					<Th>{t('searchRoom.term')}</Th>
					<Th>{t(`searchRoom.says.${kind}`)}</Th>
					<Th>{t('searchRoom.language')}</Th>
					<Th>
						<span className="sr-only">{t('searchRoom.remove')}</span>
					</Th>
				</Tr>
			</THead>
			<TBody>
				{rules.map((rule) => (
					<Tr key={rule.id}>
						<Th scope="row">{rule.term}</Th>
						<Td>
							<Says rule={rule} />
						</Td>
						<Td label={t('searchRoom.language')}>{languageName(rule.locale)}</Td>
						<Td className="w-10 text-right">
							<Form method="post">
								<input type="hidden" name="intent" value="remove" />
								<input type="hidden" name="tab" value={kind} />
								<input type="hidden" name="id" value={rule.id} />
								<IconButton type="submit" size="sm" icon="trash" label={t('searchRoom.removeOne', { term: rule.term })} />
							</Form>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

const tones = { pin: 'accent', up: 'positive', down: 'warning' } as const

function Says({ rule }: { rule: SearchRule }) {
	const { t } = useTranslation('merchandising')
	if (rule.target) return <code className="font-mono text-sm wrap-anywhere">{rule.target}</code>
	if (rule.effect)
		return (
			<span className="flex flex-wrap items-baseline gap-2">
				<Badge tone={tones[rule.effect]}>{t(`searchRoom.effects.${rule.effect}`)}</Badge>
				{rule.name} <span className="text-ink-soft">{rule.sku ?? t('searchRoom.category')}</span>
			</span>
		)
	return (
		<span className="flex flex-wrap items-baseline gap-2">
			<span className="text-ink-soft">{rule.bothWays ? '↔' : '→'}</span>
			{rule.means?.join(', ')}
			{rule.bothWays ? <Badge>{t('searchRoom.bothWays')}</Badge> : null}
		</span>
	)
}
