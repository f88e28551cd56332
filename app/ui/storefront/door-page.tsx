import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusals } from '../parts/refusals.tsx'
import { Wordmark } from '../shell/wordmark.tsx'

/** The house's front door: what one does here on the left, the roastery on the right. */
export function DoorPage({ shopName, title, lead, children }: { shopName: string; title: string; lead: string; children: ReactNode }) {
	return (
		<div className="grid min-h-dvh lg:grid-cols-[minmax(28rem,1fr)_1.2fr]">
			<div className="flex flex-col px-4 py-6 sm:px-10 sm:py-8">
				<header>
					<Wordmark brand={{ name: shopName, href: '/' }} />
				</header>
				<main id="main" className="m-auto grid w-full max-w-sm gap-6 py-12">
					<div className="grid gap-2">
						<h1 className="text-3xl">{title}</h1>
						<p className="text-ink-soft">{lead}</p>
					</div>
					{children}
				</main>
			</div>
			<div className="relative hidden overflow-hidden bg-sunken lg:block">
				<img src="/images/winter-morning.svg" alt="" className="drawn absolute inset-0 size-full object-cover object-[68%_50%]" />
			</div>
		</div>
	)
}

type Refusal = { code: string; facts: Record<string, string | number | boolean | null> }

export function DoorRefusals({ title, refusals }: { title: string; refusals: readonly Refusal[] }) {
	const { t } = useTranslation('refusals')
	return (
		<Refusals
			title={title}
			refusals={refusals.map(({ code, facts }) => ({ key: code, message: t(code, { ...facts, count: Number(facts['minutes'] ?? 0) }) }))}
		/>
	)
}
