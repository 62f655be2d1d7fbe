import { fileSchema, specSchema, validatorSchemas } from './schema.ts';
import { docsModule, fieldsModule, validatorModule } from './validator.ts';

/** Every generated file of core by its path there. */
export function generatedFiles(): Record<string, string> {
  const file = fileSchema();
  return {
    'schema/exposure.json': `${JSON.stringify(file, null, 2)}\n`,
    'schema/exposure-spec.json': `${JSON.stringify(specSchema(), null, 2)}\n`,
    'src/generated/exposure-validator.ts': validatorModule(validatorSchemas(), ['validateFile', 'validateSpec']),
    'src/generated/exposure-fields.ts': fieldsModule(file),
    'src/generated/exposure-docs.ts': docsModule(file),
  };
}
