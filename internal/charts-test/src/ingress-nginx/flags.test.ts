import { describe, expect, it } from 'vitest';
import { flags, helm4, template } from '../helm.js';
import { SHARED_FLAGS } from './flags.cases.js';
import { ENTRIES, EVERYTHING } from './values.cases.js';

/** Flags of the logger, which every version has. */
const LOGGER = ['v'];

describe(`arguments${helm4.note}`, () => {
  it.skipIf(helm4.missing).for(ENTRIES)('%s: only such as 1.11 and 1.15 share', async (entry) => {
    for (const values of [{ entry }, { ...EVERYTHING, entry }]) {
      const given = Object.keys(flags(await template(helm4, { values })));
      expect(given.length).toBeGreaterThan(10);
      expect(given.filter((flag) => !SHARED_FLAGS.has(flag) && !LOGGER.includes(flag))).toEqual([]);
    }
  });

  it.skipIf(helm4.missing)('own arguments: bare, whole numbers, and in place of a default', async () => {
    const objects = await template(helm4, {
      values: {
        controller: {
          extraArgs: {
            'disable-catch-all': null,
            'enable-ssl-passthrough': '',
            'status-port': 1000000,
            'shutdown-grace-period': 0,
            profiling: true,
          },
        },
      },
    });
    const args = flags(objects);
    expect(args).toMatchObject({
      'enable-ssl-passthrough': 'true',
      'status-port': '1000000',
      'shutdown-grace-period': '0',
      profiling: 'true',
    });
  });

  it.skipIf(helm4.missing)('no argument stands twice', async () => {
    const objects = await template(helm4, { values: EVERYTHING });
    const text = JSON.stringify(objects);
    for (const flag of Object.keys(flags(objects))) expect(text.split(`"--${flag}=`).length + text.split(`"--${flag}"`).length).toBe(3);
  });
});
