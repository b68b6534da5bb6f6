export { DeliveryLogModule } from './delivery-log.module';
