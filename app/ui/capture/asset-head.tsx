import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Status } from '../parts/badge.tsx'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { Button } from '../parts/button.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { ForRoles } from '../shell/roles.tsx'
import { statusTones } from './asset-list.tsx'

type AssetHeadProps = { kind: string; name: string; status: string; acts: readonly string[]; children?: ReactNode }

/** The head of an asset's page: where it hangs, how it stands, and what may be done with it as a whole. */
export function AssetHead({ kind, name, status, acts, children }: AssetHeadProps) {
	const { t } = useTranslation('capture')
	return (
		<PageHeader
			breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ href: `/marketing/${kind}`, label: t(`${kind}.title`) }, { label: name }]} />}
			title={name}
			kicker={<Status tone={statusTones[status] ?? 'neutral'}>{t(`status.${status}`)}</Status>}
			actions={
				<>
					{children}
					<ForRoles roles={['marketer']}>
						<Form method="post" className="flex flex-wrap gap-2">
							{acts.map((act) => (
								<Button key={act} type="submit" name="intent" value={act} variant="quiet">
									{t(`acts.${act}`)}
								</Button>
							))}
						</Form>
					</ForRoles>
				</>
			}
		/>
	)
}
