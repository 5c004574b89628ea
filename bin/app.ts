import { createRefundGateApp } from '../lib/infra/refund-gate-app.ts';

createRefundGateApp().synth();
