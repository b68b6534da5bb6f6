export { startZoomSimulator, type ZoomSimulator, type ZoomSimulatorOptions } from './server';
