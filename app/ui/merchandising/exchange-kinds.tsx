import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { list } from '../format/number.ts'

/** Kinds as people look for them; one that is in none of these stands at the end. */
const groups: readonly (readonly [group: string, kinds: readonly string[]])[] = [
	[
		'catalog',
		[
			'products',
			'salesforce-products',
			'product-texts',
			'product-units',
			'units',
			'categories',
			'category-texts',
			'product-categories',
			'relations',
			'bundles',
			'bundle-choices',
			'bundle-components',
			'media',
		],
	],
	['prices', ['price-books', 'price-entries', 'book-audiences', 'quantity-rules']],
	['promotions', ['promotions', 'promotion-texts', 'promotion-audiences', 'promotion-budgets']],
	['sight', ['buyer-groups', 'group-members', 'policies', 'policy-products', 'policy-categories', 'policy-classes', 'policy-groups', 'policy-accounts']],
	['stock', ['stock', 'stock-receipts', 'warehouses', 'warehouse-zones', 'shipping', 'fees', 'taxes']],
	['search', ['search-synonyms', 'search-boosts', 'search-redirects']],
	[
		'people',
		[
			'accounts',
			'locations',
			'contacts',
			'owned-machines',
			'credit-limits',
			'certificates',
			'approval-rules',
			'company-budgets',
			'users',
			'sellers',
			'markets',
		],
	],
]

/** What Salesforce's headers of products have no words for (app/decisions/0365). */
const beyondTheForm = ['price-entries', 'bundles', 'bundle-choices', 'product-texts']

/** What can be taken out, each as a file, and each as a head to begin with. */
export function ExchangeKinds({ kinds, onlyOut }: { kinds: readonly string[]; onlyOut: readonly string[] }) {
	const { t } = useTranslation('exchange')
	const { locale } = useReader()
	const known = groups.flatMap(([, own]) => own)
	const there = [...kinds, ...onlyOut]
	const all = [...groups, ['other', there.filter((kind) => !known.includes(kind))] as const]
	const shown = all.map(([group, own]) => [group, own.filter((kind) => there.includes(kind))] as const).filter(([, own]) => own.length > 0)
	return (
		<div className="gap-x-12 sm:columns-2 xl:columns-3">
			{shown.map(([group, own]) => (
				<section key={group} className="mb-8 break-inside-avoid">
					<h3 className="border-b border-ink pb-2 text-sm font-semibold">{t(`group.${group}`)}</h3>
					<ul className="grid text-sm">
						{own.map((kind) => (
							<li key={kind} className="flex items-baseline justify-between gap-4 border-b border-rule py-2">
								<span className="min-w-0">
									{t(`kind.${kind}`)}
									{kind === 'salesforce-products' ? (
										<span className="block text-ink-soft">
											{t('out.formLeaves', {
												kinds: list(
													beyondTheForm.map((one) => t(`kind.${one}`)),
													locale,
												),
											})}
										</span>
									) : null}
								</span>
								<span className="flex shrink-0 gap-4">
									{onlyOut.includes(kind) ? null : (
										<FileLink to={`/merchandising/export/${kind}/head`} label={t('out.headOf', { kind: t(`kind.${kind}`) })}>
											{t('out.head')}
										</FileLink>
									)}
									<FileLink to={`/merchandising/export/${kind}`} label={t('out.csvOf', { kind: t(`kind.${kind}`) })}>
										{t('out.csv')}
									</FileLink>
								</span>
							</li>
						))}
					</ul>
				</section>
			))}
		</div>
	)
}

function FileLink({ to, label, children }: { to: string; label: string; children: string }) {
	return (
		<Link to={to} reloadDocument aria-label={label} className="inline-flex min-h-6 items-center text-accent hover:underline">
			{children}
		</Link>
	)
}
