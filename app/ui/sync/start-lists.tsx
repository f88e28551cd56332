import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { TextField } from '../parts/text-field.tsx'

/** What can be looked at before, compared, or taken back: each opens a list first. */
export function StartLists({ from, to }: { from: string; to: string }) {
	const { t } = useTranslation('sync')
	return (
		<section className="mb-8 grid gap-4" aria-label={t('list.start')}>
			<Form method="post" className="flex flex-wrap gap-3">
				<Button type="submit" name="act" value="dry_run" icon="search">
					{t('list.dryRun')}
				</Button>
				<Button type="submit" name="act" value="reconcile" icon="refresh">
					{t('list.compare')}
				</Button>
			</Form>
			<Disclosure summary={t('list.undo')}>
				<Form method="post" className="flex flex-wrap items-end gap-3">
					<TextField label={t('list.fromTime')} name="from" type="datetime-local" defaultValue={from} required />
					<TextField label={t('list.toTime')} name="to" type="datetime-local" defaultValue={to} />
					<Button type="submit" name="act" value="undo" icon="undo">
						{t('list.undoShow')}
					</Button>
					<p className="w-full text-sm text-ink-soft">{t('list.undoHint')}</p>
				</Form>
			</Disclosure>
		</section>
	)
}
