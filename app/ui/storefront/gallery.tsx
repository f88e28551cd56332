import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import type { ProductView } from './product-view.ts'

const large = 'drawn aspect-square w-full rounded-lg bg-sunken object-cover'

/**
 * The pictures of a product. Several are radio buttons: the arrow keys turn them over, scripts or none, and each large
 * one stands in the same square, so that nothing moves.
 */
export function Gallery({ page: { product } }: { page: ProductView }) {
	const { locale } = useReader()
	const { t } = useTranslation('storefront')
	const more = product.media.filter(({ kind, url }) => kind === 'picture' && url !== product.picture)
	const pictures = [
		...(product.picture ? [{ url: product.picture, alt: product.name }] : []),
		...more.map(({ url, alt }) => ({ url, alt: altOf(alt, locale) })),
	]
	const [first] = pictures
	if (!first) return <div className="aspect-square self-start rounded-lg bg-sunken" />
	if (pictures.length === 1)
		return (
			<div className="self-start md:sticky md:top-6">
				<img src={first.url} alt={first.alt} width={720} height={720} {...fetched('high')} className={large} />
			</div>
		)
	return (
		// The key: another product of the same page begins with its own first picture.
		<fieldset key={product.id} className="grid content-start gap-3 md:sticky md:top-6 md:self-start">
			<legend className="sr-only">{t('product.pictures')}</legend>
			<div className="relative grid gap-3">
				<div className="aspect-square w-full" />
				<div className="grid grid-cols-4 gap-3 sm:grid-cols-5">
					{pictures.map(({ url, alt }, index) => (
						<label
							key={url}
							className="cursor-pointer rounded-md bg-sunken outline-offset-2 hover:opacity-80 has-checked:outline-2 has-checked:outline-ink has-focus-visible:outline-3 has-focus-visible:outline-accent"
						>
							<input
								type="radio"
								name="picture"
								defaultChecked={index === 0}
								aria-label={alt || t('product.pictureOf', { number: index + 1, count: pictures.length })}
								className="peer sr-only"
							/>
							<img src={url} alt="" width={120} height={120} className="drawn aspect-square w-full rounded-md object-cover" />
							<img
								src={url}
								alt={alt}
								width={720}
								height={720}
								{...fetched(index === 0 ? 'high' : 'low')}
								className={`${large} invisible absolute inset-x-0 top-0 cursor-default peer-checked:visible`}
							/>
						</label>
					))}
				</div>
			</div>
		</fieldset>
	)
}

/** React 18 knows this attribute by no other spelling. */
const fetched = (fetchpriority: 'high' | 'low') => ({ fetchpriority })

const altOf = (alt: Readonly<Record<string, string>>, locale: string) => alt[locale] ?? alt['en'] ?? ''
