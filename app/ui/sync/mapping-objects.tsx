import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { wordsIn } from '../crm/words.tsx'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import type { ShownKept, ShownObject, ShownOffer } from './shown-mapping.ts'
import { useNames } from './use-names.ts'

/** What both systems might keep alike and do not: added with a press, or why it cannot be. */
export function OfferedObjects({ offers, kept }: { offers: readonly ShownOffer[]; kept: readonly ShownKept[] }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	if (offers.length + kept.length === 0) return null
	return (
		<Section id="offers" title={t('objects.title')} aside={t('objects.lead')}>
			<ul className="grid">
				{offers.map((offer) => (
					<Offered key={`${offer.crmObject}-${offer.maObject}`} offer={offer} />
				))}
				{kept.map(({ code, labels }) => (
					<li key={code} className={line}>
						<p className="font-medium">{wordsIn(labels, locale) || code}</p>
						<p className="max-w-prose text-sm text-ink-soft">{t('objects.keptHere')}</p>
					</li>
				))}
			</ul>
		</Section>
	)
}

const line = 'grid gap-x-8 gap-y-3 border-t border-rule py-4 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]'

function Offered({ offer }: { offer: ShownOffer }) {
	const { t } = useTranslation('sync')
	const names = useNames()
	return (
		<li className={line}>
			<p className="font-medium">
				{names.object(offer.crmObject)} ↔ {names.object(offer.maObject)}
			</p>
			{offer.isThere ? (
				<Form method="post" className="flex flex-wrap items-end gap-3">
					<input type="hidden" name="crmObject" value={offer.crmObject} />
					<input type="hidden" name="maObject" value={offer.maObject} />
					<SelectField
						label={t('objects.begins')}
						name="begins"
						options={[
							{ value: 'usual', label: t('objects.usual') },
							{ value: 'empty', label: t('objects.empty') },
						]}
					/>
					<Button type="submit" name="object-act" value="add">
						{t('objects.add')}
					</Button>
				</Form>
			) : (
				<p className="max-w-prose text-sm text-ink-soft">{t([`objects.notThere.${offer.maObject}`, 'objects.notThere.any'])}</p>
			)}
		</li>
	)
}

/** An object that was added and waits for somebody to let it run. */
export function RestingObject({ object }: { object: ShownObject }) {
	const { t } = useTranslation('sync')
	if (!object.rests) return null
	return (
		<Banner tone="info">
			<Form method="post" className="grid gap-3">
				<p>{t('objects.rests')}</p>
				<input type="hidden" name="object" value={object.id} />
				<Checkbox name="ramp" value="yes" label={t('mapping.ramp')} hint={t('mapping.rampHint')} defaultChecked />
				<div>
					<Button type="submit" name="object-act" value="wake">
						{t('objects.wake')}
					</Button>
				</div>
			</Form>
		</Banner>
	)
}

/** What taking a pair of objects out does, before it does. */
export function TakeOutObject({ object }: { object: ShownObject }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	return (
		<Disclosure summary={t('objects.takeOut')}>
			<Form method="post" className="grid gap-3">
				<p className="max-w-prose text-ink-soft">{t('objects.takeOutText', { count: object.links, shown: count(object.links, locale) })}</p>
				<input type="hidden" name="object" value={object.id} />
				<div>
					<Button type="submit" variant="danger" name="object-act" value="take_out">
						{t('objects.takeOut')}
					</Button>
				</div>
			</Form>
		</Disclosure>
	)
}
