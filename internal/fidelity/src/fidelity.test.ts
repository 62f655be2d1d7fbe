import { describe, expect, it } from 'vitest';
import { generateChart, type ChartOptions } from '@expose-plus/chart-gen';
import { tool } from '../../tools/src/tool.js';
import { tryMeasure, writeFiles } from './converters.js';
import { readSets } from './sets.js';

const found = readSets();
const reason = 'missing' in found ? found.missing : '';
const sets = 'sets' in found ? found.sets : [];

for (const id of ['helm4', 'helm3'] as const) {
  const helm = await tool(id);
  const missing = reason || ('missing' in helm ? helm.missing : '');
  describe.skipIf(missing !== '')(
    `manifest sets of other projects, ${id}${missing === '' ? '' : ` (left out: ${missing.replaceAll(/[()]/g, '')})`}`,
    () => {
      const options: Omit<ChartOptions, 'name'>[] = [{}, { naming: 'original' }, { flavor: 'minimal' }];
      const cases = options.flatMap((option) =>
        (sets.length > 0 ? sets : [{ name: 'none', text: '', objects: [] }]).map((set) => ({
          set,
          option,
          title: `${set.name} ${JSON.stringify(option)}`,
        })),
      );

      it.each(cases)('$title comes back whole', { timeout: 60_000 }, ({ set, option }) => {
        const path = 'path' in helm ? helm.path : '';
        const result = tryMeasure(path, set, ({ objects, name }, folder) =>
          writeFiles(folder, generateChart(objects, { name, ...option }).files),
        );
        expect('failed' in result ? result.failed : result.differences).toEqual([]);
      });
    },
  );
}
