import { z } from 'zod';
import { FORMATS, type TextFormat } from './formats.js';

function text(format: TextFormat): z.ZodString {
  const { pattern, maxLength, words } = format;
  const schema = z.string().regex(new RegExp(pattern), `must be ${words}`);
  return maxLength === undefined ? schema : schema.max(maxLength);
}

export const quantity = text(FORMATS.quantity);
export const duration = text(FORMATS.duration);
export const portNumber = z.int().min(1).max(65535);
export const portName = text(FORMATS.portName);
export const dnsLabel = text(FORMATS.dnsLabel);
export const dnsName = text(FORMATS.dnsName);
export const hostName = text(FORMATS.hostName);
export const cidr = text(FORMATS.cidr);
export const absolutePath = text(FORMATS.absolutePath);
export const textMap = z.record(z.string(), z.string());
