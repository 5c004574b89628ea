import * as z from 'zod';
import { ATTESTOR_CLASSES, CAPTURES } from '../domain/evidence/scan.ts';
import { idSchema } from './fields.ts';

/** Who vouches for a scan. */
export const attestorSchema = z.object(
  {
    class: z.enum(ATTESTOR_CLASSES),
    id: idSchema,
    deviceId: idSchema.optional(),
    sessionId: idSchema.optional(),
    capture: z.enum(CAPTURES).optional(),
  },
  { error: 'expected who vouches for the scan: {"class":"site","id":"emp_7","capture":"scanned"}' },
);

/** How a carrier says that it delivered. */
export const deliverySchema = z.object({
  gps: z.boolean().optional(),
  photo: z.boolean().optional(),
  pin: z.boolean().optional(),
});
