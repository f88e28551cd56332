import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerRunsCsv, shopImports } from './import-room.server.ts'

export const loader = (args: LoaderFunctionArgs) => answerRunsCsv(shopImports, args)
