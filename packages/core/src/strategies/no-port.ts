import type { FindingDetails } from '../checks/finding.js';
import { records } from '../detect/read.js';
import type { Workload, WorkloadContainer } from '../detect/workload.js';
import { describe } from '../text/describe.js';

/** Why no port is known: none is declared, or what is declared is no port number. */
export function noPort(workload: Workload, container: WorkloadContainer): FindingDetails {
  const declared = records(container.spec['ports']);
  if (declared.length === 0)
    return {
      message: `container ${container.name} declares no port, and none was asked for`,
      object: workload.ref,
      field: 'spec.ports',
    };
  const list = records(workload.podSpec[container.list]);
  const at = [...workload.templatePath, 'spec', `${container.list}[${list.indexOf(container.spec)}]`].join('.');
  const wrong = declared.map(({ containerPort }, index) => `${index}: ${describe(containerPort)}`).join(', ');
  return {
    message: `containerPort must be a number from 1 to 65535 without quotes; of the ports of container ${container.name} none is (${wrong})`,
    object: workload.ref,
    field: `${at}.ports[0].containerPort`,
    remedy: 'Mend the manifest, or say which port the process listens on, e.g. --port 8080.',
  };
}
