import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerRunsCsv, marketingImports } from '../merchandising/import-room.server.ts'

export const loader = (args: LoaderFunctionArgs) => answerRunsCsv(marketingImports, args)
