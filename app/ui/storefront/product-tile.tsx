import { Status } from '../parts/badge.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { ProductCard } from '../parts/product-card.tsx'
import { type Listed, type ListedWords, notesOf, plainQuantity, priceOf, stockTones } from './listed.ts'

type TileProps = { product: Listed; words: ListedWords; isGuest: boolean; eager?: boolean; headingLevel?: 'h2' | 'h3' }

/** A product on a shelf: her price, what more would cost, whether it is there, and a way to take some. */
export function ProductTile({ product, words, isGuest, eager = false, headingLevel = 'h2' }: TileProps) {
	const { slug, name, sku, picture, unitCode, stock } = product
	const price = priceOf(product, words)
	const href = `/products/${slug}`
	return (
		<ProductCard
			href={href}
			name={name}
			kicker={sku}
			eager={eager}
			headingLevel={headingLevel}
			{...(picture ? { image: { src: picture, alt: '' } } : {})}
			price={
				price ? (
					<>
						{price}
						<span className="ml-1 text-sm font-normal text-ink-soft">{words.per(unitCode)}</span>
					</>
				) : (
					<span className="text-sm font-medium text-ink-soft">{isGuest ? words.signIn : words.onRequest}</span>
				)
			}
			priceNote={notesOf(product, words).join(' · ') || null}
			stock={<Status tone={stockTones[stock]}>{words.stock[stock]}</Status>}
			action={isGuest ? null : <TileAction product={product} words={words} href={href} />}
		/>
	)
}

function TileAction({ product, words, href }: { product: Listed; words: ListedWords; href: string }) {
	if (product.block) return <p className="text-sm text-ink-soft">{words.blocked}</p>
	if (product.kind === 'parent') return <TextLink to={href}>{words.choose}</TextLink>
	if (!product.price) return <TextLink to={href}>{words.askPrice}</TextLink>
	return (
		<form method="post" action="/cart/lines" data-quick-add={product.name} className="flex gap-2">
			<input type="hidden" name="intent" value="add" />
			<input type="hidden" name="sku" value={product.sku} />
			<input type="hidden" name="unit" value={product.unitCode} />
			<input
				type="number"
				name="quantity"
				inputMode="decimal"
				aria-label={`${words.quantity}: ${product.name}`}
				defaultValue={product.price.quantity}
				min={product.price.quantity}
				step={plainQuantity(product.incrementQuantity)}
				max={product.maximumQuantity ? plainQuantity(product.maximumQuantity) : undefined}
				className="h-10 w-16 min-w-0 rounded-md border border-control bg-surface px-2 text-center text-base tabular-nums sm:text-sm"
			/>
			<Button type="submit" icon="plus" className="min-w-0 flex-1">
				{words.add}
			</Button>
		</form>
	)
}
