import { useTranslation } from 'react-i18next'
import { Badge } from '../parts/badge.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'

export type ShownOperation = {
	id: string
	method: string
	path: string
	summary: string
	scope: string
	parameters: readonly { name: string; place: string; isNeeded: boolean; type: string; note: string | null }[]
	/** What it holds, as an outline; `?` may be left out. */
	body: string | null
	answers: readonly { status: string; text: string }[]
}
export type ShownTag = { name: string; title: string; operations: readonly ShownOperation[] }

const rules = ['auth', 'refusals', 'once', 'version', 'pages', 'pace'] as const

/** What holds for every call. */
export function ApiRules({ example }: { example: string }) {
	const { t } = useTranslation('api')
	return (
		<Section title={t('page.rulesTitle')}>
			<ul className="grid max-w-prose gap-3">
				{rules.map((rule) => (
					<li key={rule} className="wrap-anywhere">
						{t(`page.rules.${rule}`)}
					</li>
				))}
			</ul>
			<pre className="bg-sunken px-4 py-3 font-mono text-sm wrap-anywhere whitespace-pre-wrap">{example}</pre>
		</Section>
	)
}

export function ApiContents({ tags }: { tags: readonly ShownTag[] }) {
	const { t } = useTranslation('api')
	return (
		<nav aria-label={t('page.contents')} className="text-sm lg:sticky lg:top-6 lg:self-start">
			<ul className="flex flex-wrap gap-x-5 gap-y-2 lg:grid">
				{tags.map(({ name, title, operations }) => (
					<li key={name} className="flex items-baseline gap-2">
						<a href={`#${name}`} className="font-medium text-accent hover:text-accent-strong hover:underline">
							{title}
						</a>
						<span className="text-ink-soft tabular-nums">{operations.length}</span>
					</li>
				))}
			</ul>
		</nav>
	)
}

export function ApiRoom({ tag }: { tag: ShownTag }) {
	return (
		<Section id={tag.name} title={tag.title}>
			<div className="grid">
				{tag.operations.map((operation) => (
					<ApiOperation key={operation.id} operation={operation} />
				))}
			</div>
		</Section>
	)
}

function ApiOperation({ operation }: { operation: ShownOperation }) {
	const { t } = useTranslation('api')
	const { id, method, path, summary, scope, answers } = operation
	return (
		<article id={id} className="grid gap-1.5 border-b border-rule py-4 first:pt-0 last:border-b-0">
			<h3 className="text-base font-medium">{summary}</h3>
			<p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
				<Badge tone={method === 'get' ? 'neutral' : 'accent'}>{method.toUpperCase()}</Badge>
				<code className="font-mono wrap-anywhere">{`/api/v1${path}`}</code>
				<span className="text-ink-soft">
					{t('page.scope')} <code className="font-mono">{scope}</code>
				</span>
			</p>
			<ApiQuestion operation={operation} />
			<Disclosure summary={`${t('page.statuses')}: ${answers.map(({ status }) => status).join(' ')}`}>
				<dl className="grid gap-1">
					{answers.map(({ status, text }) => (
						<div key={status} className="grid grid-cols-[3rem_1fr] gap-2">
							<dt className="font-mono">{status}</dt>
							<dd className="text-ink-soft">{text}</dd>
						</div>
					))}
				</dl>
			</Disclosure>
		</article>
	)
}

function ApiQuestion({ operation: { parameters, body } }: { operation: ShownOperation }) {
	const { t } = useTranslation('api')
	return (
		<>
			{parameters.length > 0 ? (
				<Disclosure summary={`${t('page.asks')}: ${parameters.map(({ name }) => name).join(', ')}`}>
					<dl className="grid gap-2">
						{parameters.map(({ name, place, isNeeded, type, note }) => (
							<div key={`${place} ${name}`} className="grid gap-x-4 sm:grid-cols-[12rem_1fr]">
								<dt className="font-mono wrap-anywhere">{name}</dt>
								<dd className="text-ink-soft wrap-anywhere">
									{place}
									{isNeeded ? ` · ${t('page.needed')}` : ''} · <code className="font-mono">{type}</code>
									{note ? <span className="block">{note}</span> : null}
								</dd>
							</div>
						))}
					</dl>
				</Disclosure>
			) : null}
			{body ? (
				<Disclosure summary={t('page.body')}>
					<pre className="font-mono text-xs whitespace-pre-wrap">{body}</pre>
				</Disclosure>
			) : null}
		</>
	)
}
