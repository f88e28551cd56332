import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeFile, type FileChange, openMarketingFile } from '../../flows/capture/upload-file.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AssetHead } from '../../ui/capture/asset-head.tsx'
import { GrantList } from '../../ui/capture/grant-list.tsx'
import { wordsIn } from '../../ui/capture/read-form-edit.ts'
import { WordsField } from '../../ui/capture/words-field.tsx'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { Figure, Section } from '../../ui/parts/page-header.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { FieldsFor } from '../../ui/shell/roles.tsx'
import { idIn, idOf, oneOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['capture'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const id = idOf(params['id'])
	const after = idIn(new URL(request.url).searchParams, 'after')
	const room = id === null ? null : await openMarketingFile(db, staff, id, { after, limit: 40 })
	if (!room) throw notFound()
	const { fileKey: _, ...file } = room.file
	return { ...room, file, after, at }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.file.name, matches) }]

function changeOf(form: FormData): FileChange {
	const intent = textIn(form, 'intent')
	const plain = oneOf(['archive', 'restore'], intent)
	if (plain) return { act: plain }
	if (intent === 'revoke_all') return { act: 'revoke', grantIds: null }
	if (intent.startsWith('revoke:')) return { act: 'revoke', grantIds: [idOf(intent.slice(7)) ?? 0] }
	const wish = {
		name: textIn(form, 'name').slice(0, 120),
		title: { ...wordsIn(form, 'title', 200) },
		campaignId: idIn(form, 'campaignId') ?? 0,
		linkDays: idIn(form, 'linkDays') ?? 0,
	}
	return { act: 'save', wish, version: idIn(form, 'version') ?? 0 }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const id = idOf(params['id'])
	const change = changeOf(await request.formData())
	const saved = id === null ? null : await changeFile(db, staff, { id, change, requestId, at })
	if (!saved) throw notFound()
	if (!saved.ok) return data({ refusals: saved.refusals, wish: change.act === 'save' ? change.wish : null }, { status: 422 })
	return redirect(withLocale(`/marketing/files/${id}?done=${change.act}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function MarketingFile() {
	const { t } = useTranslation('capture')
	const { locale } = useReader()
	const { file, campaigns, grants, next, after, at } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const [asked] = useSearchParams()
	const shown = refused?.wish ?? file
	const isOpen = grants.some(({ revokedAt }) => revokedAt === null)
	return (
		<>
			<AssetHead kind="files" name={file.name} status={file.status} acts={file.status === 'archived' ? ['restore'] : ['archive']} />
			<div className="grid gap-8">
				{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
				{asked.has('done') && !refused ? <Banner live tone="positive" title={t(`done.${oneOf(['archive', 'revoke'], asked.get('done')) ?? 'save'}`)} /> : null}
				<div className="grid grid-cols-2 gap-6 lg:grid-cols-4">
					<Figure label={t('column.given')} value={count(file.given, locale)} />
					<Figure label={t('column.opened')} value={count(file.opened, locale)} />
					<Figure label={t('column.forms')} value={count(file.forms.length, locale)} note={file.forms.map(({ name }) => name).join(', ')} />
					<Figure label={t('files.size')} value={t('files.kilobytes', { size: count(Math.ceil(file.bytes / 1024), locale) })} note={file.fileName} />
				</div>
				<Section title={t('part.what')}>
					<Form method="post" key={file.version} noValidate>
						<FieldsFor roles={['marketer']} className="grid max-w-3xl gap-x-6 gap-y-5 sm:grid-cols-2">
							<input type="hidden" name="version" value={file.version} />
							<TextField label={t('column.name')} name="name" required maxLength={120} defaultValue={shown.name} hint={t('nameHint')} />
							<WordsField label={t('files.titleText')} name="title" words={shown.title} most={200} />
							<SelectField
								label={t('column.campaign')}
								name="campaignId"
								defaultValue={shown.campaignId}
								options={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
							/>
							<TextField label={t('files.linkDays')} name="linkDays" inputMode="numeric" defaultValue={shown.linkDays} hint={t('files.linkDaysHint')} />
							<div>
								<Button type="submit" name="intent" value="save" variant="primary">
									{t('save')}
								</Button>
							</div>
						</FieldsFor>
					</Form>
				</Section>
				<GrantList {...{ grants, next, after, at, isOpen }} />
			</div>
		</>
	)
}
