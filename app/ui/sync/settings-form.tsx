import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { GateEvent } from '../../engine/sync/decide-settings.ts'
import { useReader } from '../format/locale.tsx'
import { count, percent } from '../format/number.ts'
import { Status } from '../parts/badge.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { Checkbox, ChoiceGroup, Radio } from '../parts/checkbox.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Section } from '../parts/page-header.tsx'
import { TextField } from '../parts/text-field.tsx'

export type ShownSettings = {
	connection: { id: number }
	tieWinner: 'crm' | 'ma'
	createOn: Readonly<Partial<Record<GateEvent, string>>>
	events: readonly GateEvent[]
	hasGate: boolean
	isOwnMarketing: boolean
	mails: 'one' | 'fallback' | 'apart'
	errorPercent: string
	share: { window: 'hour' | 'day'; tried: number; refused: number; share: number; isOver: boolean } | null
}
export type TypedSettings = Pick<ShownSettings, 'tieWinner' | 'mails' | 'errorPercent'> & { createOn: readonly string[] }

type FormProps = { settings: ShownSettings; typed: TypedSettings | null; at: string }

/** What holds for a connection as a whole; each setting says what follows from it. */
export function SettingsForm({ settings, typed, at }: FormProps) {
	const { t } = useTranslation('sync')
	const { tieWinner, mails, errorPercent } = typed ?? settings
	return (
		<Form method="post" className="grid max-w-3xl gap-12 *:min-w-0" key={typed ? undefined : JSON.stringify(settings)}>
			{settings.isOwnMarketing ? <GateSetting settings={settings} typed={typed} at={at} /> : <MailSetting mails={mails} />}
			<Section title={t('settings.tie')}>
				<ChoiceGroup legend={t('settings.tieWhose')} hint={t('settings.tieText')}>
					{(['crm', 'ma'] as const).map((role) => (
						<Radio key={role} name="tieWinner" value={role} label={t(`settings.tieWinner.${role}`)} defaultChecked={tieWinner === role} />
					))}
				</ChoiceGroup>
			</Section>
			<Section title={t('settings.alert')}>
				<p className="max-w-prose text-sm text-ink-soft">{t('settings.shareText')}</p>
				<TextField
					label={t('settings.share')}
					name="errorPercent"
					inputMode="decimal"
					defaultValue={errorPercent}
					required
					maxLength={8}
					className="max-w-3xs"
				/>
				<ShareNow share={settings.share} />
			</Section>
			<Button type="submit" variant="primary" className="w-fit">
				{t('settings.save')}
			</Button>
		</Form>
	)
}

function ShareNow({ share }: { share: ShownSettings['share'] }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	if (!share || share.tried === 0) return <p className="text-sm text-ink-soft">{t('settings.nothingTried')}</p>
	const { tried, refused, window, isOver } = share
	return (
		<p className="text-sm">
			<Status tone={isOver ? 'danger' : 'neutral'}>
				{t(`settings.now.${window}`, { share: percent(share.share, locale), refused: count(refused, locale), tried: count(tried, locale) })}
			</Status>
		</p>
	)
}

function GateSetting({ settings: { connection, createOn, events, hasGate }, typed, at }: FormProps) {
	const { t } = useTranslation('sync')
	const isOn = (event: GateEvent) => (typed ? typed.createOn.includes(event) : createOn[event] !== undefined)
	return (
		<Section title={t('settings.gate')}>
			<p className="max-w-prose text-sm text-ink-soft">{t('settings.gateText')}</p>
			{hasGate ? null : (
				<p className="max-w-prose text-sm">
					{t('settings.noGate')} <TextLink to={`/admin/sync/${connection.id}/scope`}>{t('rooms.scope')}</TextLink>
				</p>
			)}
			<ChoiceGroup legend={t('settings.gateWhat')}>
				{events.map((event) => (
					<Checkbox
						key={event}
						name="createOn"
						value={event}
						label={t(`settings.event.${event.replace('.', '_')}`)}
						hint={
							createOn[event] ? (
								<>
									{t('settings.countsSince')} <DateText instant={createOn[event]} at={at} />
								</>
							) : undefined
						}
						defaultChecked={isOn(event)}
					/>
				))}
			</ChoiceGroup>
		</Section>
	)
}

function MailSetting({ mails }: { mails: ShownSettings['mails'] }) {
	const { t } = useTranslation('sync')
	return (
		<Section title={t('settings.mails')}>
			<ChoiceGroup legend={t('settings.mailsWhat')} hint={t('settings.mailsText')}>
				{(['one', 'fallback', 'apart'] as const).map((mode) => (
					<Radio key={mode} name="mails" value={mode} label={t(`settings.mailMode.${mode}`)} defaultChecked={mails === mode} />
				))}
			</ChoiceGroup>
		</Section>
	)
}
