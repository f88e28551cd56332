import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { wordsIn } from '../../engine/marketing/form.ts'
import { blockKinds, type PageBlock, pagePictures } from '../../engine/marketing/landing-page.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { FieldsFor } from '../shell/roles.tsx'
import type { PageEdit } from './read-page-edit.ts'
import { WordsField } from './words-field.tsx'

type PageBuilderProps = { edit: PageEdit; status: string; campaigns: readonly { id: number; name: string }[]; forms: readonly { id: number; name: string }[] }

/** A landing page as it is built: every button saves what is typed. */
export function PageBuilder({ edit, status, campaigns, forms }: PageBuilderProps) {
	const { t } = useTranslation('capture')
	const { design } = edit
	const pending = useNavigation().formData?.get('intent')
	return (
		<Form method="post" noValidate>
			<FieldsFor roles={['marketer']} className="grid gap-10">
				<button type="submit" name="intent" value="save" className="sr-only" tabIndex={-1} aria-hidden="true">
					{t('save')}
				</button>
				<input type="hidden" name="version" value={edit.version} />
				<Section title={t('part.what')}>
					<div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
						<TextField label={t('column.name')} name="name" required maxLength={120} defaultValue={edit.name} hint={t('nameHint')} />
						<TextField label={t('slug')} name="slug" required maxLength={80} defaultValue={edit.slug} hint={t('slugHint', { path: `/l/${edit.slug}` })} />
						<SelectField
							label={t('column.campaign')}
							name="campaignId"
							defaultValue={edit.campaignId}
							hint={t('pageCampaignHint')}
							options={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
						/>
						<SelectField
							label={t('column.form')}
							name="formId"
							defaultValue={edit.formId ?? ''}
							options={[{ value: '', label: t('noForm') }, ...forms.map(({ id, name }) => ({ value: String(id), label: name }))]}
						/>
						<WordsField label={t('title')} name="title" words={design.title} most={200} />
						<WordsField label={t('lead')} name="lead" words={design.lead} rows={2} />
						<SelectField
							label={t('picture.label')}
							name="picture"
							defaultValue={design.picture}
							options={[{ value: '', label: t('picture.none') }, ...pagePictures.map((value) => ({ value, label: t(`picture.${value}`) }))]}
						/>
					</div>
				</Section>
				<Section title={t('part.blocks')}>
					<ol className="grid border-b border-rule">
						{design.blocks.map((block, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: a block is its place; the builder begins anew with each save
							<BlockRow key={index} block={block} index={index} count={design.blocks.length} />
						))}
					</ol>
					<input type="hidden" name="blocks" value={design.blocks.length} />
					<div className="flex flex-wrap items-end gap-3 in-disabled:hidden">
						<SelectField
							label={t('block.add')}
							name="addKind"
							className="min-w-48"
							options={blockKinds.map((value) => ({ value, label: t(`block.${value}`) }))}
						/>
						<Button type="submit" name="intent" value="add" icon="plus">
							{t('add.button')}
						</Button>
					</div>
				</Section>
				<div className="sticky bottom-0 flex flex-wrap gap-3 border-t border-rule bg-ground py-4 in-disabled:hidden">
					<Button type="submit" name="intent" value="save" variant={status === 'published' ? 'primary' : 'secondary'} pending={pending === 'save'}>
						{t('save')}
					</Button>
					{status === 'draft' ? (
						<Button type="submit" name="intent" value="publish" variant="primary" pending={pending === 'publish'}>
							{t('publish')}
						</Button>
					) : null}
				</div>
			</FieldsFor>
		</Form>
	)
}

function BlockRow({ block, index, count }: { block: PageBlock; index: number; count: number }) {
	const { t, i18n } = useTranslation('capture')
	const name = wordsIn(block.heading, i18n.language) || t('block.place', { place: index + 1 })
	return (
		<li className="grid gap-4 border-t border-rule py-5">
			<div className="flex flex-wrap items-center gap-3">
				<h3 className="mr-auto text-base font-medium">
					{name} <span className="ml-1 font-normal text-ink-soft">{t(`block.${block.kind}`)}</span>
				</h3>
				<span className="flex">
					{index > 0 ? <IconButton type="submit" name="intent" value={`up:${index}`} icon="chevronUp" size="sm" label={t('move.up', { name })} /> : null}
					{index < count - 1 ? (
						<IconButton type="submit" name="intent" value={`down:${index}`} icon="chevronDown" size="sm" label={t('move.down', { name })} />
					) : null}
					<IconButton type="submit" name="intent" value={`remove:${index}`} icon="close" size="sm" label={t('move.remove', { name })} />
				</span>
			</div>
			<input type="hidden" name={`kind.${index}`} value={block.kind} />
			<div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
				<WordsField label={t(block.kind === 'quote' ? 'block.who' : 'title')} name={`heading.${index}`} words={block.heading} most={200} />
				<WordsField
					label={t('block.text_label')}
					name={`text.${index}`}
					words={block.text}
					rows={4}
					{...(block.kind === 'points' ? { hint: t('block.pointsHint') } : {})}
				/>
			</div>
		</li>
	)
}
