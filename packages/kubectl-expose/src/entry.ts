/** The boot path: nothing costly may be imported here (test/boot.test.ts reads the bundle and holds it to that). */
async function main(argv: readonly string[]): Promise<number> {
  if (Number(process.versions.node.split('.')[0]) < 22) {
    const { runUnderNewerNode } = await import('./boot/node-version.js');
    return runUnderNewerNode(import.meta.dirname, argv);
  }
  const { processIo } = await import('./process-io.js');
  const io = processIo();
  try {
    if (argv[0] === '__complete') {
      const { runCompletion } = await import('./completion/run.js');
      return await runCompletion(argv.slice(1), io);
    }
    const [first] = argv;
    if (first === undefined || (argv.length === 1 && /^(help|--help|-h)$/.test(first))) {
      io.stdout(io.readFile(`${import.meta.dirname}/help/main.txt`));
      return 0;
    }
    if (process.env['EXPOSE_PLUS_LANE'] === 'oclif') {
      const { runByOclif } = await import('./oclif/lane.js');
      return await runByOclif(argv, io);
    }
    const { prepare } = await import('./run.js');
    const prepared = prepare(argv);
    if ('help' in prepared) {
      io.stdout(io.readFile(`${import.meta.dirname}/help/${prepared.help}.txt`));
      return 0;
    }
    return await prepared.run(io);
  } catch (error) {
    const { showError } = await import('./show-error.js');
    const { text, exitCode } = showError(error, Boolean(process.env['EXPOSE_PLUS_DEBUG']));
    io.stderr(text);
    return exitCode;
  }
}

void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
