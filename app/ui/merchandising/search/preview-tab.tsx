import { Form, Link, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { languages } from '../../format/languages.ts'
import { Badge } from '../../parts/badge.tsx'
import { Banner } from '../../parts/banner.tsx'
import { Button } from '../../parts/button.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Section } from '../../parts/page-header.tsx'
import { SelectField } from '../../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../parts/table.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { type Listed, priceOf, useListedWords } from '../../storefront/listed.ts'
import { useLanguageName } from '../use-language-name.ts'

type Found = { total: number; corrections: readonly { word: string; means: string }[]; redirect: string | null; products: readonly Listed[] }
type PreviewTabProps = {
	preview: { accounts: readonly { id: number; code: string; name: string }[]; found: Found | null }
	asked: { account: string; query: string; searchLocale: string }
}

/** A search as an account would see it now, with its prices. It leaves no trace with the buyer. */
export function PreviewTab({ preview: { accounts, found }, asked }: PreviewTabProps) {
	const { t } = useTranslation('merchandising')
	const languageName = useLanguageName()
	const isMany = asked.account !== '' && accounts.length !== 1
	return (
		<>
			<Form method="get" key={JSON.stringify(asked)} className="flex flex-wrap items-end gap-3 border-y border-rule py-4">
				<input type="hidden" name="tab" value="preview" />
				<TextField
					label={t('inspector.account')}
					name="account"
					required
					defaultValue={accounts.length === 1 ? accounts[0]?.code : asked.account}
					className="w-full sm:w-56"
				/>
				<TextField label={t('searchRoom.termAsked')} name="query" type="search" required defaultValue={asked.query} className="w-full sm:w-64" />
				<SelectField
					label={t('searchRoom.language')}
					name="lang"
					defaultValue={asked.searchLocale}
					options={languages.map((value) => ({ value, label: languageName(value) }))}
					className="min-w-44 max-w-full"
				/>
				<Button type="submit" variant="primary" icon="search">
					{t('searchRoom.tab.preview')}
				</Button>
			</Form>
			{isMany ? <Accounts accounts={accounts} text={asked.account} /> : null}
			{found ? (
				<Answer found={found} account={accounts[0]?.name ?? ''} query={asked.query} />
			) : isMany ? null : (
				<EmptyState title={t('searchRoom.previewAsk')}>{t('searchRoom.previewText')}</EmptyState>
			)}
		</>
	)
}

function Accounts({ accounts, text }: { accounts: PreviewTabProps['preview']['accounts']; text: string }) {
	const { t } = useTranslation('merchandising')
	const [params] = useSearchParams()
	return (
		<Section title={t(accounts.length === 0 ? 'inspector.no_account' : 'inspector.which_account', { text })}>
			<ul className="grid gap-1 text-sm">
				{accounts.map(({ id, code, name }) => (
					<li key={id}>
						<Link to={`?${new URLSearchParams({ ...Object.fromEntries(params), account: code })}`} className="text-accent hover:underline">
							{name}
						</Link>{' '}
						<span className="text-ink-soft">{code}</span>
					</li>
				))}
			</ul>
		</Section>
	)
}

function Answer({ found, account, query }: { found: Found; account: string; query: string }) {
	const { t } = useTranslation('merchandising')
	const words = useListedWords()
	const means = [...new Set(found.corrections.map((one) => one.means))].join(', ')
	return (
		<>
			{found.redirect ? <Banner title={t('searchRoom.leads', { account, target: found.redirect })} /> : null}
			<Section title={t('searchRoom.finds', { account, query, count: found.total })} aside={means ? t('searchRoom.mended', { means }) : null}>
				{found.products.length === 0 ? (
					<EmptyState title={t('searchRoom.findsNothing')}>{t('searchRoom.findsNothingText')}</EmptyState>
				) : (
					<Table caption={t('searchRoom.finds', { account, query, count: found.total })} dense>
						<THead>
							<Tr>
								<Th numeric>{t('searchRoom.place')}</Th>
								<Th>{t('book.product')}</Th>
								<Th numeric>{t('inspector.unitPrice')}</Th>
							</Tr>
						</THead>
						<TBody>
							{found.products.map((product, index) => (
								<Tr key={product.id}>
									<Td numeric className="w-12 text-ink-soft">
										{index + 1}
									</Td>
									<Th scope="row">
										<span className="flex items-center gap-3">
											{product.picture ? (
												<img src={product.picture} alt="" width={40} height={40} loading="lazy" className="size-10 rounded-sm object-cover" />
											) : null}
											<span>
												{product.name}
												<span className="block font-normal text-ink-soft">{product.sku}</span>
											</span>
										</span>
									</Th>
									<Td numeric>{priceOf(product, words) ?? <Badge tone="warning">{t('inspector.onRequest')}</Badge>}</Td>
								</Tr>
							))}
						</TBody>
					</Table>
				)}
			</Section>
		</>
	)
}
