export { conflictText, ForeignFolderError, writeChart, type Written } from './folder.js';
export { mergeCharts, type ConflictPlace, type Files, type Merge } from '../merge.js';
