import { Toaster as Sonner, toast } from 'sonner'

export { toast }

/** Once, at the root. A toast tells what has been done and offers to undo it; refusals stay on the page. */
export function Toaster({ label }: { label: string }) {
	return (
		<Sonner
			position="bottom-right"
			containerAriaLabel={label}
			toastOptions={{
				unstyled: true,
				classNames: {
					toast: 'flex w-full items-center gap-3 rounded-lg bg-ink px-4 py-3 text-sm text-ground shadow-lift',
					actionButton: 'ml-auto shrink-0 rounded-sm font-semibold underline underline-offset-3',
					description: 'opacity-80',
				},
			}}
		/>
	)
}
