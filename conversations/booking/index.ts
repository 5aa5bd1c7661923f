export { booking, type Booking, type Save } from './booking';
export { saveTo } from './bookings-service';
