import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { describeProducer, describeRegister } from '../../lib/producers/describe-register.ts';
import { PRESETS, type PresetName, withPreset } from '../../lib/producers/presets.ts';
import { SAMPLE_PLACES } from '../../lib/producers/sample-places.ts';

describe('a source in words', () => {
  it('says who sends it and who may say what, one fact a line', () => {
    expect(
      describeProducer({
        source: 'urn:logistics',
        accounts: ['222222222222'],
        types: ['refundgate.scan.recorded.v1'],
        sites: ['memphis', 'reno'],
        legs: ['return'],
        attestors: { organization: ['logistics'], carrier: ['*'], site: 'directory' },
        evidence: ['put_away', 'condition'],
        delay: 'P1DT2H1M',
        quietFor: 'P2D',
        always: { 'refundgate.scan.recorded.v1': ['capture'] },
      }),
    ).toStrictEqual([
      'urn:logistics',
      '  sent by everybody in account 222222222222',
      '  reports scans',
      '  speaks of the sites memphis, reno, on the legs return',
      '  vouching, class organization: logistics',
      '  vouching, class carrier: every carrier',
      '  vouching, class site: each employee by their own id',
      '  shows: put_away, condition',
      '  late by up to 1 day 2 hours 1 minute',
      '  promises in every refundgate.scan.recorded.v1: capture',
      '  an alarm if it is silent for 2 days',
    ]);
  });

  it('says so if nobody sends it, and if it shows nothing', () => {
    expect(
      describeProducer({
        source: 'desk',
        types: ['refundgate.scan.recorded.v1'],
        attestors: { site: ['emp_1'] },
      }),
    ).toStrictEqual([
      'desk',
      '  sent by nobody on AWS: neither accounts nor roles are listed',
      '  reports scans',
      '  vouching, class site: emp_1',
      '  shows: nothing; it may only mark or contradict',
    ]);
  });

  it('says what a directory knows', () => {
    expect(
      describeProducer({ source: 'hr', types: ['refundgate.employee.updated.v1'], completeFor: ['lille'] }),
    ).toContain('  knows every employee at lille');
  });
});

describe('the sites of a register', () => {
  it('are listed with the evidence of a return that each has, by group', () => {
    const lines = describeRegister(PRESETS['own-warehouse'].register(SAMPLE_PLACES), DEFAULT_POLICY);
    const from = lines.indexOf('Site lille: evidence from 4 groups; every employee is known');
    expect(lines.slice(from + 1, from + 5)).toStrictEqual([
      '  carrier.ups: carrier_accept, carrier_delivered',
      '  carrier.dhl: carrier_accept, carrier_delivered',
      '  dock.lille: dock, weight',
      '  wms.lille: serial, condition, put_away, seen_again',
    ]);
  });

  it('show sources of one role as one group', () => {
    const { producers } = PRESETS['own-warehouse'].register(SAMPLE_PLACES);
    const oneRole = producers.map((one) =>
      one.sites?.includes('lille') === true
        ? { ...one, roles: ['arn:aws:iam::111111111111:role/lille'] }
        : one,
    );
    const lines = describeRegister({ producers: oneRole }, DEFAULT_POLICY);
    expect(lines).toContain('Site lille: evidence from 3 groups; every employee is known');
    expect(lines).toContain('  dock.lille: dock, weight, serial, condition, put_away, seen_again');
  });

  it('are every site where no source names one', () => {
    const lines = describeRegister(PRESETS['carrier-only'].register(SAMPLE_PLACES), DEFAULT_POLICY);
    expect(lines).toContain('Every site: evidence from 2 groups; employees may be unknown');
  });
});

describe('what a site can never support', () => {
  /** Returns the bands of the sites of a preset's sample, which are all alike. */
  function bands(name: PresetName, policy = withPreset(DEFAULT_POLICY, name)): readonly string[] {
    const lines = describeRegister(PRESETS[name].register(SAMPLE_PLACES), policy);
    return [...new Set(lines.filter((line) => line.startsWith('  returns from')))];
  }

  it('is nothing at a warehouse of one’s own', () => {
    expect(bands('own-warehouse')).toStrictEqual([]);
  });

  it('is by the default policy what takes two witnesses where the company that runs the site is the only one', () => {
    expect(bands('nightly-files')).toStrictEqual([]);
    expect(bands('nightly-files', DEFAULT_POLICY)).toStrictEqual([
      '  returns from EUR 2,000.00 go to a person: the site lacks enough independent witnesses, a second group of sources that vouches or supports',
    ]);
  });

  it('is what the carrier’s delivery does not suffice for, and all of it where it never suffices', () => {
    expect(bands('carrier-only')).toStrictEqual([
      '  returns from EUR 2,000.00 go to a person: the site lacks an independent scan, a witness of the content, enough independent witnesses',
    ]);
    expect(bands('carrier-only', DEFAULT_POLICY)).toStrictEqual([
      '  returns from EUR 150.00 to below EUR 400.00 go to a person: the site lacks an independent scan, enough independent witnesses',
      '  returns from EUR 400.00 go to a person: the site lacks an independent scan, a witness of the content, enough independent witnesses',
    ]);
  });
});
