import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { wordsIn } from '../crm/words.tsx'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import type { ShownMirror, ShownMirrorOffer, ShownMirrorRoom } from './shown-mapping.ts'
import { useNames } from './use-names.ts'

/** Objects that the other system's people made: which are read here and how it goes, and what else could be. */
export function MirrorRoom({ room }: { room: ShownMirrorRoom }) {
	const { t } = useTranslation('sync')
	if (!room.isPossible) return null
	return (
		<Section id="mirrors" title={t('mirror.title')}>
			<p className="max-w-prose text-sm text-ink-soft">{t('mirror.lead')}</p>
			{room.mirrors.length === 0 ? <p className="text-sm">{t('mirror.none')}</p> : null}
			<ul className="grid">
				{room.mirrors.map((mirror) => (
					<Mirror key={mirror.id} mirror={mirror} isRunning={room.isRunning} />
				))}
			</ul>
			<Disclosure summary={t('mirror.add')} open={room.picked !== null || room.mirrors.length === 0}>
				<div className="grid gap-6">
					<PickObject room={room} />
					{room.picked ? <OfferedMirror key={room.picked.object} offer={room.picked} /> : null}
				</div>
			</Disclosure>
		</Section>
	)
}

function Mirror({ mirror, isRunning }: { mirror: ShownMirror; isRunning: boolean }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const names = useNames()
	const title = wordsIn(mirror.labels, locale)
	return (
		<li id={`mirror-${mirror.id}`} className="grid gap-x-8 gap-y-3 border-t border-rule py-4 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
			<div className="grid content-start gap-1">
				<p className="font-medium wrap-anywhere">{title}</p>
				<p className="text-sm text-ink-soft wrap-anywhere">{mirror.object}</p>
			</div>
			<div className="grid gap-2 text-sm">
				<p>{t('mirror.hangs', { own: names.object(mirror.ownObject), field: mirror.parentField })}</p>
				<p className="text-ink-soft wrap-anywhere">{mirror.fields.map(({ theirs }) => theirs).join(' · ')}</p>
				<p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
					<span>{t('mirror.rows', { count: mirror.rows, shown: count(mirror.rows, locale) })}</span>
					{mirror.waiting > 0 ? <Status tone="warning">{t('mirror.waits', { count: mirror.waiting, shown: count(mirror.waiting, locale) })}</Status> : null}
					<Progress mirror={mirror} isRunning={isRunning} />
				</p>
				{mirror.stoppedBy ? <Banner tone="warning">{t('mirror.stopped')}</Banner> : null}
				{mirror.lines.length > 0 ? <Lately mirror={mirror} /> : null}
				<div className="flex flex-wrap items-start gap-x-6 gap-y-2">
					<Form method="post">
						<input type="hidden" name="mirror" value={mirror.id} />
						<Button type="submit" name="mirror-act" value="again">
							{t('mirror.again')}
						</Button>
					</Form>
					<Disclosure summary={t('mirror.out')}>
						<Form method="post" className="grid gap-3">
							<input type="hidden" name="mirror" value={mirror.id} />
							<p className="max-w-prose text-ink-soft">{t('mirror.outText', { count: mirror.rows, shown: count(mirror.rows, locale) })}</p>
							<div>
								<Button type="submit" variant="danger" name="mirror-act" value="out">
									{t('mirror.out')}
								</Button>
							</div>
						</Form>
					</Disclosure>
				</div>
			</div>
		</li>
	)
}

/** How far it was read: nothing before the connection runs. */
function Progress({ mirror, isRunning }: { mirror: ShownMirror; isRunning: boolean }) {
	const { t } = useTranslation('sync')
	if (mirror.stoppedBy) return null
	if (mirror.isPassing) return <Status tone={isRunning ? 'accent' : 'neutral'}>{t(isRunning ? 'mirror.reading' : 'mirror.notRunning')}</Status>
	if (!mirror.throughAt) return null
	return (
		<span className="text-ink-soft">
			{t('mirror.through')} <DateText instant={mirror.throughAt} time />
		</span>
	)
}

/** The newest lines of its journal: what came, what says something else, what went. */
function Lately({ mirror }: { mirror: ShownMirror }) {
	const { t } = useTranslation('sync')
	return (
		<Disclosure summary={t('mirror.lately')}>
			<ul className="grid">
				{mirror.lines.map((line) => (
					<li key={line.id} className="grid gap-0.5 border-t border-rule py-2 first:border-0">
						<span className="flex flex-wrap items-baseline gap-x-3">
							<DateText instant={line.at} time />
							<span className="font-medium wrap-anywhere">{line.name ?? '–'}</span>
							<span className="text-ink-soft">{t(`mirror.${line.kind}`)}</span>
						</span>
						{line.differs.map(({ theirs, from, to }) => (
							<span key={theirs} className="text-ink-soft wrap-anywhere">
								{theirs}: {from ?? '–'} → {to ?? '–'}
							</span>
						))}
					</li>
				))}
			</ul>
		</Disclosure>
	)
}

/** One of them is asked for its lookups and fields at a time: an org may have hundreds. */
function PickObject({ room }: { room: ShownMirrorRoom }) {
	const { t } = useTranslation('sync')
	if (room.offered.length === 0) return <p className="max-w-prose text-sm text-ink-soft">{t('mirror.nothing')}</p>
	return (
		<Form method="get" className="flex flex-wrap items-end gap-3" preventScrollReset>
			<SelectField
				label={t('mirror.object')}
				name="pick"
				defaultValue={room.picked?.object ?? ''}
				options={room.offered.map(({ name, label }) => ({ value: name, label: label === name ? name : `${label} · ${name}` }))}
			/>
			<Button type="submit">{t('mirror.pick')}</Button>
		</Form>
	)
}

function OfferedMirror({ offer }: { offer: ShownMirrorOffer }) {
	const { t } = useTranslation('sync')
	const names = useNames()
	if (offer.parents.length === 0) return <Banner tone="warning">{t('mirror.noParent', { object: offer.label })}</Banner>
	return (
		<Form method="post" className="grid max-w-3xl gap-5">
			<input type="hidden" name="pick" value={offer.object} />
			<SelectField
				label={t('mirror.parent')}
				name="parent"
				options={offer.parents.map(({ field, label, ours }) => ({ value: field, label: t('mirror.leads', { field: label, own: names.object(ours) }) }))}
			/>
			{offer.fields.length === 0 ? null : (
				<ChoiceGroup legend={t('mirror.fields')}>
					{offer.fields.map(({ name, label }) => (
						<Checkbox key={name} name="field" value={name} label={label === name ? name : `${label} · ${name}`} defaultChecked />
					))}
				</ChoiceGroup>
			)}
			<div>
				<Button type="submit" variant="primary" name="mirror-act" value="add">
					{t('mirror.begin')}
				</Button>
			</div>
		</Form>
	)
}
