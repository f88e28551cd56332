import type { ReactNode } from 'react'
import type { PageView } from '../../engine/marketing/landing-page.ts'
import { Icon } from '../parts/icon.tsx'

/** A landing page: what it says, and beside it the form. */
export function LandingView({ view, aside }: { view: PageView; aside: ReactNode }) {
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] gap-12">
			<div className="grid grid-cols-[minmax(0,1fr)] items-center gap-8 md:grid-cols-2 md:gap-16 *:min-w-0">
				<div className="grid gap-4">
					<h1 className="font-display text-3xl leading-tight text-balance wrap-anywhere sm:text-5xl">{view.title}</h1>
					{view.lead ? <p className="max-w-prose text-lg whitespace-pre-line text-ink-soft">{view.lead}</p> : null}
				</div>
				{view.picture ? <img src={view.picture} alt="" width={640} height={480} className="drawn w-full max-w-lg justify-self-center" /> : null}
			</div>
			<div className={aside ? 'grid gap-12 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)] lg:gap-16 *:min-w-0' : 'grid gap-12 *:min-w-0'}>
				{view.blocks.length > 0 ? (
					<div className="grid content-start gap-10">
						{view.blocks.map((block, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: a block is its place on the page
							<Block key={index} block={block} />
						))}
					</div>
				) : null}
				{aside ? <aside className="content-start border-t border-ink pt-6">{aside}</aside> : null}
			</div>
		</div>
	)
}

function Block({ block: { kind, heading, lines } }: { block: PageView['blocks'][number] }) {
	if (kind === 'quote')
		return (
			<figure className="grid max-w-prose gap-3 border-l-2 border-accent pl-6">
				<blockquote className="font-display text-2xl leading-snug">{lines.join(' ')}</blockquote>
				{heading ? <figcaption className="text-sm text-ink-soft">{heading}</figcaption> : null}
			</figure>
		)
	return (
		<section className="grid max-w-prose gap-3">
			{heading ? <h2 className="font-display text-2xl leading-snug">{heading}</h2> : null}
			{kind === 'points' ? (
				<ul className="grid gap-2">
					{lines.map((line) => (
						<li key={line} className="flex gap-3">
							<Icon name="check" className="mt-1 size-4 shrink-0 text-accent" />
							{line}
						</li>
					))}
				</ul>
			) : (
				lines.map((line) => (
					<p key={line} className="leading-relaxed">
						{line}
					</p>
				))
			)}
		</section>
	)
}
