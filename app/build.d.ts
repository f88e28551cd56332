/** The name of this build, written in by app/vite.config.ts. */
declare const __BUILD__: string
