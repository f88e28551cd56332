import { Link, type LinkProps } from '@remix-run/react'
import { cva, type VariantProps } from 'class-variance-authority'
import { type ButtonHTMLAttributes, forwardRef } from 'react'
import { cn } from './cn.ts'
import { Icon, type IconName } from './icon.tsx'

const button = cva(
	'inline-flex items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap transition-colors select-none disabled:pointer-events-none disabled:opacity-50 aria-busy:pointer-events-none print:hidden',
	{
		variants: {
			variant: {
				primary: 'border-transparent bg-accent text-accent-ink hover:bg-accent-strong',
				secondary: 'border-control bg-surface text-ink hover:bg-sunken',
				quiet: 'border-transparent text-ink hover:bg-sunken',
				danger: 'border-danger bg-surface text-danger hover:bg-danger-soft',
			},
			size: { sm: 'h-8 px-3 text-sm', md: 'h-10 px-4 text-sm', lg: 'h-12 px-6 text-base' },
			wide: { true: 'w-full' },
		},
		defaultVariants: { variant: 'secondary', size: 'md' },
	},
)

type Look = VariantProps<typeof button> & { icon?: IconName }
type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & Look & { pending?: boolean }

/** `pending` keeps the width and the words, shows that work is under way and refuses a second press. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
	{ variant, size, wide, icon, pending, className, children, type = 'button', ...rest },
	ref,
) {
	return (
		<button ref={ref} type={type} aria-busy={pending || undefined} className={cn(button({ variant, size, wide }), className)} {...rest}>
			{pending ? <Spinner /> : icon ? <Icon name={icon} className="-ml-1 size-4.5" /> : null}
			{children}
		</button>
	)
})

/** Looks like a button, goes somewhere. A full address (`reloadDocument`) is for downloads. */
export function LinkButton({ variant, size, wide, icon, className, children, ...rest }: LinkProps & Look) {
	return (
		<Link className={cn(button({ variant, size, wide }), className)} {...rest}>
			{icon ? <Icon name={icon} className="-ml-1 size-4.5" /> : null}
			{children}
		</Link>
	)
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & Omit<Look, 'wide'> & { icon: IconName; label: string }

export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
	{ icon, label, variant = 'quiet', size = 'md', className, type = 'button', ...rest },
	ref,
) {
	const square = { sm: 'size-8', md: 'size-10', lg: 'size-12' }[size ?? 'md']
	return (
		<button ref={ref} type={type} aria-label={label} title={label} className={cn(button({ variant, size }), square, 'px-0', className)} {...rest}>
			<Icon name={icon} />
		</button>
	)
})

export function Spinner({ className }: { className?: string }) {
	return <span aria-hidden="true" className={cn('-ml-1 size-4 animate-spin rounded-full border-2 border-current border-r-transparent', className)} />
}

/** A link inside text. */
export function TextLink({ className, ...rest }: LinkProps) {
	return <Link className={cn('text-accent underline decoration-1 underline-offset-3 hover:text-accent-strong hover:decoration-2', className)} {...rest} />
}
