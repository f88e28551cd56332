import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import type { ShownObject } from './shown-mapping.ts'
import { useMapWords } from './use-map-words.ts'
import { useNames } from './use-names.ts'

/** Fields that the first map has by now and this one has not: what would be added, and one press. */
export function OfferedFields({ object }: { object: ShownObject }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const names = useNames()
	const words = useMapWords()
	const { offers, links } = object
	if (offers.length === 0) return null
	return (
		<Banner tone="info" title={t('offer.title', { count: offers.length, shown: count(offers.length, locale) })}>
			<Form method="post" className="grid gap-4">
				<input type="hidden" name="object" value={object.id} />
				<ul className="grid text-ink">
					{offers.map((line) => (
						<li
							key={`${line.crmField}-${line.maField}`}
							className="grid gap-x-8 border-t border-rule py-2 first:border-t-0 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]"
						>
							<input type="hidden" name="line" value={`${line.crmField} ${line.maField}`} />
							<span className="font-medium wrap-anywhere">
								{names.field(line.crmField, line.crm?.label)} ↔ {names.field(line.maField, line.ma?.label)}
							</span>
							<span className="text-ink-soft">{words.sentence(line)}</span>
						</li>
					))}
				</ul>
				{links > 0 ? (
					<div className="grid gap-3">
						<Checkbox
							name="compare"
							value="yes"
							label={t('offer.compare', { count: links, shown: count(links, locale) })}
							hint={t('offer.compareHint')}
							defaultChecked
						/>
						{links > 10 ? <Checkbox name="ramp" value="yes" label={t('mapping.ramp')} hint={t('mapping.rampHint')} defaultChecked /> : null}
					</div>
				) : null}
				<div>
					<Button type="submit" name="offer-act" value="add">
						{t('offer.add', { count: offers.length, shown: count(offers.length, locale) })}
					</Button>
				</div>
			</Form>
		</Banner>
	)
}
