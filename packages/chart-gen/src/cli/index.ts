export { ForeignFolderError, writeChart, type Written } from './folder.js';
export { mergeCharts, type Files, type Merge } from '../merge.js';
