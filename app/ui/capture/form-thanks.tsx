import { useTranslation } from 'react-i18next'
import { Banner } from '../parts/banner.tsx'
import { LinkButton } from '../parts/button.tsx'

export type ThanksView = { title: string; text: string; onward: string | null; file: { title: string; by: 'mail' | 'page'; href: string | null } | null }

/** What is said once a form was sent. */
export function FormThanks({ thanks, isTrial }: { thanks: ThanksView; isTrial: boolean }) {
	const { t } = useTranslation('form')
	const { title, text, onward, file } = thanks
	return (
		<div className="grid max-w-prose content-start gap-5" role="status">
			{onward ? <meta httpEquiv="refresh" content={`1;url=${onward}`} /> : null}
			{isTrial ? <Banner tone="info">{t('trial')}</Banner> : null}
			<h1 className="font-display text-3xl leading-tight sm:text-4xl">{title || t('thanks.title')}</h1>
			<p className="text-lg text-ink-soft">{text || t('thanks.text')}</p>
			{file ? <p>{t(file.by === 'mail' ? 'thanks.fileByMail' : 'thanks.file', { file: file.title })}</p> : null}
			<div className="flex flex-wrap gap-3">
				{file?.href ? (
					<LinkButton to={file.href} variant="primary" size="lg" icon="download">
						{t('thanks.open')}
					</LinkButton>
				) : null}
				{onward ? (
					<a href={onward} className="text-accent underline underline-offset-3">
						{t('thanks.onward')}
					</a>
				) : null}
			</div>
		</div>
	)
}
