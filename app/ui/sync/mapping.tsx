import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Badge, Status } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'
import { AddFieldForm, FieldForm } from './mapping-form.tsx'
import { OfferedObjects, RestingObject, TakeOutObject } from './mapping-objects.tsx'
import { OfferedFields } from './mapping-offer.tsx'
import { ObjectIndex } from './object-index.tsx'
import type { ShownField, ShownKept, ShownObject, ShownOffer } from './shown-mapping.ts'
import { useMapWords } from './use-map-words.ts'
import { useNames } from './use-names.ts'

type Mapping = { objects: readonly ShownObject[]; offers: readonly ShownOffer[]; kept: readonly ShownKept[]; isOutside: boolean }

/** Every pair of objects that a connection joins, and how each of their fields travels. */
export function MappingObjects({ objects, offers, kept, isOutside }: Mapping) {
	return (
		<>
			<ObjectIndex objects={objects} />
			<div className="grid gap-12 *:min-w-0">
				{objects.map((object) => (
					<MappedObject key={object.id} object={object} isOutside={isOutside} />
				))}
				<OfferedObjects offers={offers} kept={kept} />
			</div>
		</>
	)
}

function MappedObject({ object, isOutside }: { object: ShownObject; isOutside: boolean }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const names = useNames()
	return (
		<Section
			id={`object-${object.id}`}
			title={`${names.object(object.crmObject)} ↔ ${names.object(object.maObject)}`}
			aside={t('mapping.records', { count: object.links, shown: count(object.links, locale) })}
		>
			<p className="max-w-prose text-sm text-ink-soft">
				{t(`creates.crm.${object.createsCrm}`)} {t(`creates.${object.fields.some(({ ma }) => ma?.kind === 'email') ? 'ma' : 'here'}.${object.createsMa}`)}
			</p>
			<RestingObject object={object} />
			<OfferedFields object={object} />
			{object.isDescribed ? null : <Banner tone="warning">{t('mapping.notDescribed')}</Banner>}
			<ul className="grid">
				{object.fields.map((field) => (
					<MappedField key={field.key} field={field} object={object} />
				))}
			</ul>
			{object.isDescribed ? (
				<Disclosure summary={t('mapping.add')}>
					<AddFieldForm object={object} />
				</Disclosure>
			) : null}
			{isOutside ? <TakeOutObject object={object} /> : null}
		</Section>
	)
}

const arrows: Record<ShownField['behaviour'], string> = { use_ma: '↔', use_crm: '↔', most_recent: '↔', crm_to_ma: '→', ma_to_crm: '←', off: '×' }

function MappedField({ field, object }: { field: ShownField; object: ShownObject }) {
	const { t } = useTranslation('sync')
	const names = useNames()
	const words = useMapWords()
	const isGone = object.isDescribed && (!field.crm || !field.ma)
	return (
		<li id={`field-${field.key}`} className="grid gap-x-8 gap-y-1 border-t border-rule py-3 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
			<p className="flex flex-wrap content-start items-baseline gap-x-2 gap-y-1">
				<span className="font-medium">{names.field(field.crmField, field.crm?.label)}</span>
				<span aria-hidden="true" className="text-ink-soft">
					{arrows[field.behaviour]}
				</span>
				<span className="font-medium">{names.field(field.maField, field.ma?.label)}</span>
				{field.behaviour === 'off' ? <Badge>{t('behaviour.off')}</Badge> : null}
				{field.stoppedBy ? <Badge tone="danger">{t('mapping.stopped')}</Badge> : null}
			</p>
			<div className="grid gap-1.5 text-sm">
				<p className={field.behaviour === 'off' ? 'text-ink-soft' : undefined}>{words.sentence(field)}</p>
				{isGone ? <Status tone="warning">{t('mapping.gone')}</Status> : null}
				{field.stoppedBy ? <p className="text-danger">{t('mapping.stoppedText')}</p> : null}
				<Disclosure summary={t('mapping.change')}>
					<FieldForm field={field} object={object} />
				</Disclosure>
			</div>
		</li>
	)
}
