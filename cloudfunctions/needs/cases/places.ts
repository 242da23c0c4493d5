export { oneOf, placeFilter } from '../../shared/access/places'
